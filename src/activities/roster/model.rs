//! The words of a participation.

use crate::codes;
use crate::participants::model::Sex;

codes! {
    /// One person's part in one activity: the first three came, the others gave.
    pub enum Role {
        Trainee = "trainee", Delegate = "delegate", Observer = "observer",
        Trainer = "trainer", Expert = "expert", Speaker = "speaker", Organiser = "organiser",
    }
}

codes! {
    /// How far it came.
    pub enum ParticipationStatus {
        Nominated = "nominated", Selected = "selected", Confirmed = "confirmed",
        Attended = "attended", Absent = "absent", Withdrawn = "withdrawn",
    }
}

/// What a participation says, references as keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    pub role: Role,
    pub status: ParticipationStatus,
    pub country: Option<i64>,
    pub agency: Option<i64>,
    pub position: Option<String>,
    pub sex: Sex,
    pub score: Option<f64>,
}

/// The open state of a participation.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRow {
    /// The row's own key.
    pub id: i64,
    /// The participation, whatever its state.
    pub number: i64,
    pub uid: crate::db::Uid,
    pub version: i32,
    pub activity: i64,
    pub participant: i64,
    pub content: Content,
}

/// A member of a body: absent leaves what is stored, null clears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatchMember<T> {
    Absent,
    Null,
    Value(T),
}

impl<T> PatchMember<T> {
    /// What it makes of a value.
    pub fn onto(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Absent => before,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}
