//! Which characters a text may hold, wherever it comes from: bodies, parameters, paths and sheets.

use qudra::imports::{self, Kind, Sheet};
use qudra::ledger::{Actor, Commit};
use serde_json::json;

use crate::support::*;

const PATH: &str = "/api/v1/activities";

fn imported(server: &Server, kind: Kind, text: &str) -> String {
    let sheet = Sheet::read(text.as_bytes());
    let done = imports::import(
        &server.ledger(),
        Actor::CommandLine,
        kind,
        sheet,
        Commit::Yes,
        Box::new(|_| {}),
    );
    done.unwrap_or_else(|stopped| panic!("{text:?}: {stopped:?}"))
        .to_string()
}

on_both! {
    fn codes_that_differ_only_in_marks_are_one_code_everywhere(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&with(activity_of("Once", "1955-05-01", 23), json!({"code": "\u{200b}FC\u{ad}06\u{200e}"})));
        assert_eq!(made["code"], "FC06");
        for code in ["FC06\u{200e}", "\u{200b}FC06", "ＦＣ０６", "FC٠٦", "FC\u{1}06"] {
            officer.post(PATH, &with(activity("Again"), json!({"code": code}))).refused(409, "code_taken");
            let segment: String = code.bytes().map(|b| format!("%{b:02X}")).collect();
            assert_eq!(server.public().get(&format!("{PATH}/{segment}")).expect(200).json(), made, "{code:?}");
            let sheet = format!("code,title_en,type,status,start_date,end_date,participants\n{code},Once,workshop,held,1955-05-01,1955-05-01,23\n");
            assert_eq!(imported(server, Kind::Activities, &sheet), "0 created, 0 changed, 1 unchanged", "{code:?}");
        }
        let figure = server.public().get("/api/v1/statistics?measure=participations&year=1955").expect(200).json();
        assert_eq!(figure["total"]["value"], 23);
    }

    fn references_numbers_and_dates_are_read_through_marks_and_foreign_digits(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&json!({
            "title": {"en": "Marked"}, "type": "workshop", "status": "held", "languages": ["a\u{200e}r"],
            "when": {"start": "2024-05-02", "precision": "day"}, "fields": ["s\u{ad}ti"],
            "countries": [{"country": "A\u{200b}ZE", "role": "beneficiary"}],
            "external_ids": [{"scheme": "d\u{200b}oi", "value": "１０.1/x\u{200e}"}],
        }));
        assert_eq!([&made["type"], &made["status"], &made["languages"][0], &made["when"]["start"]], ["workshop", "held", "ar", "2024-05-02"]);
        assert_eq!(made["countries"][0]["country"], "AZE");
        assert_eq!(made["external_ids"], json!([{"scheme": "doi", "value": "10.1/x"}]));
        for query in ["year=٢٠٢٤", "from=2024-05\u{200e}&to=２０２４", "type=work\u{200b}shop", "country=AZ\u{2060}E", "limit=٥", "field=sti\u{200f}"] {
            // Asked past the document, which tells clients the plain forms.
            let escaped: String = query.bytes().map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
            let answer = server.raw(format!("GET {PATH}?{escaped} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes());
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(made["id"].as_str().unwrap()), "{query:?}: {answer}");
        }
        assert_eq!(imported(server, Kind::Activities, "code,title_en,type,status,start_date,participants\nS1,x,workshop,held,२०२४-०५-०३,１２\n"), "1 created, 0 changed, 0 unchanged");
    }

    fn free_text_keeps_what_writing_needs_and_names_what_it_may_not_hold(server: &Server) {
        let officer = server.officer();
        for text in ["دورة \u{2066}C++\u{2069}", "می\u{200c}خواهم", "\u{1f469}\u{200d}\u{1f4bb} a\u{200f}b", "so\u{ad}ft"] {
            let made = officer.record(&with(activity(text), json!({"notes": format!("{text}\nsecond\tline")})));
            assert_eq!(made["title"]["en"], text);
            assert_eq!(made["notes"], format!("{text}\nsecond\tline"));
            // What was read can be sent back.
            officer.put(&format!("{PATH}/{}", made["id"].as_str().unwrap()), &made, "W/\"1\"").expect(200);
        }
        for (text, found) in [("a\u{202e}b", "U+202E"), ("a\u{2067}b", "U+2067"), ("a\u{2069}b", "U+2069"), ("a\u{7}b", "U+0007"), ("a\u{202a}b\u{202c}", "U+202A")] {
            for body in [activity(text), with(activity("A"), json!({"place": {"city": text}})), with(activity("A"), json!({"sources": [{"note": text}]}))] {
                let problem = officer.post(PATH, &body).refused(422, "invalid");
                assert!(problem.body["errors"][0]["code"] == "control_character" && problem.body["errors"][0]["detail"].as_str().unwrap().contains(found), "{}", problem.body);
            }
            server.public().get(&format!("{PATH}?q={text}")).refused(422, "invalid").names("q", "control_character");
        }
    }

    fn a_text_that_is_empty_without_what_cannot_be_seen_is_empty(server: &Server) {
        let officer = server.officer();
        for nothing in ["\u{200b}", "\u{3164}", " \u{2066}\u{2069}\u{feff}\u{a0}", "\u{1}"] {
            officer.post(PATH, &with(activity(nothing), json!({"code": nothing, "notes": nothing}))).refused(422, "invalid")
                .names_exactly(&[("/title/en", "empty"), ("/code", "empty"), ("/notes", "empty")]);
            server.public().get(&format!("{PATH}?q={nothing}")).refused(422, "invalid").names("q", "empty");
        }
    }

    fn search_and_comparison_ignore_what_cannot_be_seen(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&activity("Sta\u{ad}tistical lite\u{200b}racy"));
        for q in ["statistical literacy", "sta\u{200d}tistical", "LITERACY\u{200e}"] {
            let found = server.public().get(&format!("{PATH}?q={q}")).expect(200).json();
            assert_eq!(every(&found["items"], "id"), [made["id"].as_str().unwrap()], "{q:?}");
        }
        let person = json!({"name": "Luc Andre", "email": "luc@example.org"});
        officer.post("/api/v1/participants", &person).expect(201);
        assert_eq!(imported(server, Kind::Participants, "name,email\nLuc\u{200b} Andre,LUC@\u{200e}example.org\n\u{200b},\u{feff}\n"), "0 created, 1 changed, 0 unchanged");
    }
}
