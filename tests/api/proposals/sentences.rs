//! Sentences in the style of press releases, each with its right reading, read through the service: none may be read wrong.

use serde_json::{Value, json};

use crate::support::record::load_real_record;
use crate::support::*;

/// A sentence and its figures as they should be read.
struct Sentence {
    text: String,
    figures: Vec<Figure>,
}

/// Measure, value, qualifier, record measure, filter (its members in order), since, as of; `-` where there is none.
type Figure = Vec<String>;

/// The sentences of a file.
fn sentences(file: &str) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    for line in file
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        match line.strip_prefix("  ") {
            None => found.push(Sentence {
                text: line.to_owned(),
                figures: Vec::new(),
            }),
            Some("none") => {}
            Some(figure) => {
                let mut figure: Figure = figure.split_whitespace().map(str::to_owned).collect();
                assert_eq!(figure.len(), 7, "{line}");
                figure[4] = ordered(&figure[4].replace("OUR", "our_role=organiser,co_organiser,host"));
                found.last_mut().unwrap().figures.push(figure);
            }
        }
    }
    found
}

/// A filter with its members in the order of their names.
fn ordered(filter: &str) -> String {
    let mut members: Vec<&str> = filter.split('&').collect();
    members.sort_unstable();
    members.join("&")
}

/// The figures that an answer proposes.
fn proposed(answer: &Value) -> Vec<Figure> {
    let names = [
        "measure",
        "value",
        "qualifier",
        "record_measure",
        "record_filter",
        "since",
        "as_of",
    ];
    let shown = |name: &str, value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::String(text) if name == "record_filter" => ordered(text),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let of = |proposal: &Value| {
        names
            .iter()
            .map(|name| shown(name, &proposal["figure"][*name]))
            .collect()
    };
    answer["proposals"].as_array().unwrap().iter().map(of).collect()
}

/// How a sentence was read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    Right,
    /// It said so, offered no filter, and every number that it offered is one of the sentence's.
    Unread,
    Wrong,
}

fn judge(sentence: &Sentence, answer: &Value) -> Reading {
    let found = proposed(answer);
    if found == sentence.figures {
        return Reading::Right;
    }
    let is_known = |figure: &Figure| sentence.figures.iter().any(|right| right[1..4] == figure[1..4]);
    let bare = |figure: &Figure| figure[4..] == ["-", "-", "-"];
    let said = answer["read_whole"] == false && !answer["not_understood"].as_array().unwrap().is_empty();
    if said && !sentence.figures.is_empty() && found.iter().all(|figure| bare(figure) && is_known(figure)) {
        return Reading::Unread;
    }
    Reading::Wrong
}

/// Every part that was not read stands where the answer says.
fn parts_are_in_place(text: &str, answer: &Value) {
    let parts = answer["not_understood"].as_array().unwrap();
    assert_eq!(answer["read_whole"], json!(parts.is_empty()), "{text}");
    for part in parts {
        let [start, end] = ["start", "end"].map(|name| usize::try_from(part[name].as_u64().unwrap()).unwrap());
        let said: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(part["text"], json!(said), "{text}");
        assert!(!said.is_empty(), "{text}");
    }
}

/// Reads the sentences of a file through the service: how many there are, and how many were read right, not, and wrong.
fn read_all(server: &Server, name: &str, file: &str) -> [usize; 4] {
    let all = sentences(file);
    let mut counts = [all.len(), 0, 0, 0];
    let mut wrong = Vec::new();
    for sentence in &all {
        let body = json!({"text": sentence.text});
        let answer = server
            .officer()
            .post("/api/v1/published-figures/proposals", &body)
            .expect(200)
            .json();
        parts_are_in_place(&sentence.text, &answer);
        match judge(sentence, &answer) {
            Reading::Right => counts[1] += 1,
            Reading::Unread => counts[2] += 1,
            Reading::Wrong => {
                counts[3] += 1;
                wrong.push(format!("{}: {:?}", sentence.text, proposed(&answer)));
            }
        }
    }
    println!(
        "{name}: {} sentences, {} read right, {} not read, {} read wrong",
        counts[0], counts[1], counts[2], counts[3]
    );
    assert_eq!(wrong, Vec::<String>::new(), "read wrong");
    counts
}

on_both! {
    fn sentences_of_press_releases_are_read_right_or_not_at_all(server: &Server) {
        load_real_record(server);
        let [all, _, unread, _] = read_all(server, "sentences.txt", include_str!("sentences.txt"));
        assert!(all >= 120 && unread * 4 <= all, "{unread} of {all} were not read");
        read_all(server, "further.txt", include_str!("further.txt"));
    }

    fn a_third_of_the_sentences_is_in_each_language(server: &Server) {
        let parts: Vec<usize> = include_str!("sentences.txt").split("\n## ").skip(1).map(|part| sentences(part.split_once('\n').unwrap().1).len()).collect();
        assert!(parts.len() == 3 && parts.iter().all(|part| part * 3 >= parts.iter().sum::<usize>() * 9 / 10), "{parts:?}");
        // Named by its language, a text is read as it is without.
        for (lang, text) in [("en", "About twenty-five webinars"), ("fr", "Vingt-cinq webinaires environ"), ("ar", "حوالي خمسة وعشرين ندوة عبر الإنترنت")] {
            let read = |body: Value| server.officer().post("/api/v1/published-figures/proposals", &body).expect(200).json();
            let figures = proposed(&read(json!({"text": text, "lang": lang})));
            assert_eq!(figures, proposed(&read(json!({"text": text}))), "{text}");
            assert_eq!(figures, [["webinars", "25", "about", "activities", "type=webinar", "-", "-"]], "{text}");
        }
    }
}
