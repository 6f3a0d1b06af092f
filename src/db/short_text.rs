//! A text of a row that is written somewhere at once and forgotten: without an allocation when it is short.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::sql_types as st;
use diesel::sqlite::Sqlite;

/// How many bytes are kept in place.
const ROOM: usize = 62;

/// A text of a row. Exports read millions of them, and an allocation for each would be most of the work.
#[derive(Debug, FromSqlRow)]
pub struct ShortText(Storage);

#[derive(Debug)]
enum Storage {
    Inline(u8, [u8; ROOM]),
    Heap(String),
}

impl ShortText {
    fn new(text: &str) -> Self {
        let mut room = [0; ROOM];
        Self(match (room.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Storage::Inline(length, room)
            }
            _ => Storage::Heap(text.to_owned()),
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Storage::Inline(length, room) => {
                let bytes = room.get(..usize::from(*length)).unwrap_or_default();
                std::str::from_utf8(bytes).unwrap_or_default()
            }
            Storage::Heap(text) => text,
        }
    }
}

impl FromSql<st::Text, Sqlite> for ShortText {
    fn from_sql(mut value: <Sqlite as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(value.read_text()))
    }
}

impl FromSql<st::Text, Pg> for ShortText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(std::str::from_utf8(value.as_bytes())?))
    }
}

/// A day as ISO 8601 writes it, which is how SQLite keeps it.
impl FromSql<st::Date, Sqlite> for ShortText {
    fn from_sql(mut value: <Sqlite as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(value.read_text()))
    }
}

impl FromSql<st::Date, Pg> for ShortText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let day = <chrono::NaiveDate as FromSql<st::Date, Pg>>::from_sql(value)?;
        Ok(Self::new(&day.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_are_what_they_were() {
        for text in ["", "AZE", &"x".repeat(62), &"x".repeat(63), &"ق".repeat(40)] {
            assert_eq!(ShortText::new(text).as_str(), text);
        }
    }
}
