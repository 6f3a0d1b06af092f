//! What can go wrong, by meaning. A meaning has one stable code and one HTTP status; its words are in `locales/`.

mod conflict;

use std::fmt;

pub use conflict::{OrConflict, Unique};

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum At {
    /// A member of a body, as an RFC 6901 pointer.
    Pointer(String),
    /// A query parameter.
    Parameter(String),
    /// A request header.
    Header(&'static str),
    /// A row of a sheet (1 is the first line of the file) and a column by its name.
    Cell { row: u64, column: String },
}

/// One thing that is wrong, where it is, and the nearest valid form where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Fault {
    pub at: Option<At>,
    /// Stable, in `snake_case`; the text of `fault-CODE` in `locales/*/problems.ftl` says it in words.
    pub code: &'static str,
    /// What the words need: names and values, never personal data.
    pub args: Vec<(&'static str, String)>,
    pub nearest: Option<String>,
}

impl Fault {
    /// A fault that concerns the whole.
    pub fn new(code: &'static str) -> Self {
        Self {
            at: None,
            code,
            args: Vec::new(),
            nearest: None,
        }
    }

    /// A fault of a body's member.
    pub fn at(pointer: impl Into<String>, code: &'static str) -> Self {
        Self {
            at: Some(At::Pointer(pointer.into())),
            ..Self::new(code)
        }
    }

    /// A fault of a query parameter.
    pub fn parameter(name: impl Into<String>, code: &'static str) -> Self {
        Self {
            at: Some(At::Parameter(name.into())),
            ..Self::new(code)
        }
    }

    /// A fault of a header.
    pub fn header(name: &'static str, code: &'static str) -> Self {
        Self {
            at: Some(At::Header(name)),
            ..Self::new(code)
        }
    }

    /// A row of a sheet that was exported from an older version: who changed the record since and when, what, and what of
    /// that the row would undo.
    pub fn stale_row(version: i64, by: &str, at: impl ToString, changed: &[&str], undone: &[&str]) -> Self {
        let undone = if undone.is_empty() {
            "none".to_owned()
        } else {
            undone.join(", ")
        };
        Self::new("stale_row")
            .with("version", version)
            .with("by", by)
            .with("at", at)
            .with("changed", changed.join(", "))
            .with("undone", undone)
    }

    /// Adds what the words need.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// What the words were given under a name.
    pub fn said(&self, name: &str) -> Option<&str> {
        let (_, value) = self.args.iter().find(|(given, _)| *given == name)?;
        Some(value)
    }

    /// Adds the nearest valid form.
    #[must_use]
    pub fn nearest(mut self, nearest: Option<impl Into<String>>) -> Self {
        self.nearest = nearest.map(Into::into);
        self
    }
}

/// Everything a request or command can end in, other than its answer.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Error {
    /// The request cannot be read: 400.
    Unreadable(Vec<Fault>),
    /// It reads, and its content is wrong: 422.
    Invalid(Vec<Fault>),
    /// No key, or one that is not valid: 401.
    Unauthorized(&'static str),
    /// The key's role may not do this: 403.
    Forbidden,
    /// The path finds nothing: 404. Holds what was looked for, e.g. `activity`.
    NotFound(&'static str),
    /// It was here and has been deleted: 404 with the code `gone`, for those who may know.
    Gone(&'static str),
    /// The record is found under another address now: 301, which `http::problem` makes 308 for writes.
    Moved(String),
    /// The path knows other methods: 405, with `Allow`.
    Method(String),
    /// It contradicts what is stored: 409.
    Conflict(Fault),
    /// `If-Match` names other versions than the one that stands: 412. `given` is the header as it was sent.
    Stale { current: i32, given: String },
    /// A change needs `If-Match` with the version it was made from: 428.
    PreconditionRequired,
    /// The body is larger than allowed (in bytes): 413.
    TooLarge(usize),
    /// The address, with its query, is longer than allowed (in bytes): 422, whatever else is wrong with it.
    AddressTooLong(usize),
    /// The body's media type is not the one expected: 415.
    MediaType(&'static str),
    /// The body's encoding is none that is taken: 415.
    Encoding(String),
    /// No part of the body came for so many seconds: 408.
    BodyTimeout(u64),
    /// Too much at once: 503 with `Retry-After`.
    Busy,
    /// The database cannot be written, or not be reached: 503 with `Retry-After`.
    Unavailable(Unavailable),
    /// The disk is full: 507.
    StorageFull,
    /// Not our caller's fault: 500. The cause goes to the log only.
    Internal(String),
    /// The database failed: 500; the cause goes to the log only.
    Database(diesel::result::Error),
    /// The program cannot start, in words for its administrator.
    Startup(String),
}

/// Why the database cannot serve for the time being.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// Its file, or its server, takes no writes.
    ReadOnly,
    /// Its file is not where it was opened.
    Moved,
    /// The connection is lost, or the disk fails.
    Unreachable,
}

impl Unavailable {
    /// Its code: `detail-storage_unavailable-CODE` in `locales/*/problems.ftl` says it in words.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReadOnly => "read_only",
            Self::Moved => "moved",
            Self::Unreachable => "unreachable",
        }
    }
}

impl Error {
    /// The stable code of the meaning.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Invalid(faults) => match faults.as_slice() {
                [
                    Fault {
                        code: code @ ("read_only" | "too_many_rows" | "idempotency_key_reused"),
                        ..
                    },
                ] => code,
                _ => "invalid",
            },
            Self::Unauthorized(_) => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound(_) => "not_found",
            Self::Gone(_) => "gone",
            Self::Moved(_) => "moved",
            Self::Method(_) => "method_not_allowed",
            Self::Conflict(fault) => fault.code,
            Self::Stale { .. } => "stale",
            Self::PreconditionRequired => "precondition_required",
            Self::TooLarge(_) => "too_large",
            Self::AddressTooLong(_) => "address_too_long",
            Self::MediaType(_) => "unsupported_media_type",
            Self::Encoding(_) => "unsupported_encoding",
            Self::BodyTimeout(_) => "body_timeout",
            Self::Busy => "busy",
            Self::Unavailable(_) => "storage_unavailable",
            Self::StorageFull => "storage_full",
            Self::Internal(_) | Self::Database(_) | Self::Startup(_) => "internal",
        }
    }

    /// The HTTP status of the meaning.
    pub fn status(&self) -> u16 {
        match self {
            Self::Moved(_) => 301,
            Self::Unreadable(_) => 400,
            Self::Unauthorized(_) => 401,
            Self::Forbidden => 403,
            // A tombstone says in its code that something was here; the status is that of what is not there.
            Self::NotFound(_) | Self::Gone(_) => 404,
            Self::Method(_) => 405,
            Self::BodyTimeout(_) => 408,
            Self::Conflict(_) => 409,
            Self::Stale { .. } => 412,
            Self::TooLarge(_) => 413,
            Self::MediaType(_) | Self::Encoding(_) => 415,
            Self::Invalid(_) | Self::AddressTooLong(_) => 422,
            Self::PreconditionRequired => 428,
            Self::Internal(_) | Self::Database(_) | Self::Startup(_) => 500,
            Self::Busy | Self::Unavailable(_) => 503,
            Self::StorageFull => 507,
        }
    }

    /// The faults it names, one by one.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Unreadable(faults) | Self::Invalid(faults) => faults,
            Self::Conflict(fault) => std::slice::from_ref(fault),
            _ => &[],
        }
    }

    /// One wrong thing in a request that reads.
    pub fn invalid(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }

    /// This and what else is wrong with the same request. What is no fault of the request comes before its faults; one
    /// that cannot be read makes the whole unreadable.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Invalid(mut faults), Self::Invalid(others)) => {
                faults.extend(others);
                Self::Invalid(faults)
            }
            (Self::Unreadable(mut faults) | Self::Invalid(mut faults), Self::Unreadable(others))
            | (Self::Unreadable(mut faults), Self::Invalid(others)) => {
                faults.extend(others);
                Self::Unreadable(faults)
            }
            (Self::Unreadable(_) | Self::Invalid(_), other) => other,
            (this, _) => this,
        }
    }

    /// Two readings of one request: both values, or everything that is wrong with either.
    pub fn both<A, B>(first: Result<A, Self>, second: Result<B, Self>) -> Result<(A, B), Self> {
        match (first, second) {
            (Ok(first), Ok(second)) => Ok((first, second)),
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
            (Err(first), Err(second)) => Err(first.and(second)),
        }
    }

    /// What is gone is said only to those who may see tombstones; to the others there never was anything.
    #[must_use]
    pub fn hiding_tombstones(self, may_see: bool) -> Self {
        match self {
            Self::Gone(kind) if !may_see => Self::NotFound(kind),
            error => error,
        }
    }

    /// What is not our caller's fault, and why; the cause goes to the log only.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// The same failure for another who waited for the same commit.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::StorageFull => Self::StorageFull,
            Self::Unavailable(why) => Self::Unavailable(*why),
            other => Self::internal(other),
        }
    }

    /// The cause of what is not our caller's fault: for the log.
    pub fn cause(&self) -> Option<String> {
        match self {
            Self::Internal(cause) | Self::Startup(cause) => Some(cause.clone()),
            Self::Database(cause) => Some(format!("the database failed: {cause}")),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Startup(what) => f.write_str(what),
            Self::Internal(cause) => f.write_str(cause),
            Self::Database(cause) => write!(f, "the database failed: {cause}"),
            Self::NotFound(what) => write!(f, "no such {what}"),
            _ => f.write_str(self.code()),
        }
    }
}

impl std::error::Error for Error {}

impl From<diesel::result::Error> for Error {
    /// By kind where the database gives one. SQLite's result codes reach us only as the sentences of `sqlite3_errstr`,
    /// which are the same everywhere.
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        let known = match &error {
            Db::DatabaseError(Kind::ClosedConnection, _) => Some(Self::Unavailable(Unavailable::Unreachable)),
            Db::DatabaseError(Kind::ReadOnlyTransaction, _) => Some(Self::Unavailable(Unavailable::ReadOnly)),
            Db::DatabaseError(Kind::SerializationFailure, _) => Some(Self::Busy),
            Db::DatabaseError(_, info) => of_sentence(info.message()),
            _ => None,
        };
        known.unwrap_or(Self::Database(error))
    }
}

/// What the databases say only in words.
fn of_sentence(message: &str) -> Option<Error> {
    const SENTENCES: [(&str, fn() -> Error); 7] = [
        ("database or disk is full", || Error::StorageFull),
        ("No space left on device", || Error::StorageFull),
        ("database is locked", || Error::Busy),
        ("database table is locked", || Error::Busy),
        ("lock timeout", || Error::Busy),
        ("attempt to write a readonly database", || {
            Error::Unavailable(Unavailable::ReadOnly)
        }),
        ("disk I/O error", || Error::Unavailable(Unavailable::Unreachable)),
    ];
    let (_, meaning) = SENTENCES.iter().find(|(sentence, _)| message.contains(sentence))?;
    Some(meaning())
}

/// What a panic said.
pub fn panicked(payload: &(dyn std::any::Any + Send)) -> String {
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", said.unwrap_or("without a word"))
}

/// Turns what must not happen into [`Error::Internal`], with what was at hand when it did.
pub trait OrInternal<T> {
    /// `what` says what failed; the cause is added where there is one.
    fn or_internal(self, what: &'static str) -> Result<T, Error>;
}

impl<T, E: fmt::Display> OrInternal<T> for Result<T, E> {
    fn or_internal(self, what: &'static str) -> Result<T, Error> {
        self.map_err(|cause| Error::Internal(format!("{what}: {cause}")))
    }
}

impl<T> OrInternal<T> for Option<T> {
    fn or_internal(self, what: &'static str) -> Result<T, Error> {
        self.ok_or_else(|| Error::internal(what))
    }
}
