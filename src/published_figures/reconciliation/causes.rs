//! What could explain a difference: activities that the figure knows too little about, leaves out, or counts although the
//! claim may not have. Found by asking the same question with one filter relaxed at a time.

use std::collections::HashSet;

use crate::activities::model::{ActivityType, AgencyRole, CountryRole, OurRole, Status};
use crate::codes;
use crate::error::Error;
use crate::statistics::question::Choice;
use crate::statistics::{ActivityInScope, Dataset, Filters, Measure, Question};

codes! {
    /// What could explain a difference.
    pub enum PossibleCause {
        /// They are counted, and nobody said how many came.
        Uncounted = "uncounted",
        /// They have no date, so that they may or may not lie in the period.
        Undated = "undated",
        /// Their month or year straddles an end of the period.
        Undecided = "undecided",
        /// They may be others recorded again.
        SuspectedDuplicates = "suspected_duplicates",
        /// They would match if what nobody stated of them (programme, field, country, agency) were stated.
        NotStated = "not_stated",
        /// They match but for their status: announced or postponed, and perhaps held.
        ExcludedByStatus = "excluded_by_status",
        /// They match but for the secretariat's own role.
        ExcludedByRole = "excluded_by_role",
        /// They match but for the role in which the country or agency is listed.
        ExcludedByListedRole = "excluded_by_listed_role",
        /// They match but for their type.
        ExcludedByType = "excluded_by_type",
        /// They are counted although the secretariat was a participant or one of the parties.
        CountedAsGuest = "counted_as_guest",
        /// They are counted although they are meetings.
        CountedMeetings = "counted_meetings",
    }
}

codes! {
    /// Which way the record's figure would go if the claim saw it the other way.
    pub enum Effect { Raise = "raise", Lower = "lower" }
}

impl PossibleCause {
    /// Which way the record's figure would go.
    pub fn effect(self) -> Effect {
        match self {
            Self::SuspectedDuplicates | Self::CountedAsGuest | Self::CountedMeetings => Effect::Lower,
            Self::Uncounted
            | Self::Undated
            | Self::Undecided
            | Self::NotStated
            | Self::ExcludedByStatus
            | Self::ExcludedByRole
            | Self::ExcludedByListedRole
            | Self::ExcludedByType => Effect::Raise,
        }
    }
}

/// An activity that could explain a difference. `why` is a text of `locales/` with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseCandidate {
    pub key: i64,
    pub why: String,
    pub args: Vec<(&'static str, String)>,
}

impl CauseCandidate {
    fn new(key: i64, why: impl Into<String>) -> Self {
        Self {
            key,
            why: why.into(),
            args: Vec::new(),
        }
    }
}

/// The activities a question is about, and those around it.
pub struct CauseFinder<'f> {
    dataset: &'f Dataset,
    question: &'f Question,
    inside: Vec<ActivityInScope>,
    keys: HashSet<i64>,
}

impl<'f> CauseFinder<'f> {
    /// Looks up what the question is about.
    pub fn new(dataset: &'f Dataset, question: &'f Question) -> Result<Self, Error> {
        let inside = dataset.scope(question)?;
        let keys = inside.iter().map(|activity| activity.key).collect();
        Ok(Self {
            dataset,
            question,
            inside,
            keys,
        })
    }

    /// The keys of the activities that the figure counts, undecided ones included.
    pub fn counted_keys(&self) -> Vec<i64> {
        self.inside.iter().map(|activity| activity.key).collect()
    }

    /// The suspects of each cause, in the order of [`PossibleCause`]; suspected duplicates are found elsewhere.
    pub fn causes(&self) -> Result<Vec<(PossibleCause, Vec<CauseCandidate>)>, Error> {
        PossibleCause::ALL
            .iter()
            .map(|cause| Ok((*cause, self.candidates(*cause)?)))
            .collect()
    }

    fn candidates(&self, cause: PossibleCause) -> Result<Vec<CauseCandidate>, Error> {
        let filters = &self.question.filters;
        Ok(match cause {
            PossibleCause::SuspectedDuplicates => Vec::new(),
            PossibleCause::Uncounted => {
                self.inside_where("why-uncounted", |a| a.decided && !a.counted && self.needs_counts())
            }
            PossibleCause::Undated => self.inside_where("why-undated", |a| !a.in_period && a.first.is_none()),
            PossibleCause::Undecided => self.inside_where("why-undecided", |a| !a.in_period && a.first.is_some()),
            PossibleCause::NotStated => self.not_stated()?,
            PossibleCause::ExcludedByStatus => {
                let others = [Status::Announced, Status::Postponed, Status::Draft];
                let status: Vec<Status> = others.into_iter().filter(|s| !filters.status.contains(s)).collect();
                if status.is_empty() {
                    return Ok(Vec::new());
                }
                let relaxed = Filters {
                    status,
                    ..filters.clone()
                };
                self.beyond(relaxed, |a| format!("why-status-{}", a.status))?
            }
            PossibleCause::ExcludedByRole if filters.our_role.is_empty() => Vec::new(),
            PossibleCause::ExcludedByRole => {
                let relaxed = Filters {
                    our_role: Vec::new(),
                    ..filters.clone()
                };
                self.beyond(relaxed, |a| format!("why-our_role-{}", a.our_role))?
            }
            PossibleCause::ExcludedByListedRole => match listed_role_relaxed(filters) {
                Some(relaxed) => self.beyond(relaxed, |_| "why-listed_role".to_owned())?,
                None => Vec::new(),
            },
            PossibleCause::ExcludedByType if filters.kind.is_empty() && filters.meetings.is_none() => Vec::new(),
            PossibleCause::ExcludedByType => {
                let relaxed = Filters {
                    kind: Vec::new(),
                    meetings: None,
                    ..filters.clone()
                };
                self.beyond(relaxed, |_| "why-type".to_owned())?
            }
            PossibleCause::CountedAsGuest => {
                let added = |a: &ActivityInScope| matches!(a.our_role, OurRole::Participant | OurRole::Party);
                let guests = self.inside.iter().filter(|a| a.decided && added(a));
                guests
                    .map(|a| CauseCandidate::new(a.key, format!("why-our_role-{}", a.our_role)))
                    .collect()
            }
            PossibleCause::CountedMeetings => {
                self.inside_where("why-meeting", |a| a.decided && ActivityType::MEETINGS.contains(&a.kind))
            }
        })
    }

    /// Whether the figure depends on how many came.
    fn needs_counts(&self) -> bool {
        let measure = self.question.measure;
        !measure.is_stock() && !matches!(measure, Measure::Activities | Measure::Agencies | Measure::Days)
    }

    fn inside_where(&self, why: &str, fits: impl Fn(&ActivityInScope) -> bool) -> Vec<CauseCandidate> {
        let fitting = self.inside.iter().filter(|activity| fits(activity));
        fitting.map(|activity| CauseCandidate::new(activity.key, why)).collect()
    }

    /// What the question is about under other filters, and not under its own.
    fn beyond(&self, filters: Filters, why: impl Fn(&ActivityInScope) -> String) -> Result<Vec<CauseCandidate>, Error> {
        let relaxed = Question {
            filters,
            ..self.question.clone()
        };
        let outside = self
            .dataset
            .scope(&relaxed)?
            .into_iter()
            .filter(|a| !self.keys.contains(&a.key));
        Ok(outside
            .map(|activity| CauseCandidate::new(activity.key, why(&activity)))
            .collect())
    }

    /// Those of which one thing that was asked for is not stated.
    fn not_stated(&self) -> Result<Vec<CauseCandidate>, Error> {
        let mut found = self.inside_where("why-not_stated-country", |a| !a.decided && a.in_period);
        let mut known: HashSet<i64> = found.iter().map(|candidate| candidate.key).collect();
        for (name, relax) in RELAXED {
            let mut filters = self.question.filters.clone();
            if relax(&mut filters, self.question.measure) {
                for candidate in self.beyond(filters, |_| format!("why-not_stated-{name}"))? {
                    if known.insert(candidate.key) {
                        found.push(candidate);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// The roles of countries that send people.
const SENDING: [CountryRole; 2] = [CountryRole::Beneficiary, CountryRole::Attending];

/// Lets *not stated* do for one filter, and says whether that makes a difference.
type Relax = fn(&mut Filters, Measure) -> bool;

/// The filters of which an activity may lack what is asked for. Where people come from does not choose activities.
const RELAXED: [(&str, Relax); 6] = [
    ("programme", |filters, _| open(&mut filters.programme)),
    ("field", |filters, _| open(&mut filters.field)),
    ("language", |filters, _| open(&mut filters.language)),
    ("country", |filters, measure| {
        let narrows = open(&mut filters.activity_country) | (!measure.is_of_people() && open(&mut filters.country));
        // Where another sending role names the countries, they are stated.
        if SENDING.iter().any(|role| filters.country_role.contains(role)) {
            filters.country_role.extend(SENDING);
            filters.activity_country.values.clear();
            filters.country.values.clear();
        }
        narrows
    }),
    ("agency", |filters, measure| {
        open(&mut filters.activity_agency) | (!measure.is_of_people() && open(&mut filters.agency))
    }),
    ("host_country", |filters, _| open(&mut filters.host_country)),
];

fn open<T>(choice: &mut Choice<T>) -> bool {
    let narrows = !choice.is_open() && !choice.not_stated;
    choice.not_stated |= narrows;
    narrows
}

/// The filters with the roles of listed countries and agencies widened to those that may mean the same: *attending*
/// beside *beneficiary*, and *partner*, which is an agency of which no role is stated. `None` where nothing is narrowed.
fn listed_role_relaxed(filters: &Filters) -> Option<Filters> {
    let mut relaxed = filters.clone();
    let narrowed = SENDING.iter().any(|role| filters.country_role.contains(role));
    if narrowed {
        relaxed.country_role.extend(SENDING);
    }
    if !filters.agency_role.is_empty() {
        relaxed.agency_role.push(AgencyRole::Partner);
    }
    (narrowed || !filters.agency_role.is_empty()).then_some(relaxed)
}
