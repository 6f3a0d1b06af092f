//! What holds for every input, not only for examples.

use proptest::prelude::*;
use qudra::input::json::read;
use qudra::input::patch::merged;
use qudra::paging::Cursor;
use qudra::text::{Multilingual, code, containing, fold, is_invisible, refused, tidy};
use qudra::time::{PartialDate, parse_day};
use serde_json::{Map, Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c]", inner, 0..4).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-d]", any_json(), 0..5).prop_map(|m| Value::Object(m.into_iter().collect()))
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, v)| !v.is_null());
            Value::Object(kept.map(|(k, v)| (k.clone(), without_nulls(v))).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// RFC 7396 as its pseudocode has it.
fn by_the_book(target: Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut members = match target {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else {
            let before = members.remove(name).unwrap_or(Value::Null);
            members.insert(name.clone(), by_the_book(before, change));
        }
    }
    Value::Object(members)
}

/// A character that cannot be seen.
fn mark() -> impl Strategy<Value = char> {
    prop::sample::select(
        "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{fe0f}\u{1}\u{e0041}"
            .chars()
            .collect::<Vec<_>>(),
    )
}

/// Letters, spaces and marks in any order.
fn marked() -> impl Strategy<Value = String> {
    let other = prop::sample::select("aZ1٣Ｆé\u{301}دة \u{a0}\n-".chars().collect::<Vec<_>>());
    prop::collection::vec(prop_oneof![mark(), other], 0..14).prop_map(|c| c.into_iter().collect())
}

proptest! {
    /// But for one thing: what would clear a member that is not there is kept as null, which readers take for absent, so
    /// that they can refuse a name that they do not know.
    #[test]
    fn a_merge_patch_does_what_the_rfc_says(target in any_object(), patch in any_object()) {
        let merged = merged(&target, &patch).unwrap();
        prop_assert_eq!(without_nulls(&merged), without_nulls(&by_the_book(target, &patch)));
        prop_assert!(patch.as_object().unwrap().keys().filter(|name| patch[name.as_str()].is_null()).all(|name| merged.get(name).is_none_or(Value::is_null)));
    }

    #[test]
    fn a_merge_patch_twice_is_the_same_as_once(target in any_object(), patch in any_object()) {
        let once = merged(&target, &patch).unwrap();
        prop_assert_eq!(without_nulls(&merged(&once, &patch).unwrap()), without_nulls(&once));
    }

    #[test]
    fn an_empty_patch_changes_nothing_and_any_object_can_be_reached(target in any_object(), goal in any_object()) {
        prop_assert_eq!(&merged(&target, &json!({})).unwrap(), &target);
        let goal = without_nulls(&goal);
        let mut patch = goal.clone();
        for name in target.as_object().unwrap().keys() {
            if goal.get(name).is_none() {
                patch[name] = Value::Null;
            }
        }
        let reached = merged(&target, &patch).unwrap();
        prop_assert!(reached.as_object().unwrap().keys().all(|name| goal.get(name).is_some()));
    }

    #[test]
    fn json_without_doubles_is_read_as_any_parser_reads_it(value in any_json()) {
        prop_assert_eq!(read(value.to_string().as_bytes()).unwrap(), value);
    }

    #[test]
    fn no_bytes_make_the_reader_of_json_fall(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        drop(read(&bytes));
    }

    #[test]
    fn a_text_is_tidied_once_and_its_ends_can_be_seen(text in marked()) {
        let tidied = tidy(&text);
        prop_assert_eq!(tidy(&tidied), tidied.clone());
        let seen = |c: char| !is_invisible(c) && !c.is_whitespace();
        prop_assert_eq!(tidied.is_empty(), !text.chars().any(seen));
        let half = |c: char| ('\u{2066}'..='\u{2069}').contains(&c);
        for end in [tidied.chars().next(), tidied.chars().next_back()].into_iter().flatten() {
            prop_assert!(seen(end) || half(end), "{:?}", tidied);
        }
        // Isolates are never parted: taking off the ends makes no text unfit that was fit.
        prop_assert!(refused(&text).is_some() || refused(&tidied).is_none(), "{:?}", tidied);
    }

    #[test]
    fn marks_make_no_other_code_and_count_in_no_comparison(word in "[A-Z0-9]{1,8}", marks in prop::collection::vec((0..9_usize, mark()), 0..6)) {
        let mut marked: Vec<char> = word.chars().collect();
        for (at, mark) in marks {
            marked.insert(at.min(marked.len()), mark);
        }
        let marked: String = marked.into_iter().collect();
        prop_assert_eq!(code(&marked), word.clone());
        prop_assert_eq!(fold(&marked), fold(&word));
        let wide: String = word.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        prop_assert_eq!(code(&wide), word);
    }

    #[test]
    fn a_code_is_cleaned_once_and_holds_nothing_that_cannot_be_seen(text in marked()) {
        let cleaned = code(&text);
        prop_assert_eq!(code(&cleaned), cleaned.clone());
        prop_assert!(!cleaned.chars().any(is_invisible), "{:?}", cleaned);
        prop_assert_eq!(fold(&cleaned), fold(&text));
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text), "{:?}", text);
    }

    #[test]
    fn folding_forgets_case_and_composition(text in "[a-zA-ZçÇğĞöÖşŞüÜéèêàâîïô ]{0,30}") {
        use unicode_normalization::UnicodeNormalization as _;
        prop_assert_eq!(fold(&text.to_uppercase()), fold(&text.to_lowercase()));
        prop_assert_eq!(fold(&text.nfd().collect::<String>()), fold(&text.nfc().collect::<String>()));
    }

    #[test]
    fn a_pattern_has_no_wildcard_but_its_own(text in "\\PC{0,30}") {
        let pattern = containing(&text);
        let inside = &pattern[1..pattern.len() - 1];
        let folded = fold(&text);
        let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
        if !words.is_empty() {
            // Letters and digits stand for themselves, and what is between them for any one character.
            let expected: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
            prop_assert_eq!(inside, expected);
            return Ok(());
        }
        let mut escaped = false;
        for c in inside.chars() {
            prop_assert!(escaped || !matches!(c, '%' | '_'), "{}", pattern);
            escaped = c == '\\' && !escaped;
        }
        prop_assert!(!escaped);
    }

    #[test]
    fn a_partial_date_is_written_as_it_was_read(year in 1900_i32..=2200, month in 1_u32..=12, day in 1_u32..=31) {
        for text in [format!("{year}"), format!("{year}-{month:02}"), format!("{year}-{month:02}-{day:02}")] {
            if let Some(date) = PartialDate::parse(&text) {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date.first() <= date.last());
            } else {
                prop_assert!(day > 28 && text.len() == 10, "{}", text);
            }
        }
    }

    #[test]
    fn finer_dates_lie_inside_coarser_ones(year in 1900_i32..=2200, month in 1_u32..=12, day in 1_u32..=28) {
        let read = |text: String| PartialDate::parse(&text).unwrap();
        let (year, month, day) = (read(format!("{year}")), read(format!("{year}-{month:02}")), read(format!("{year}-{month:02}-{day:02}")));
        prop_assert!(year.first() <= month.first() && month.last() <= year.last());
        prop_assert!(month.first() <= day.first() && day.last() <= month.last());
    }

    #[test]
    fn nothing_but_a_date_is_a_date(text in "[0-9 +:/٠-٩-]{0,12}") {
        if let Some(day) = parse_day(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn a_cursor_is_read_back_as_it_was_written(key in any::<i64>(), value in "\\PC{0,40}", sort in "-?[a-z_]{1,10}") {
        let cursor = Cursor { sort: sort.clone(), value, key };
        let text = cursor.encode();
        prop_assert!(text.bytes().all(|b| b.is_ascii_hexdigit()));
        prop_assert_eq!(Cursor::decode(&text, &sort), Some(cursor));
        prop_assert_eq!(Cursor::decode(&text, "another"), None);
    }

    #[test]
    fn no_text_makes_the_reader_of_cursors_fall(text in "\\PC{0,60}") {
        drop(Cursor::decode(&text, "-start"));
    }

    #[test]
    fn a_text_in_several_languages_survives_the_database(en in "\\PC{1,20}", ar in "\\PC{1,20}") {
        let text = Multilingual([("en".to_owned(), en), ("ar".to_owned(), ar)].into());
        prop_assert_eq!(Multilingual::from_json(&text.to_json()), text);
    }
}
