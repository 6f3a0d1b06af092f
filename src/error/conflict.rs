//! Uniqueness rules of the schema in words.

use super::{Error, Fault};

/// A uniqueness rule of the schema: its name, and how SQLite spells it.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Unique {
    pub constraint: &'static str,
    pub columns: &'static str,
}

/// Turns a broken uniqueness rule into words where it can be broken.
pub trait OrConflict<T> {
    /// The fault says what is taken; any other failure stays what it is.
    fn or_conflict(self, rule: &Unique, fault: impl FnOnce() -> Fault) -> Result<T, Error>;
}

impl<T> OrConflict<T> for Result<T, diesel::result::Error> {
    fn or_conflict(self, rule: &Unique, fault: impl FnOnce() -> Fault) -> Result<T, Error> {
        use diesel::result::{DatabaseErrorKind, Error as Db};
        self.map_err(|error| match &error {
            Db::DatabaseError(DatabaseErrorKind::UniqueViolation, info)
                if info.constraint_name() == Some(rule.constraint) || info.message().contains(rule.columns) =>
            {
                Error::Conflict(fault())
            }
            _ => Error::from(error),
        })
    }
}
