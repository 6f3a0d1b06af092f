//! The words of a country.

use serde_json::{Value, json};

use crate::codes;
use crate::reference::draft::{Alias, Period, search_text};
use crate::reference::record::RecordMeta;
use crate::text::Multilingual;

codes! {
    /// What a country is to the organisation.
    pub enum MembershipStatus {
        Member = "member", Observer = "observer",
        /// A member whose rights are suspended.
        Suspended = "suspended",
        /// Neither.
        Outside = "none",
    }
}

impl MembershipStatus {
    /// Whether the country is one of the members, suspended ones included.
    pub fn is_of_the_members(self) -> bool {
        matches!(self, Self::Member | Self::Suspended)
    }
}

codes! {
    /// A regional group of members.
    pub enum Group { African = "African", Arab = "Arab", Asian = "Asian" }
}

/// A period of one status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Membership {
    pub status: MembershipStatus,
    pub period: Period,
    pub source: Option<String>,
}

/// A period in one regional group.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Grouping {
    pub group: Group,
    pub period: Period,
    /// Completed by a rule, not read in a source.
    pub inferred: bool,
    pub source: Option<String>,
}

/// A country that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewCountry {
    pub alpha3: String,
    /// None of a territory without an ISO code.
    pub alpha2: Option<String>,
    /// None of a territory without an ISO code.
    pub m49: Option<String>,
    pub name: Multilingual,
    pub aliases: Vec<Alias>,
    /// By their beginning; none overlaps another.
    pub memberships: Vec<Membership>,
    /// By their beginning; none overlaps another.
    pub groups: Vec<Grouping>,
    pub source_url: Option<String>,
    pub notes: Option<String>,
}

/// Whether ISO 3166 leaves an alpha-3 code to its users, for ever: AAA to AAZ, QMA to QZZ, XAA to XZZ, ZZA to ZZZ.
pub fn is_user_assigned(alpha3: &str) -> bool {
    matches!(
        alpha3.as_bytes(),
        [b'A', b'A', _] | [b'Q', b'M'..=b'Z', _] | [b'X', _, _] | [b'Z', b'Z', _]
    )
}

impl NewCountry {
    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta) -> Value {
        let membership = |m: &Membership| json!({"status": m.status, "from": m.period.start_text(), "to": m.period.end_text(), "source": m.source});
        let group = |g: &Grouping| json!({"group": g.group, "from": g.period.start_text(), "to": g.period.end_text(), "inferred": g.inferred, "source": g.source});
        json!({
            "id": meta.id,
            "alpha3": self.alpha3,
            "alpha2": self.alpha2,
            "m49": self.m49,
            "version": meta.version,
            "name": self.name,
            "aliases": self.aliases.iter().map(Alias::to_json).collect::<Vec<_>>(),
            "memberships": self.memberships.iter().map(membership).collect::<Vec<_>>(),
            "groups": self.groups.iter().map(group).collect::<Vec<_>>(),
            "source_url": self.source_url,
            "notes": self.notes,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }

    /// What `q=` searches.
    pub fn search_text(&self) -> String {
        let codes = [Some(&self.alpha3), self.alpha2.as_ref(), self.m49.as_ref()];
        let codes = codes.into_iter().flatten().map(String::as_str);
        search_text(
            &self.name,
            codes.chain(self.aliases.iter().map(|alias| alias.alias.as_str())),
        )
    }
}
