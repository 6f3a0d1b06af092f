//! The words of an agency.

use serde_json::{Value, json};

use crate::codes;
use crate::directory::Reference;
use crate::input::ExternalId;
use crate::reference::draft::{Alias, Period, search_text};
use crate::reference::record::RecordMeta;
use crate::text::Multilingual;

codes! {
    /// What an agency is.
    pub enum AgencyKind {
        CentralBank = "central_bank", International = "international", Ministry = "ministry",
        /// A national statistics office.
        Nso = "nso",
        /// An organ of the organisation.
        OicOrgan = "oic_organ",
        Other = "other", University = "university",
    }
}

codes! {
    /// How an agency is linked to another one. Its successor has a member of its own: `succeeded_by`.
    pub enum Relation { PartOf = "part_of", SameAs = "same_as" }
}

/// A dated link to another agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub relation: Relation,
    pub agency: Reference,
    pub period: Period,
    /// Its place in the body.
    pub place: usize,
}

/// An agency that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAgency {
    pub code: String,
    /// Codes that it had before, as the body states them.
    pub former_codes: Vec<String>,
    pub acronym: Option<String>,
    pub name: Multilingual,
    pub country: Option<Reference>,
    pub kind: AgencyKind,
    pub succeeded_by: Option<Reference>,
    /// By relation and code.
    pub links: Vec<Link>,
    pub aliases: Vec<Alias>,
    /// By scheme and value.
    pub external_ids: Vec<ExternalId>,
    pub source_url: Option<String>,
    pub notes: Option<String>,
}

impl NewAgency {
    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta) -> Value {
        let link = |link: &Link| json!({"relation": link.relation, "agency": link.agency.code, "from": link.period.start_text(), "to": link.period.end_text()});
        json!({
            "id": meta.id,
            "code": self.code,
            "version": meta.version,
            "acronym": self.acronym,
            "name": self.name,
            "country": self.country.as_ref().map(|country| &country.code),
            "kind": self.kind,
            "succeeded_by": self.succeeded_by.as_ref().map(|agency| &agency.code),
            "aliases": self.aliases.iter().map(Alias::to_json).collect::<Vec<_>>(),
            "external_ids": self.external_ids.iter().map(|e| json!({"scheme": e.scheme, "value": e.value})).collect::<Vec<_>>(),
            "links": self.links.iter().map(link).collect::<Vec<_>>(),
            "former_codes": meta.former_codes,
            "source_url": self.source_url,
            "notes": self.notes,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }

    /// What `q=` searches.
    pub fn search_text(&self, meta: &RecordMeta) -> String {
        let codes = std::iter::once(self.code.as_str()).chain(meta.former_codes.iter().map(String::as_str));
        let words = codes
            .chain(self.acronym.as_deref())
            .chain(self.aliases.iter().map(|alias| alias.alias.as_str()));
        search_text(&self.name, words)
    }
}
