//! A body, member by member: each method takes one member, says what is wrong with it where it is, and goes on.

use std::cell::RefCell;

use serde_json::{Map, Value};

use super::read_only::is_instant_of;
use super::{Code, Faults, shorten};
use crate::error::{At, Fault};
use crate::text::{self, Lang, Multilingual};
use crate::time;

/// How many characters of a pointer a fault repeats.
const LONGEST_POINTER: usize = 300;

/// A JSON object being read. Whatever is asked for is known; [`Object::finish`] refuses the rest.
pub struct Object<'v, 'f> {
    members: Option<&'v Map<String, Value>>,
    pointer: String,
    known: RefCell<Vec<&'static str>>,
    faults: &'f RefCell<Faults>,
}

/// A list being read: its elements with their pointers.
pub type Items<'v> = Vec<(String, &'v Value)>;

/// A member that a client may send back as it read it, and not change.
pub type ReadOnly<'a> = (&'static str, &'a Value);

impl<'v, 'f> Object<'v, 'f> {
    /// Opens `value` as an object at `pointer` (empty for the whole body); anything else is a fault.
    pub fn open(value: &'v Value, pointer: impl Into<String>, faults: &'f RefCell<Faults>) -> Self {
        let pointer = pointer.into();
        let members = value.as_object();
        if members.is_none() {
            faults
                .borrow_mut()
                .add(Fault::at(pointer.clone(), "wrong_type").with("expected", "object"));
        }
        Self {
            members,
            pointer,
            known: RefCell::new(Vec::new()),
            faults,
        }
    }

    /// The pointer of a member.
    pub fn pointer(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, name.replace('~', "~0").replace('/', "~1"))
    }

    /// Adds a fault of a member.
    pub fn fault(&self, name: &str, code: &'static str) {
        self.add(Fault::at(self.pointer(name), code));
    }

    /// Adds a fault.
    pub fn add(&self, fault: Fault) {
        self.faults.borrow_mut().add(fault);
    }

    /// Keeps a value, or its fault.
    pub fn ok_or_fault<T>(&self, outcome: Result<T, Fault>) -> Option<T> {
        self.faults.borrow_mut().ok_or_fault(outcome)
    }

    /// The faults, for objects inside this one.
    pub fn faults(&self) -> &'f RefCell<Faults> {
        self.faults
    }

    /// Whether what is read is stored already, so that nothing of it may be lost: see [`Faults::of`].
    pub fn is_stored(&self) -> bool {
        self.faults.borrow().is_stored(&self.pointer)
    }

    /// Whether all of these members are stored already, so that what they are to each other is not checked again.
    pub fn are_stored(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has_stored(name))
    }

    fn has_stored(&self, name: &str) -> bool {
        self.faults.borrow().is_stored(&self.pointer(name))
    }

    /// Whether a value may be kept: it is fit, or stored already; otherwise its fault is added.
    pub fn fits(&self, is_fit: bool, fault: impl FnOnce() -> Fault) -> bool {
        if is_fit {
            return true;
        }
        let fault = fault();
        let mut faults = self.faults.borrow_mut();
        let is_stored = matches!(&fault.at, Some(At::Pointer(pointer)) if faults.is_stored(pointer));
        if !is_stored {
            faults.insist(fault);
        }
        is_stored
    }

    /// A member as it is; absent and null are both `None`.
    pub fn value(&self, name: &'static str) -> Option<&'v Value> {
        self.given(name).filter(|v| !v.is_null())
    }

    /// A member as it is; null is there, absent is not.
    pub fn given(&self, name: &'static str) -> Option<&'v Value> {
        self.known.borrow_mut().push(name);
        self.members?.get(name)
    }

    /// Says that a member must be there.
    pub fn required<T>(&self, name: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.value(name).is_none() && self.members.is_some() {
            self.fault(name, "required");
        }
        value
    }

    fn wrong_type(&self, name: &str, expected: &'static str) {
        self.add(Fault::at(self.pointer(name), "wrong_type").with("expected", expected));
    }

    /// A free text of 1 to `longest` characters as [`text::tidy`] stores it, without what [`text::refused`] names. An empty
    /// one is a fault: leave it out, or send null.
    pub fn text(&self, name: &'static str, longest: usize) -> Option<String> {
        self.text_of(self.value(name)?, self.pointer(name), longest, Text::Free)
    }

    /// A text that is compared with others, such as a code, as [`text::code`] makes it.
    pub fn code_text(&self, name: &'static str, longest: usize) -> Option<String> {
        self.text_of(self.value(name)?, self.pointer(name), longest, Text::Code)
    }

    fn text_of(&self, value: &Value, pointer: String, longest: usize, text: Text) -> Option<String> {
        if self.faults.borrow().is_stored(&pointer) {
            return value.as_str().map(str::to_owned);
        }
        self.ok_or_fault(text_of(value, pointer, longest, text))
    }

    /// A code of a closed list.
    pub fn code<C: Code>(&self, name: &'static str) -> Option<C> {
        if let Value::String(code) = self.value(name)? {
            self.ok_or_fault(C::read(code, |c| Fault::at(self.pointer(name), c)))
        } else {
            self.wrong_type(name, "string");
            None
        }
    }

    /// A whole number in a range. `12.0` is a whole number.
    pub fn integer(&self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(name)?;
        let Some(number) = whole(value) else {
            self.wrong_type(name, "integer");
            return None;
        };
        if range.contains(&number) || self.has_stored(name) {
            return Some(number);
        }
        self.add(
            Fault::at(self.pointer(name), "out_of_range")
                .with("least", range.start())
                .with("most", range.end()),
        );
        None
    }

    /// A number in a range.
    pub fn number(&self, name: &'static str, least: f64, most: f64) -> Option<f64> {
        let value = self.value(name)?;
        let Some(number) = value.as_f64() else {
            self.wrong_type(name, "number");
            return None;
        };
        if (least..=most).contains(&number) || self.has_stored(name) {
            return Some(number);
        }
        self.add(
            Fault::at(self.pointer(name), "out_of_range")
                .with("least", least)
                .with("most", most),
        );
        None
    }

    /// True or false.
    pub fn flag(&self, name: &'static str) -> Option<bool> {
        let value = self.value(name)?;
        if value.as_bool().is_none() {
            self.wrong_type(name, "boolean");
        }
        value.as_bool()
    }

    /// A day, `YYYY-MM-DD`.
    pub fn day(&self, name: &'static str) -> Option<chrono::NaiveDate> {
        let value = self.value(name)?;
        let Some(given) = value.as_str() else {
            self.wrong_type(name, "string");
            return None;
        };
        let day = time::parse_day(&text::plain(given));
        if day.is_none() {
            self.add(Fault::at(self.pointer(name), "not_a_date").with("value", shorten(given)));
        }
        day
    }

    /// A list of at most `most` days, each with its pointer; `None` where one is none.
    pub fn days(&self, name: &'static str, most: usize) -> Option<Vec<(String, chrono::NaiveDate)>> {
        let before = self.faults.borrow().found.len();
        let read = |(pointer, item): (String, &'v Value)| {
            let Some(given) = item.as_str() else {
                self.add(Fault::at(pointer, "wrong_type").with("expected", "string"));
                return None;
            };
            let day = time::parse_day(&text::plain(given));
            if day.is_none() {
                self.add(Fault::at(pointer.clone(), "not_a_date").with("value", shorten(given)));
            }
            day.map(|day| (pointer, day))
        };
        let days = self.list(name, most).into_iter().filter_map(read).collect();
        (self.faults.borrow().found.len() == before).then_some(days)
    }

    /// A day, month or year: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`.
    pub fn partial_date(&self, name: &'static str) -> Option<time::PartialDate> {
        let value = self.value(name)?;
        let Some(given) = value.as_str() else {
            self.wrong_type(name, "string");
            return None;
        };
        let date = time::PartialDate::parse(&text::plain(given));
        if date.is_none() {
            self.add(Fault::at(self.pointer(name), "not_a_partial_date").with("value", shorten(given)));
        }
        date
    }

    /// A text in several languages: an object of `en`, `ar`, `fr`, one at least.
    pub fn multilingual(&self, name: &'static str, longest: usize) -> Option<Multilingual> {
        let value = self.value(name)?;
        let Some(members) = value.as_object() else {
            self.wrong_type(name, "object");
            return None;
        };
        let mut texts = Multilingual::default();
        let mut whole = true;
        for (tag, text) in members {
            let pointer = format!("{}/{}", self.pointer(name), tag.replace('~', "~0").replace('/', "~1"));
            if !self.has_stored(name) && !Lang::ALL.iter().any(|lang| lang.tag() == tag) {
                let nearest = self.nearest(tag, &Lang::ALL.map(Lang::tag));
                self.add(
                    Fault::at(shorten_pointer(pointer), "unknown_language")
                        .with("value", shorten(tag))
                        .nearest(nearest),
                );
                whole = false;
            } else if !text.is_null() {
                match self.text_of(text, pointer, longest, Text::Free) {
                    Some(text) => drop(texts.0.insert(tag.clone(), text)),
                    None => whole = false,
                }
            }
        }
        if texts.0.is_empty() && whole {
            self.fault(name, "required");
            return None;
        }
        whole.then_some(texts)
    }

    /// A list of at most `most` elements; absent and null are an empty one.
    pub fn list(&self, name: &'static str, most: usize) -> Items<'v> {
        match self.value(name) {
            None => Vec::new(),
            Some(Value::Array(items)) if items.len() <= most || self.has_stored(name) => items
                .iter()
                .enumerate()
                .map(|(i, item)| (format!("{}/{i}", self.pointer(name)), item))
                .collect(),
            Some(Value::Array(_)) => {
                self.add(Fault::at(self.pointer(name), "too_many").with("most", most));
                Vec::new()
            }
            Some(_) => {
                self.wrong_type(name, "array");
                Vec::new()
            }
        }
    }

    /// A list of texts that are compared with others, such as codes.
    pub fn code_texts(&self, name: &'static str, most: usize, longest: usize) -> Vec<(String, String)> {
        self.list(name, most)
            .into_iter()
            .filter_map(|(pointer, item)| Some((pointer.clone(), self.text_of(item, pointer, longest, Text::Code)?)))
            .collect()
    }

    /// Members that only the service sets: taken when they equal what is stated, else `read_only`.
    pub fn read_only(&self, stated: &[ReadOnly<'_>]) {
        for (name, stated) in stated {
            if let Some(given) = self.given(name)
                && given != *stated
                && !is_instant_of(given, stated)
            {
                self.fault(name, "read_only");
            }
        }
    }

    /// Refuses every member that nobody asked for, naming the nearest one that is known.
    pub fn finish(&self) {
        let known = self.known.borrow();
        for name in self
            .members
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| !known.contains(&name.as_str()))
        {
            if self.has_stored(name) {
                continue;
            }
            let nearest = self.nearest(name, &known);
            self.add(
                Fault::at(shorten_pointer(self.pointer(name)), "unknown_field")
                    .with("name", shorten(name))
                    .nearest(nearest),
            );
        }
    }

    fn nearest<'k>(&self, name: &str, known: &[&'k str]) -> Option<&'k str> {
        let suggests = self.faults.borrow().suggests();
        suggests.then(|| text::nearest(name, known.iter().copied())).flatten()
    }
}

/// A pointer as a fault may repeat it: one that ends in a name longer than any member's is cut.
fn shorten_pointer(pointer: String) -> String {
    if pointer.chars().nth(LONGEST_POINTER).is_none() {
        return pointer;
    }
    let mut cut: String = pointer.chars().take(LONGEST_POINTER).collect();
    cut.push('…');
    cut
}

/// A whole number, also when it is written with a fraction of zero.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let number = value.as_f64()?;
        (number.fract() == 0.0 && number.abs() < 9.0e15)
            .then(|| format!("{number:.0}").parse().ok())
            .flatten()
    })
}

/// What a text is for.
#[derive(Debug, Clone, Copy)]
enum Text {
    Free,
    Code,
}

/// A text of 1 to `longest` characters, in the form in which it is stored.
fn text_of(value: &Value, pointer: String, longest: usize, purpose: Text) -> Result<String, Fault> {
    let Some(raw) = value.as_str() else {
        return Err(Fault::at(pointer, "wrong_type").with("expected", "string"));
    };
    let text = match purpose {
        Text::Free => text::tidy(raw),
        Text::Code => text::code(raw),
    };
    if let Some(refused) = text::refused(&text) {
        return Err(Fault::at(pointer, "control_character").with("character", text::name(refused)));
    }
    match text.chars().count() {
        0 => Err(Fault::at(pointer, "empty")),
        n if n > longest => Err(Fault::at(pointer, "too_long").with("length", n).with("most", longest)),
        _ => Ok(text),
    }
}
