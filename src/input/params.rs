//! A query string, parameter by parameter, with the same manners as a body. A parameter that is unknown or cannot be
//! read as its type makes the request unreadable (400); one that reads and names something unknown is invalid (422).

use std::cell::RefCell;
use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use super::{Code, SUGGESTED, shorten};
use crate::error::{Error, Fault};
use crate::text;
use crate::time::PartialDate;

/// The parameter that holds free text.
const SEARCH: &str = "q";

/// How many values one parameter may list.
const TERMS: usize = 50;

/// The parameters of one request.
#[derive(Debug, Default)]
pub struct Params {
    given: Vec<(String, String)>,
    known: RefCell<Vec<&'static str>>,
    unreadable: RefCell<Vec<Fault>>,
    invalid: RefCell<Vec<Fault>>,
}

impl Params {
    /// Splits and decodes; bytes that are not UTF-8 are unreadable, NUL and control characters that are left not valid. Every
    /// value but the words to search for is a code, a number or a date and read as such.
    pub fn parse(query: &str) -> Result<Self, Error> {
        let mut params = Self::default();
        let decode = |part: &str| {
            percent_decode_str(&part.replace('+', " "))
                .decode_utf8()
                .map(std::borrow::Cow::into_owned)
                .ok()
        };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (decode(name), decode(value)) {
                (Some(name), Some(value)) if !name.chars().any(char::is_control) => {
                    let value = if name == SEARCH {
                        text::tidy(&value)
                    } else {
                        text::plain(&value)
                    };
                    let control = value.chars().find(|c| c.is_control());
                    match text::refused(&value).or(control) {
                        None => params.given.push((name, value)),
                        Some(refused) => params
                            .invalid
                            .borrow_mut()
                            .push(Fault::parameter(name, "control_character").with("character", text::name(refused))),
                    }
                }
                (Some(name), None) if !name.chars().any(char::is_control) => {
                    params.unreadable.borrow_mut().push(Fault::parameter(name, "not_text"));
                }
                _ => params.unreadable.borrow_mut().push(Fault::new("not_text")),
            }
        }
        Ok(params)
    }

    /// From pairs that are already decoded.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            given: pairs.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The parameters of these names alone, for another reader; they count as known here.
    #[must_use]
    pub fn only(&self, names: &[&'static str]) -> Self {
        self.known.borrow_mut().extend(names);
        let wanted = |(name, _): &&(String, String)| names.contains(&name.as_str());
        Self::from_pairs(self.given.iter().filter(wanted).cloned())
    }

    /// Takes over what another reader of the same request found wrong.
    pub fn take_faults(&self, other: Self) {
        self.unreadable.borrow_mut().append(&mut other.unreadable.into_inner());
        self.invalid.borrow_mut().append(&mut other.invalid.into_inner());
    }

    /// The same without one of them, which somebody else reads.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let others = self.given.iter().filter(|(given, _)| given != name);
        Self {
            given: others.cloned().collect(),
            known: RefCell::default(),
            unreadable: self.unreadable.clone(),
            invalid: self.invalid.clone(),
        }
    }

    /// A short mark of all that was given but these parameters, in whatever order; empty where nothing else was.
    pub fn fingerprint(&self, without: &[&str]) -> String {
        let others = self.given.iter().filter(|(name, _)| !without.contains(&name.as_str()));
        let mut others: Vec<String> = others.map(|(name, value)| format!("{name}={value}")).collect();
        if others.is_empty() {
            return String::new();
        }
        others.sort();
        let digest = Sha256::digest(others.join("&"));
        format!("#{}", text::hex(digest.get(..4).unwrap_or_default()))
    }

    /// Adds a fault of a value that cannot be read as its type.
    pub fn unreadable(&self, fault: Fault) {
        self.unreadable.borrow_mut().push(fault);
    }

    /// Adds a fault of a value that reads and is wrong.
    pub fn invalid(&self, fault: Fault) {
        self.invalid.borrow_mut().push(fault);
    }

    /// Whether the parameter was given at all.
    pub fn has(&self, name: &'static str) -> bool {
        self.known.borrow_mut().push(name);
        self.given.iter().any(|(given, _)| given == name)
    }

    /// The one value of a parameter; twice is a fault.
    pub fn single(&self, name: &'static str) -> Option<&str> {
        self.known.borrow_mut().push(name);
        let mut values = self
            .given
            .iter()
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            self.unreadable(Fault::parameter(name, "repeated"));
        }
        first
    }

    /// All values of a parameter, whether repeated or separated by commas; an empty one is a fault, and so are more than 50,
    /// of which only the first 50 are read.
    pub fn many(&self, name: &'static str) -> Vec<&str> {
        self.known.borrow_mut().push(name);
        let mut values: Vec<&str> = self
            .given
            .iter()
            .filter(|(given, _)| given == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .collect();
        if values.iter().any(|v| v.is_empty()) {
            self.invalid(Fault::parameter(name, "empty"));
        }
        if values.len() > TERMS {
            self.invalid(Fault::parameter(name, "too_many").with("most", TERMS));
            values.truncate(TERMS);
        }
        values
    }

    /// All values of a closed list of codes.
    pub fn codes<C: Code>(&self, name: &'static str) -> Vec<C> {
        self.many(name)
            .into_iter()
            .filter(|value| !value.is_empty())
            .filter_map(|value| {
                C::read(value, |code| Fault::parameter(name, code))
                    .map_err(|fault| self.invalid(fault))
                    .ok()
            })
            .collect()
    }

    /// One code of a closed list.
    pub fn code<C: Code>(&self, name: &'static str) -> Option<C> {
        let value = self.single(name)?;
        C::read(value, |code| Fault::parameter(name, code))
            .map_err(|fault| self.invalid(fault))
            .ok()
    }

    /// A whole number in a range; more is refused, not clipped.
    pub fn integer(&self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        self.read_integer(name, self.single(name)?, range)
    }

    /// All values of a parameter that are whole numbers in a range.
    pub fn integers(&self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
        self.many(name)
            .into_iter()
            .filter(|value| !value.is_empty())
            .filter_map(|value| self.read_integer(name, value, range.clone()))
            .collect()
    }

    /// One value of a parameter as a whole number in a range; what is not one is kept as a fault.
    pub fn read_integer(&self, name: &'static str, value: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let digits = value.strip_prefix('-').unwrap_or(value);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            self.unreadable(Fault::parameter(name, "not_a_number").with("value", shorten(value)));
            return None;
        }
        // A number that does not fit lies outside of every range.
        let beyond = if value.starts_with('-') { i64::MIN } else { i64::MAX };
        let number = value.parse().unwrap_or(beyond);
        if !range.contains(&number) {
            let nearest = number.clamp(*range.start(), *range.end());
            self.invalid(
                Fault::parameter(name, "out_of_range")
                    .with("least", range.start())
                    .with("most", range.end())
                    .nearest(Some(nearest.to_string())),
            );
            return None;
        }
        Some(number)
    }

    /// One value of a parameter as a language tag: any language, but of the form of BCP 47.
    pub fn read_language(&self, name: &'static str, value: &str) -> Option<String> {
        if !text::is_language_tag(value) {
            let fault = Fault::parameter(name, "not_a_language").with("value", shorten(value));
            self.unreadable(fault.nearest(text::nearest_language_tag(value)));
            return None;
        }
        Some(value.to_owned())
    }

    /// All values of a parameter that are language tags.
    pub fn languages(&self, name: &'static str) -> Vec<String> {
        let values = self.many(name).into_iter().filter(|value| !value.is_empty());
        values.filter_map(|value| self.read_language(name, value)).collect()
    }

    /// `true` or `false` (also `1` and `0`).
    pub fn flag(&self, name: &'static str) -> Option<bool> {
        match self.single(name)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            other => {
                self.unreadable(Fault::parameter(name, "not_a_flag").with("value", shorten(other)));
                None
            }
        }
    }

    /// A day, month or year.
    pub fn partial_date(&self, name: &'static str) -> Option<PartialDate> {
        let value = self.single(name)?;
        let date = PartialDate::parse(value);
        if date.is_none() {
            // The 30th of February reads as a date and is none; anything of another form does not read at all.
            let reads = value.split('-').count() <= 3 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            let fault = Fault::parameter(name, "not_a_partial_date").with("value", shorten(value));
            if reads {
                self.invalid(fault);
            } else {
                self.unreadable(fault);
            }
        }
        date
    }

    /// A text to search for, of 1 to 200 characters.
    pub fn search(&self, name: &'static str) -> Option<&str> {
        let value = self.single(name)?;
        match value.chars().count() {
            1..=200 => Some(value),
            0 => {
                self.invalid(Fault::parameter(name, "empty"));
                None
            }
            n => {
                self.invalid(Fault::parameter(name, "too_long").with("length", n).with("most", 200));
                None
            }
        }
    }

    /// Ends the reading: refuses unknown parameters, and everything that was wrong, at once.
    pub fn finish(&self) -> Result<(), Error> {
        let known = self.known.borrow();
        let mut unreadable = self.unreadable.borrow().clone();
        let mut seen = HashSet::new();
        for (name, _) in &self.given {
            if !known.contains(&name.as_str()) && seen.insert(name) {
                let suggests = unreadable.len() < SUGGESTED;
                let nearest = suggests.then(|| text::nearest(name, known.iter().copied())).flatten();
                unreadable.push(
                    Fault::parameter(shorten(name), "unknown_parameter")
                        .with("name", shorten(name))
                        .nearest(nearest),
                );
            }
        }
        let invalid = self.invalid.borrow().clone();
        match (unreadable.is_empty(), invalid.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(Error::Invalid(invalid)),
            (false, _) => Err(Error::Unreadable(unreadable.into_iter().chain(invalid).collect())),
        }
    }
}
