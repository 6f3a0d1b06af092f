//! Reading what came from outside, all faults at once: bodies (JSON values, and rows of sheets turned into them) and
//! query strings. An unknown name is a fault that names the nearest known one; nothing is ignored.

mod body;
mod external;
pub mod json;
mod params;
pub mod patch;
mod read_only;

pub use body::{Items, Object, ReadOnly};
pub use external::{ExternalId, external_ids};
pub use params::Params;
pub use read_only::read_only;

use serde_json::Value;

use crate::error::{At, Error, Fault};
use crate::text;

/// A closed list of codes; made by `codes!`.
pub trait Code: Sized + Copy + 'static {
    /// Every code.
    const CODES: &'static [&'static str];
    /// The value of a code, exactly as spelt.
    fn from_code(code: &str) -> Option<Self>;
    /// Its code.
    fn code(self) -> &'static str;

    /// The value, or the fault `unknown_code` with the nearest code and all of them.
    fn read(code: &str, fault: impl FnOnce(&'static str) -> Fault) -> Result<Self, Fault> {
        Self::from_code(&text::code(code)).ok_or_else(|| {
            fault("unknown_code")
                .with("value", shorten(code))
                .with("known", Self::CODES.join(", "))
                .nearest(text::nearest(code, Self::CODES.iter().copied()))
        })
    }
}

/// After how many faults of one input no nearest names are looked for any more.
pub const SUGGESTED: usize = 100;

/// The faults found so far in one input.
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<Fault>,
    stored: StoredMembers,
}

/// What of a body is stored already. It was taken once: whatever its reader asks of bodies by now binds those who write,
/// not the past, and its limits are no faults.
#[derive(Debug, Default)]
enum StoredMembers {
    #[default]
    Nothing,
    /// The members of these names.
    Members(Vec<String>),
    All,
}

impl Faults {
    /// Of a body that would replace what is stated. What it sends back as it is stated is stored already.
    pub fn of(body: &Value, stated: Option<&Value>) -> Self {
        let stored = match stated {
            None => StoredMembers::Nothing,
            Some(stated) if std::ptr::eq(stated, body) || stated == body => StoredMembers::All,
            Some(stated) => {
                let members = body.as_object().into_iter().flatten();
                let unchanged = members.filter(|(name, value)| stated.get(name.as_str()) == Some(value));
                StoredMembers::Members(unchanged.map(|(name, _)| name.clone()).collect())
            }
        };
        Self {
            found: Vec::new(),
            stored,
        }
    }

    /// Whether what is at a pointer is stored already.
    pub fn is_stored(&self, pointer: &str) -> bool {
        match &self.stored {
            StoredMembers::Nothing => false,
            StoredMembers::All => true,
            StoredMembers::Members(names) => {
                let name = pointer.split('/').nth(1);
                name.is_some_and(|name| names.iter().any(|stored| stored == name))
            }
        }
    }

    /// Whether a fault is one of what is stored already: of all of it, or inside a member of it. One of a member as a
    /// whole may come of another member that is new.
    fn binds_only_writers(&self, fault: &Fault) -> bool {
        let Some(At::Pointer(pointer)) = &fault.at else {
            return matches!(self.stored, StoredMembers::All);
        };
        let is_inside = matches!(self.stored, StoredMembers::All) || pointer.matches('/').count() > 1;
        is_inside && self.is_stored(pointer)
    }

    /// Adds one.
    pub fn add(&mut self, fault: Fault) {
        if !self.binds_only_writers(&fault) {
            self.found.push(fault);
        }
    }

    /// Adds one that is a fault of what is stored too.
    pub fn insist(&mut self, fault: Fault) {
        self.found.push(fault);
    }

    /// Keeps the value, or the fault.
    pub fn ok_or_fault<T>(&mut self, outcome: Result<T, Fault>) -> Option<T> {
        outcome.map_err(|fault| self.add(fault)).ok()
    }

    /// Whether a further fault is worth a suggestion: beyond [`SUGGESTED`] nobody reads one, and each takes time.
    pub fn suggests(&self) -> bool {
        self.found.len() < SUGGESTED
    }

    /// Whether nothing was wrong so far.
    pub fn none(&self) -> bool {
        self.found.is_empty()
    }

    /// The value if nothing was wrong, else [`Error::Invalid`] with every fault.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Error> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ if self.found.is_empty() => Err(Error::internal("a reader gave neither a value nor a fault")),
            _ => Err(Error::Invalid(self.found)),
        }
    }
}

/// A value as a fault may repeat it: at most 80 characters, control characters escaped.
pub fn shorten(value: &str) -> String {
    let mut short: String = value
        .chars()
        .take(80)
        .flat_map(|c| {
            if c.is_control() {
                c.escape_default().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect();
    if value.chars().nth(80).is_some() {
        short.push('…');
    }
    short
}
