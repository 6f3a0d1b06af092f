//! Reading what a body says of a participation, with everything that is wrong said at once.

use serde_json::Value;

use super::model::{Content, ParticipationStatus, PatchMember, Role};
use crate::directory::{self, Kind, Resolver};
use crate::error::Fault;
use crate::input::{Code, Object, shorten};
use crate::participants::draft::members as read_person;
use crate::participants::model::{NewPerson, Sex};

/// What a body states of a participation.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedRow {
    pub role: Option<Role>,
    pub status: Option<ParticipationStatus>,
    country: PatchMember<i64>,
    agency: PatchMember<i64>,
    position: PatchMember<String>,
    sex: PatchMember<Sex>,
    score: PatchMember<f64>,
}

/// Who takes part: somebody known, by key, or somebody new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Participant {
    Known(i64),
    New(Box<NewPerson>),
}

impl StatedRow {
    /// Reads the members that a client may state.
    pub fn read(object: &Object<'_, '_>, refs: &mut Resolver<'_>) -> Self {
        let country = refs.member(object, Kind::Country, "country");
        let agency = refs.agency(object, country.as_ref());
        Self {
            role: word(object, "role"),
            status: word(object, "status"),
            country: given(object, "country", || country.map(|country| country.key)),
            agency: given(object, "agency", || agency.map(|agency| agency.key)),
            position: given(object, "position", || object.text("position", 300)),
            sex: given(object, "sex", || object.code("sex")),
            score: given(object, "score", || object.number("score", 0.0, 100.0)),
        }
    }

    /// What it makes of what stands. `None` where role or status is neither stated nor known.
    pub fn onto(self, before: &Defaults, role: Option<Role>, status: Option<ParticipationStatus>) -> Option<Content> {
        Some(Content {
            role: self.role.or(role)?,
            status: self.status.or(status)?,
            country: self.country.onto(before.country),
            agency: self.agency.onto(before.agency),
            position: self.position.onto(before.position.clone()),
            sex: self.sex.onto(Some(before.sex)).unwrap_or(Sex::Unknown),
            score: self.score.onto(before.score),
        })
    }
}

/// What a member is where nobody states it: a person's of today for a new participation, what stands for an old one.
#[derive(Debug, Clone, PartialEq)]
pub struct Defaults {
    pub country: Option<i64>,
    pub agency: Option<i64>,
    pub position: Option<String>,
    pub sex: Sex,
    pub score: Option<f64>,
}

impl Defaults {
    /// Nothing stands.
    pub const NONE: Self = Self {
        country: None,
        agency: None,
        position: None,
        sex: Sex::Unknown,
        score: None,
    };

    /// A new person's.
    pub fn from_person(person: &NewPerson) -> Self {
        Self {
            country: person.country.as_ref().map(|c| c.key),
            agency: person.agency.as_ref().map(|a| a.key),
            position: person.position.clone(),
            sex: person.sex,
            score: None,
        }
    }
}

impl From<&Content> for Defaults {
    fn from(content: &Content) -> Self {
        Self {
            country: content.country,
            agency: content.agency,
            position: content.position.clone(),
            sex: content.sex,
            score: content.score,
        }
    }
}

/// A code that may be left out and cannot be cleared.
fn word<C: Code>(object: &Object<'_, '_>, name: &'static str) -> Option<C> {
    if object.given(name).is_some_and(Value::is_null) {
        object.fault(name, "required");
    }
    object.code(name)
}

fn given<T>(object: &Object<'_, '_>, name: &'static str, read: impl FnOnce() -> Option<T>) -> PatchMember<T> {
    match object.given(name) {
        None => PatchMember::Absent,
        Some(Value::Null) => PatchMember::Null,
        Some(_) => read().map_or(PatchMember::Absent, PatchMember::Value),
    }
}

/// The member `participant`: an id, a code, or an object with the members of a new person.
pub fn who(object: &Object<'_, '_>, refs: &mut Resolver<'_>) -> Option<Participant> {
    let pointer = object.pointer("participant");
    match object.value("participant") {
        None => object.required("participant", None),
        Some(value @ Value::Object(_)) => {
            let person = Object::open(value, pointer, object.faults());
            read_person(&person, None, refs).map(|person| Participant::New(Box::new(person)))
        }
        Some(Value::String(text)) => match directory::find(refs.conn(), Kind::Participant, text) {
            Ok(Some(directory::LookupResult::Here(person) | directory::LookupResult::Renamed(person))) => {
                Some(Participant::Known(person.key))
            }
            Ok(None) => {
                let fault = Fault::at(pointer, "unknown_reference").with("value", shorten(text));
                object.add(fault.with("kind", Kind::Participant.as_str()));
                None
            }
            Err(error) => {
                refs.fail(error);
                None
            }
        },
        Some(_) => {
            object.add(Fault::at(pointer, "wrong_type").with("expected", "string or object"));
            None
        }
    }
}
