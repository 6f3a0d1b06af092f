//! Who is asking and what they may do. Keys are 256 random bits, shown once, stored as SHA-256 and looked up by it.

pub(crate) mod extract;
pub mod keys;

use crate::codes;
use crate::disclosure::{Clearance, Threshold};
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
        /// A partner agency: reads as the public does, but its own people as they are; writes nothing.
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
    /// From which number on those who may not see persons are shown splits of people.
    pub shown_from: Threshold,
}

/// A caller who showed a valid key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Identity {
    pub principal: i64,
    pub role: Role,
    /// The agency that an agency's key is tied to.
    pub agency: Option<i64>,
}

impl Caller {
    /// The public, to whom numbers below the threshold are not shown.
    pub fn public(shown_from: Threshold) -> Self {
        Self {
            identity: None,
            shown_from,
        }
    }

    /// The role, if a key was shown.
    pub fn role(&self) -> Option<Role> {
        self.identity.map(|i| i.role)
    }

    /// Whether the caller writes the record: officers and administrators.
    pub fn is_officer(&self) -> bool {
        matches!(self.role(), Some(Role::Officer | Role::Admin))
    }

    /// Whether the caller may read drafts.
    pub fn may_see_drafts(&self) -> bool {
        self.is_officer()
    }

    /// Whether the caller may read persons.
    pub fn may_see_persons(&self) -> bool {
        self.is_officer()
    }

    /// As what the caller reads the people of activities.
    pub fn clearance(&self) -> Clearance {
        match self.identity.map(|identity| (identity.role, identity.agency)) {
            Some((Role::Officer | Role::Admin, _)) => Clearance::Full,
            Some((Role::Agency, Some(agency))) => Clearance::ProtectedBut(self.shown_from, agency),
            None | Some((Role::Agency | Role::Analyst, _)) => Clearance::Protected(self.shown_from),
        }
    }

    /// In whose name the ledger records what this caller does.
    pub fn actor(&self) -> Result<Actor, Error> {
        self.identity
            .map(|i| Actor::Principal(i.principal))
            .ok_or(Error::Unauthorized("missing"))
    }

    /// A mark for `ETags` of answers that depend on who asks: of the role, and for an agency's key of the agency.
    pub fn etag_mark(&self) -> String {
        match self.identity.map(|identity| (identity.role, identity.agency)) {
            None => "p".to_owned(),
            Some((Role::Agency, Some(agency))) => format!("g{agency:x}"),
            Some((Role::Agency, None)) => "g".to_owned(),
            Some((Role::Analyst, _)) => "n".to_owned(),
            Some((Role::Officer | Role::Admin, _)) => "o".to_owned(),
        }
    }
}
