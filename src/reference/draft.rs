//! The parts of a body that several kinds share: periods, aliases, addresses, external ids, codes.

use serde_json::{Value, json};

use crate::directory::{CODE_LONGEST, code_is_fit, own_code};
use crate::error::Fault;
use crate::input::{self, Object};
use crate::text::{fold, is_language_tag};
use crate::time::PartialDate;

/// Members that only the service sets.
const READ_ONLY: [&str; 4] = ["id", "version", "created_at", "updated_at"];

/// A half-open period: from the first day it holds to the first day it does not; `None` is open. A month or a year
/// means its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
}

impl Period {
    /// Reads the members `from` and `to`; one that does not begin before it ends is a fault.
    pub fn read(object: &Object<'_, '_>) -> Self {
        let (from, to) = (object.partial_date("from"), object.partial_date("to"));
        if let (Some(from), Some(to)) = (from, to)
            && from.first() >= to.first()
        {
            object.add(Fault::at(object.pointer("to"), "empty_period").with("from", from));
        }
        Self { from, to }
    }

    /// Whether it holds on that day.
    pub fn holds_on(self, day: chrono::NaiveDate) -> bool {
        self.from.is_none_or(|from| from.first() <= day) && self.to.is_none_or(|to| day < to.first())
    }

    /// Whether some day belongs to both.
    pub fn overlaps(self, other: Self) -> bool {
        let before = |end: Option<PartialDate>, start: Option<PartialDate>| {
            end.zip(start).is_some_and(|(end, start)| end.first() <= start.first())
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// `from` as stated.
    pub fn start_text(self) -> Option<String> {
        self.from.map(|date| date.to_string())
    }

    /// `to` as stated.
    pub fn end_text(self) -> Option<String> {
        self.to.map(|date| date.to_string())
    }

    /// Sorts periods by their beginning, open ones first.
    pub fn order(self) -> Option<chrono::NaiveDate> {
        self.from.map(PartialDate::first)
    }
}

/// Says which periods of a list overlap; `pointers` are those of the list's elements.
pub fn no_overlap(object: &Object<'_, '_>, periods: &[(String, Period)]) {
    for (i, (pointer, period)) in periods.iter().enumerate() {
        if periods.iter().take(i).any(|(_, earlier)| earlier.overlaps(*period)) {
            object.add(Fault::at(pointer.clone(), "overlapping_periods"));
        }
    }
}

/// Another name, with the time in which it was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    pub alias: String,
    pub lang: Option<String>,
    pub period: Period,
}

impl Alias {
    /// As searches compare it.
    pub fn folded(&self) -> String {
        fold(&self.alias)
    }

    /// The JSON form.
    pub fn to_json(&self) -> Value {
        json!({"alias": self.alias, "lang": self.lang, "from": self.period.start_text(), "to": self.period.end_text()})
    }
}

/// Reads the list `aliases`, each once.
pub fn aliases(object: &Object<'_, '_>) -> Vec<Alias> {
    let mut found: Vec<Alias> = Vec::new();
    for (pointer, item) in object.list("aliases", 200) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let alias = entry.text("alias", 500);
        let alias = entry.required("alias", alias);
        let lang = entry.code_text("lang", 35).filter(|tag| {
            let fault = || Fault::at(entry.pointer("lang"), "not_a_language").with("value", tag);
            entry.fits(is_language_tag(tag), fault)
        });
        let period = Period::read(&entry);
        entry.finish();
        if let Some(alias) = alias {
            let alias = Alias { alias, lang, period };
            if found.contains(&alias) {
                object.add(Fault::at(pointer, "duplicate"));
            } else {
                found.push(alias);
            }
        }
    }
    found
}

/// Reads a web address.
pub fn url(object: &Object<'_, '_>, name: &'static str) -> Option<String> {
    object.text(name, 2_000).filter(|url| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let fit = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
        object.fits(fit, || Fault::at(object.pointer(name), "not_a_url"))
    })
}

/// Takes the members that only the service sets when they equal what is stated.
pub fn read_only(object: &Object<'_, '_>, stated: Option<&Value>) {
    input::read_only(object, &READ_ONLY, stated);
}

/// Reads the member `code`, which must be there.
pub fn code(object: &Object<'_, '_>, stated: Option<&Value>) -> Option<String> {
    let code = own_code(object, stated);
    object.required("code", code)
}

/// A code that a change must leave as it is: what refers to the record names it by that code.
pub fn fixed(object: &Object<'_, '_>, name: &'static str, code: Option<&str>, stated: Option<&Value>) {
    let stated = stated.and_then(|document| document.get(name)).and_then(Value::as_str);
    if let (Some(code), Some(stated)) = (code, stated)
        && code != stated
    {
        object.fault(name, "fixed_code");
    }
}

/// How many codes a record may have had before: a rename adds one, so that what was read can always be sent back.
pub const MOST_FORMER_CODES: usize = 1_000;

/// Reads the list `former_codes`, each once.
pub fn former_codes(object: &Object<'_, '_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (pointer, code) in object.code_texts("former_codes", MOST_FORMER_CODES, CODE_LONGEST) {
        if found.contains(&code) {
            object.add(Fault::at(pointer, "duplicate"));
        } else if code_is_fit(object, "former_codes", &code) {
            found.push(code);
        }
    }
    found
}

/// What `q=` searches: everything that a record is called, folded.
pub fn search_text<'a>(names: &crate::text::Multilingual, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = names.folded();
    for word in words {
        text.push_str(" \u{1f} ");
        text.push_str(&fold(word));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period {
            from: PartialDate::parse(from),
            to: PartialDate::parse(to),
        }
    }

    #[test]
    fn periods_that_only_touch_do_not_overlap() {
        assert!(!period("1969", "1979-05").overlaps(period("1979-05", "1984")));
        assert!(!period("1984", "").overlaps(period("", "1984-01-01")));
        assert!(period("1969", "1979-06").overlaps(period("1979-05", "1984")));
        assert!(period("", "").overlaps(period("2000", "2001")));
    }

    #[test]
    fn a_period_holds_from_its_first_day_to_the_day_before_its_end() {
        let day = |text: &str| crate::time::parse_day(text).unwrap();
        let suspended = period("2012-08-15", "2025-03");
        assert!(!suspended.holds_on(day("2012-08-14")));
        assert!(suspended.holds_on(day("2012-08-15")) && suspended.holds_on(day("2025-02-28")));
        assert!(!suspended.holds_on(day("2025-03-01")));
    }
}
