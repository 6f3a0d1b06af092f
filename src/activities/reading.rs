//! Documents of before, as they were meant. Versions are kept as they were written; those written before completeness had
//! three answers say `true` where nothing was stated: of a roster that is not there, and of countries of which none is named.

use serde_json::Value;

/// The mark of this reading in `ETag`s: what was read otherwise is read again.
pub const MARK: &str = "r2";

/// The same of a statement: what it says of completeness changes with the countries and the roster beside it, and its
/// version does not.
pub fn mark_of_statement(document: &str) -> String {
    let says = |name: &str| {
        let of = |answer: &&&str| document.contains(&format!("\"{name}\":{answer}"));
        ["true", "false", "null"]
            .iter()
            .find(of)
            .map_or("", |answer| answer.get(..1).unwrap_or_default())
    };
    format!("{MARK}{}{}", says("countries_complete"), says("roster_complete"))
}

/// A document as it is read now. One that was written since is left as it is.
pub fn as_read_today(document: String) -> String {
    if !(says_of_no_roster(&document) || says_of_no_country(&document)) {
        return document;
    }
    let Ok(mut read) = serde_json::from_str::<Value>(&document) else {
        return document;
    };
    let names = names_countries(&read);
    let Some(counts) = read.get_mut("counts").and_then(Value::as_object_mut) else {
        return document;
    };
    if counts.get("rostered").and_then(Value::as_i64) == Some(0) {
        counts.insert("roster_complete".into(), Value::Null);
        if !names {
            counts.insert("countries_complete".into(), Value::Null);
        }
    }
    read.to_string()
}

/// Whether it may say that a roster is complete that is not there.
fn says_of_no_roster(document: &str) -> bool {
    document.contains(r#""rostered":0"#) && !document.contains(r#""roster_complete":null"#)
}

/// Whether it may say that countries are complete of which none is named.
fn says_of_no_country(document: &str) -> bool {
    let listed = document
        .split_once(r#""countries":["#)
        .and_then(|(_, rest)| rest.split_once(']'));
    let sends = |(list, _): (&str, &str)| {
        [r#""beneficiary""#, r#""attending""#]
            .iter()
            .any(|role| list.contains(role))
    };
    !document.contains(r#""countries_complete":null"#)
        && document.contains(r#""rostered":0"#)
        && (!listed.is_some_and(sends) || document.contains(r#""participants":0"#))
}

/// Whether a country is named as having sent people, by the list or a cell.
fn names_countries(document: &Value) -> bool {
    let list = |pointer: &str| {
        document
            .pointer(pointer)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let word = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = |cell: &Value| cell.get("participants").and_then(Value::as_u64).unwrap_or(0);
    let whole = |cell: &&Value| word(cell, "sex").is_none() && word(cell, "agency").is_none();
    let none = list("/counts/cells").filter(whole).filter(|cell| number(cell) == 0);
    let barred: Vec<String> = none.filter_map(|cell| word(cell, "country")).collect();
    let sends = |line: &&Value| matches!(word(line, "role").as_deref(), Some("beneficiary" | "attending"));
    let mut listed = list("/countries")
        .filter(sends)
        .filter_map(|line| word(line, "country"));
    listed.any(|country| !barred.contains(&country))
        || list("/counts/cells").any(|cell| word(cell, "country").is_some() && number(cell) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Value {
        serde_json::from_str(&as_read_today(document.to_owned())).unwrap()
    }

    #[test]
    fn what_was_no_statement_is_none() {
        let before = r#"{"countries":[],"counts":{"countries":null,"countries_complete":true,"roster_complete":true,"cells":[],"rostered":0}}"#;
        let counts = &read(before)["counts"];
        assert!(
            counts["countries_complete"].is_null() && counts["roster_complete"].is_null(),
            "{counts}"
        );
        assert_eq!(
            as_read_today(as_read_today(before.to_owned())),
            as_read_today(before.to_owned())
        );
        let host = before.replace("[],\"counts\"", r#"[{"country":"TUR","role":"host"}],"counts""#);
        assert!(read(&host)["counts"]["countries_complete"].is_null());
    }

    #[test]
    fn what_was_stated_of_countries_and_rosters_stays() {
        let named = r#"{"countries":[{"country":"TUR","role":"attending"}],"counts":{"countries_complete":false,"roster_complete":true,"cells":[],"rostered":0}}"#;
        let counts = &read(named)["counts"];
        assert_eq!(
            (&counts["countries_complete"], &counts["roster_complete"]),
            (&Value::Bool(false), &Value::Null)
        );
        let rostered = named.replace(r#""rostered":0"#, r#""rostered":3"#);
        assert_eq!(as_read_today(rostered.clone()), rostered);
        let by_cell = r#"{"countries":[],"counts":{"countries_complete":true,"roster_complete":null,"cells":[{"country":"TUR","participants":2}],"rostered":0}}"#;
        assert_eq!(read(by_cell)["counts"]["countries_complete"], true);
    }
}
