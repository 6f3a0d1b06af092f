//! The words of an activity.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::counts::{CountsContext, Statement};
use crate::codes;
use crate::directory::Reference;
use crate::input::ExternalId;
use crate::text::Multilingual;
use crate::time::When;

codes! {
    /// What an activity is.
    pub enum ActivityType {
        TrainingCourse = "training_course", Workshop = "workshop", Webinar = "webinar", Seminar = "seminar",
        StudyVisit = "study_visit", ExpertMission = "expert_mission", ExpertGroupMeeting = "expert_group_meeting",
        Conference = "conference", BilateralMeeting = "bilateral_meeting", Other = "other",
    }
}

codes! {
    /// How people take part.
    pub enum Mode { InPerson = "in_person", Online = "online", Hybrid = "hybrid", Unknown = "unknown" }
}

codes! {
    /// How far it has come.
    pub enum Status {
        Draft = "draft", Announced = "announced", Held = "held", Postponed = "postponed", Cancelled = "cancelled",
    }
}

codes! {
    /// The secretariat's own role in it.
    pub enum OurRole {
        Organiser = "organiser", CoOrganiser = "co_organiser", Host = "host", Participant = "participant", Party = "party",
    }
}

codes! {
    /// A country's role in an activity. *Benefited* and *provided* are never added.
    pub enum CountryRole { Beneficiary = "beneficiary", Provider = "provider", Attending = "attending", Host = "host" }
}

codes! {
    /// An agency's role in an activity; `partner` where the source states none.
    pub enum AgencyRole {
        Beneficiary = "beneficiary", Provider = "provider", Organiser = "organiser", CoOrganiser = "co_organiser",
        Host = "host", Funder = "funder", Supporter = "supporter", Partner = "partner",
    }
}

codes! {
    /// Whether a source names the programme, or it was inferred.
    pub enum Basis { Published = "published", Inferred = "inferred" }
}

impl ActivityType {
    /// Meetings are activities too, and can be left out: bilateral meetings, expert group meetings, conferences.
    pub const MEETINGS: [Self; 3] = [Self::BilateralMeeting, Self::ExpertGroupMeeting, Self::Conference];
}

/// Where it takes place, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Place {
    pub city: Option<String>,
    pub country: Option<Reference>,
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Source {
    pub url: Option<String>,
    pub note: Option<String>,
}

/// An activity that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewActivity {
    /// `None` lets the service make one.
    pub code: Option<String>,
    pub title: Multilingual,
    pub kind: ActivityType,
    pub mode: Mode,
    pub status: Status,
    pub our_role: OurRole,
    pub when: When,
    pub plan_year: Option<i32>,
    pub place: Option<Place>,
    pub programmes: Vec<Reference>,
    pub programme_basis: Option<Basis>,
    pub fields: Vec<Reference>,
    pub languages: Vec<String>,
    pub countries: Vec<(Reference, CountryRole)>,
    pub agencies: Vec<(Reference, AgencyRole)>,
    /// `None` states nothing: what stands goes on standing.
    pub statement: Option<Statement>,
    pub external_ids: Vec<ExternalId>,
    pub sources: Vec<Source>,
    pub notes: Option<String>,
}

/// What an activity's document holds beside its content.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RecordMeta<'a> {
    pub id: String,
    pub code: &'a str,
    pub version: i32,
    pub created_at: String,
    pub updated_at: String,
    /// The statement that stands.
    pub standing: &'a Statement,
    pub beside: CountsContext,
}

impl NewActivity {
    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta<'_>) -> Value {
        let codes = |list: &[Reference]| list.iter().map(|r| json!(r.code)).collect::<Vec<_>>();
        json!({
            "id": meta.id,
            "code": meta.code,
            "version": meta.version,
            "title": self.title,
            "type": self.kind,
            "mode": self.mode,
            "status": self.status,
            "our_role": self.our_role,
            "when": self.when.to_json(),
            "plan_year": self.plan_year,
            "place": self.place.as_ref().map(|p| json!({"city": p.city, "country": p.country.as_ref().map(|c| &c.code)})),
            "programmes": codes(&self.programmes),
            "programme_basis": self.programme_basis,
            "fields": codes(&self.fields),
            "languages": self.languages,
            "countries": self.countries.iter().map(|(c, role)| json!({"country": c.code, "role": role})).collect::<Vec<_>>(),
            "agencies": self.agencies.iter().map(|(a, role)| json!({"agency": a.code, "role": role})).collect::<Vec<_>>(),
            "counts": meta.standing.to_json(meta.beside),
            "external_ids": self.external_ids.iter().map(|e| json!({"scheme": e.scheme, "value": e.value})).collect::<Vec<_>>(),
            "sources": self.sources.iter().map(|s| json!({"url": s.url, "note": s.note})).collect::<Vec<_>>(),
            "notes": self.notes,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }

    /// The countries listed as having sent people.
    pub fn listed(&self) -> Vec<i64> {
        let sending = self.countries.iter().filter(|(_, role)| role.sends());
        sending.map(|(country, _)| country.key).collect()
    }

    /// What `q=` searches.
    pub fn search_text(&self, code: &str) -> String {
        format!("{} \u{1f} {}", self.title.folded(), crate::text::fold(code))
    }

    /// The first day of the list order.
    pub fn sort_on(&self) -> NaiveDate {
        self.when.sort_on()
    }
}

impl CountryRole {
    /// Whether a country in this role has sent people: beneficiary and attending, never provider or host.
    pub fn sends(self) -> bool {
        matches!(self, Self::Beneficiary | Self::Attending)
    }
}
