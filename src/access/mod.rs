//! Who is asking and what they may do. Keys are 256 random bits, shown once, stored as SHA-256 and looked up by it.

pub mod extract;
pub mod keys;

use crate::codes;
use crate::error::Error;
use crate::ledger::Actor;

pub use extract::{Admin, Officer, only_valid_keys};

codes! {
    /// What a key may do.
    pub enum Role {
        /// Everything.
        Admin = "admin",
        /// Writes the record; sees persons.
        Officer = "officer",
        /// A partner agency: sees its own people, writes its own drafts.
        Agency = "agency",
        /// Reads, persons as pseudonyms.
        Analyst = "analyst",
    }
}

/// The one who sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caller {
    /// `None` for the public.
    pub identity: Option<Identity>,
}

/// A caller who showed a valid key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Identity {
    pub principal: i64,
    pub role: Role,
    /// The agency that an agency's key is tied to.
    pub agency: Option<i64>,
}

impl Caller {
    /// The role, if a key was shown.
    pub fn role(&self) -> Option<Role> {
        self.identity.map(|i| i.role)
    }

    /// Whether the caller writes the record: officers and administrators.
    pub fn is_officer(&self) -> bool {
        matches!(self.role(), Some(Role::Officer | Role::Admin))
    }

    /// Whether the caller may read drafts.
    pub fn sees_drafts(&self) -> bool {
        self.is_officer()
    }

    /// Whether the caller may read persons.
    pub fn sees_persons(&self) -> bool {
        self.is_officer()
    }

    /// In whose name the ledger records what this caller does.
    pub fn actor(&self) -> Result<Actor, Error> {
        self.identity
            .map(|i| Actor::Principal(i.principal))
            .ok_or(Error::Unauthorized("missing"))
    }

    /// A mark of the role for `ETags` of answers that depend on who asks.
    pub fn mark(&self) -> &'static str {
        match self.role() {
            None => "p",
            Some(Role::Agency) => "g",
            Some(Role::Analyst) => "n",
            Some(Role::Officer | Role::Admin) => "o",
        }
    }
}
