//! A question to the statistics as it is asked: measure, dimensions and filters, codes not yet looked up. The one place
//! that reads it, for the API, the reports and the pages.

use super::words::{Dimension, GroupCode, Measure, Meetings};
use crate::access::Caller;
use crate::activities::filter::hidden_drafts;
use crate::activities::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;
use crate::disclosure::Clearance;
use crate::error::Fault;
use crate::input::{Code, Params};
use crate::participants::model::Sex as SexCode;
use crate::programmes::model::ProgrammeKind;
use crate::time::PartialDate;

/// How many dimensions one question may have.
pub const MOST_DIMENSIONS: usize = 3;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Question {
    pub measure: Measure,
    /// In the order asked for, each at most once, at most [`MOST_DIMENSIONS`].
    pub by: Vec<Dimension>,
    pub filters: Filters,
    /// Whether drafts are part of the record that is asked.
    pub with_drafts: bool,
    /// As what the people of activities are read.
    pub clearance: Clearance,
}

/// Values of a filter of which any will do, and whether *not stated* will do too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    pub values: Vec<T>,
    pub not_stated: bool,
}

impl<T> Default for Choice<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            not_stated: false,
        }
    }
}

impl<T> Choice<T> {
    /// Whether the filter was not given.
    pub fn is_open(&self) -> bool {
        self.values.is_empty() && !self.not_stated
    }
}

/// Which activities and which people are asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Filters {
    /// Only `held` where nobody says.
    pub status: Vec<Status>,
    pub kind: Vec<ActivityType>,
    pub meetings: Option<Meetings>,
    pub mode: Vec<Mode>,
    pub our_role: Vec<OurRole>,
    pub year: Choice<i32>,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub programme: Choice<String>,
    /// Whether a programme stands for its children too.
    pub programme_tree: bool,
    pub field: Choice<String>,
    pub language: Choice<String>,
    pub country: Choice<String>,
    pub activity_country: Choice<String>,
    pub country_role: Vec<CountryRole>,
    pub host_country: Choice<String>,
    pub oic_group: Choice<GroupCode>,
    pub membership: Choice<MembershipStatus>,
    pub sex: Vec<SexCode>,
    pub agency: Choice<String>,
    pub activity_agency: Choice<String>,
    pub agency_role: Vec<AgencyRole>,
    pub agency_kind: Choice<AgencyKind>,
    /// Whether an agency stands for those it succeeds too.
    pub predecessors: bool,
    pub participation_role: Vec<Role>,
    pub participation_status: Vec<ParticipationStatus>,
    /// Kinds of programme, for the measure that counts programmes.
    pub programme_kind: Vec<ProgrammeKind>,
}

impl Question {
    /// Reads the parameters of `/statistics`. What is wrong is kept in `params`, whose `finish` tells it.
    pub fn read(params: &Params) -> Self {
        let measure = params.code("measure").unwrap_or(Measure::Participations);
        let by = read_by(params);
        let filters = Filters::read(params);
        if measure.is_stock() {
            refuse_activities(params, measure, &by, &filters);
            return Self {
                by,
                ..Self::total(measure, filters)
            };
        }
        if !measure.takes(Dimension::Sex) {
            if by.contains(&Dimension::Sex) {
                params.invalid(sex_needs_people("by").nearest(without(&by, Dimension::Sex)));
            }
            if !filters.sex.is_empty() {
                params.invalid(sex_needs_people("sex"));
            }
        }
        filters.refuse_programme_kinds(params);
        if !measure.is_of_people() {
            for (special, general) in [
                (Dimension::ActivityCountry, Dimension::Country),
                (Dimension::ActivityAgency, Dimension::Agency),
            ] {
                if by.contains(&special) && by.contains(&general) {
                    let fault = Fault::parameter("by", "same_meaning")
                        .with("one", general)
                        .with("other", special);
                    params.invalid(fault.with("measure", measure).nearest(without(&by, special)));
                }
            }
        }
        Self {
            measure,
            by,
            filters,
            with_drafts: false,
            clearance: Clearance::default(),
        }
    }

    /// Reads the parameters of `/statistics/totals`: filters only, which every measure must understand.
    pub fn read_totals(params: &Params) -> Filters {
        let filters = Filters::read(params);
        if !filters.sex.is_empty() {
            params.invalid(sex_needs_people("sex"));
        }
        filters.refuse_programme_kinds(params);
        filters
    }

    /// The question of one measure, without dimensions. What is of no activities has no status.
    pub fn total(measure: Measure, mut filters: Filters) -> Self {
        if measure.is_stock() {
            filters.status.clear();
        }
        Self {
            measure,
            by: Vec::new(),
            filters,
            with_drafts: false,
            clearance: Clearance::default(),
        }
    }

    /// Asks the record as this caller may see it.
    #[must_use]
    pub fn for_caller(mut self, caller: &Caller) -> Self {
        self.with_drafts = caller.may_see_drafts();
        self.clearance = caller.clearance();
        self
    }

    /// Asks the record under this clearance.
    #[must_use]
    pub fn with_clearance(mut self, clearance: Clearance) -> Self {
        self.clearance = clearance;
        self
    }
}

fn sex_needs_people(parameter: &str) -> Fault {
    Fault::parameter(parameter, "sex_needs_people").with("known", Measure::taking(Dimension::Sex))
}

/// Refuses what chooses or splits activities where none are counted.
fn refuse_activities(params: &Params, measure: Measure, by: &[Dimension], filters: &Filters) {
    let taken = measure.stock_filters();
    let fault = |parameter: &str| {
        let fault = Fault::parameter(parameter, "not_of_measure").with("measure", measure);
        fault.with("known", taken.join(", "))
    };
    for dimension in by.iter().filter(|dimension| !measure.takes(**dimension)) {
        params.invalid(fault("by").with("name", dimension).nearest(without(by, *dimension)));
    }
    let mut given: Vec<String> = filters.to_json().keys().cloned().collect();
    // Nobody needs to have asked for what was held.
    given.retain(|name| name != "status" || params.has("status"));
    for name in given.iter().filter(|name| !taken.contains(&name.as_str())) {
        let name = if name == "from" && params.has("since") {
            "since"
        } else {
            name
        };
        params.invalid(fault(name).with("name", name));
    }
}

/// Dimensions as `by` names them.
fn named(by: &[Dimension]) -> String {
    by.iter()
        .map(|dimension| dimension.as_str())
        .collect::<Vec<_>>()
        .join(",")
}

/// The same dimensions but for one; `None` where nothing is left.
fn without(by: &[Dimension], one: Dimension) -> Option<String> {
    let others: Vec<Dimension> = by.iter().copied().filter(|dimension| *dimension != one).collect();
    (!others.is_empty()).then(|| named(&others))
}

fn read_by(params: &Params) -> Vec<Dimension> {
    let mut by = Vec::new();
    let names: Vec<&str> = params
        .single("by")
        .into_iter()
        .filter(|list| !list.is_empty())
        .flat_map(|list| list.split(','))
        .collect();
    let mut repeated = Vec::new();
    for name in &names {
        match Dimension::read(name.trim(), |code| Fault::parameter("by", code)) {
            Ok(dimension) if by.contains(&dimension) => repeated.push(dimension),
            Ok(dimension) => by.push(dimension),
            Err(fault) => params.invalid(fault),
        }
    }
    let too_many = names.len() > MOST_DIMENSIONS;
    by.truncate(MOST_DIMENSIONS);
    let nearest = || (!by.is_empty()).then(|| named(&by));
    for dimension in repeated {
        let fault = Fault::parameter("by", "repeated_dimension").with("name", dimension);
        params.invalid(fault.nearest(nearest()));
    }
    if too_many {
        let fault = Fault::parameter("by", "too_many").with("most", MOST_DIMENSIONS);
        params.invalid(fault.nearest(nearest()));
    }
    by
}

/// The word for *not stated* among a filter's values.
const NOT_STATED: &str = "null";

fn choice<T>(params: &Params, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Choice<T> {
    let mut choice = Choice::default();
    for value in params.many(name).into_iter().filter(|value| !value.is_empty()) {
        if value == NOT_STATED {
            choice.not_stated = true;
        } else if let Some(value) = read(value) {
            choice.values.push(value);
        }
    }
    choice
}

fn codes<C: Code>(params: &Params, name: &'static str) -> Choice<C> {
    choice(params, name, |value| {
        C::read(value, |code| Fault::parameter(name, code))
            .map_err(|fault| params.invalid(fault))
            .ok()
    })
}

/// The codes that a filter names, not yet looked up.
pub fn words(params: &Params, name: &'static str) -> Choice<String> {
    choice(params, name, |value| Some(value.to_owned()))
}

impl Filters {
    /// What is asked where nobody says anything: what was held.
    pub fn held_activities() -> Self {
        Self {
            status: vec![Status::Held],
            ..Self::default()
        }
    }

    /// Reads the filters, which all questions share.
    pub fn read(params: &Params) -> Self {
        let (from, since) = (params.partial_date("from"), params.partial_date("since"));
        if params.has("from") && params.has("since") {
            params.invalid(Fault::parameter("since", "same_as_from"));
        }
        let (from, to) = (from.or(since), params.partial_date("to"));
        if let Some((_, to)) = from.zip(to).filter(|(from, to)| from.first() > to.last()) {
            let name = if params.has("from") { "from" } else { "since" };
            params.invalid(Fault::parameter(name, "from_after_to").nearest(Some(to.to_string())));
        }
        let year = |value: &str| {
            let year = params.read_integer("year", value, 1900..=2200);
            year.and_then(|year| i32::try_from(year).ok())
        };
        let mut status: Vec<Status> = params.codes("status");
        if status.is_empty() {
            status.push(Status::Held);
        }
        Self {
            status,
            kind: params.codes("type"),
            meetings: params.code("meetings"),
            mode: params.codes("mode"),
            our_role: params.codes("our_role"),
            year: choice(params, "year", year),
            from,
            to,
            programme: words(params, "programme"),
            programme_tree: params.flag("programme_tree").unwrap_or(false),
            field: words(params, "field"),
            language: choice(params, "language", |tag| params.read_language("language", tag)),
            country: words(params, "country"),
            activity_country: words(params, "activity_country"),
            country_role: params.codes("country_role"),
            host_country: words(params, "host_country"),
            oic_group: codes(params, "oic_group"),
            membership: codes(params, "membership"),
            sex: params.codes("sex"),
            agency: words(params, "agency"),
            activity_agency: words(params, "activity_agency"),
            agency_role: params.codes("agency_role"),
            agency_kind: codes(params, "agency_kind"),
            predecessors: params.flag("predecessors").unwrap_or(false),
            participation_role: params.codes("participation_role"),
            participation_status: params.codes("participation_status"),
            programme_kind: params.codes("programme_kind"),
        }
    }

    /// Refuses kinds of programme, which choose no activities.
    pub fn refuse_programme_kinds(&self, params: &Params) {
        if !self.programme_kind.is_empty() {
            params.invalid(Fault::parameter("programme_kind", "needs_programmes"));
        }
    }

    /// Whether they choose the same activities for every measure: none of them means something else where people are
    /// counted.
    pub fn choose_alike(&self) -> bool {
        self.country.is_open()
            && self.oic_group.is_open()
            && self.membership.is_open()
            && self.agency.is_open()
            && self.agency_kind.is_open()
    }

    /// Refuses drafts to a caller who asks for them and may not see them: that there are none would be false.
    pub fn refuse_hidden(&self, params: &Params, caller: &Caller) {
        if !caller.may_see_drafts() && self.status.contains(&Status::Draft) {
            params.invalid(hidden_drafts());
        }
    }
}
