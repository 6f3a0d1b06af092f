//! The filters of a list of activities, read in one place.

use chrono::NaiveDate;

use crate::access::Caller;
use crate::activities::filter::{ActivityFilter, Resolved, read_sort};
use crate::activities::model::{CountryRole, Status};
use crate::codes;
use crate::db::Conn;
use crate::directory;
use crate::error::{Error, Fault, OrInternal};
use crate::input::{Code, Params};
use crate::statistics::question::{Choice, words};
use crate::statistics::{Dataset, Filters, ListQuestion, Measure, Question};
use crate::time::PartialDate;

codes! {
    /// How an activity has to do with a country: a role that it lists, or its place.
    pub enum CountryPart {
        Beneficiary = "beneficiary", Provider = "provider", Attending = "attending", Host = "host",
        /// It takes place there.
        Place = "place",
    }
}

impl CountryPart {
    fn role(self) -> Option<CountryRole> {
        CountryRole::from_code(self.code())
    }
}

/// The filters that a list takes as figures do.
const AS_FIGURES: [&str; 22] = [
    "status",
    "type",
    "meetings",
    "mode",
    "our_role",
    "year",
    "from",
    "since",
    "to",
    "programme",
    "programme_tree",
    "field",
    "language",
    "activity_country",
    "host_country",
    "oic_group",
    "membership",
    "agency",
    "activity_agency",
    "agency_role",
    "agency_kind",
    "predecessors",
];

/// A list as it was asked for.
#[derive(Debug, Clone)]
pub struct ListFilter {
    rows: ActivityFilter,
    /// Where the facts decide.
    question: Option<ListQuestion>,
}

impl ListFilter {
    /// Reads the parameters. What is wrong is kept in `params`, whose `finish` tells it.
    pub fn read(params: &Params, caller: &Caller) -> Self {
        let filters = read_as_figures(params, caller);
        let rows = ActivityFilter {
            plan_year: params
                .integer("plan_year", 1900..=2200)
                .and_then(|year| i32::try_from(year).ok()),
            undated: params.flag("undated"),
            overdue: params.flag("overdue"),
            possible_duplicate: params.flag("possible_duplicate"),
            text: params.search("q").map(str::to_owned),
            sort: read_sort(params),
            with_drafts: caller.may_see_drafts(),
            deleted: params.flag("deleted").unwrap_or(false),
            ..ActivityFilter::default()
        };
        let parts: Vec<CountryPart> = params.codes("country_role");
        let roles: Vec<CountryRole> = parts.iter().filter_map(|part| part.role()).collect();
        let levels = params.integers("level", 0..=5).into_iter();
        let listed = ListQuestion {
            countries: words(params, "country"),
            country_roles: if parts.is_empty() {
                CountryRole::ALL.to_vec()
            } else {
                roles.clone()
            },
            by_place: parts.is_empty() || parts.contains(&CountryPart::Place),
            levels: levels.filter_map(|level| u8::try_from(level).ok()).collect(),
            uncounted: params.flag("uncounted"),
            unstated_countries: params.flag("unstated_countries"),
            undecided: params.flag("undecided").unwrap_or(false),
            question: Question::total(
                Measure::Activities,
                Filters {
                    country_role: roles,
                    ..filters
                },
            )
            .for_caller(caller),
        };
        let beyond_rows = beyond_rows(&listed);
        if rows.deleted {
            refuse_of_deleted(params, caller, &beyond_rows);
        }
        let filters = &listed.question.filters;
        let (from, to) = (filters.from.map(PartialDate::first), filters.to.map(PartialDate::last));
        if beyond_rows.is_empty() {
            return Self {
                rows: ActivityFilter {
                    kinds: filters.kind.clone(),
                    modes: filters.mode.clone(),
                    statuses: if params.has("status") {
                        filters.status.clone()
                    } else {
                        Vec::new()
                    },
                    our_roles: filters.our_role.clone(),
                    programmes: filters.programme.values.clone(),
                    fields: filters.field.values.clone(),
                    languages: filters.language.values.clone(),
                    years: filters.year.values.clone(),
                    from,
                    to,
                    ..rows
                },
                question: None,
            };
        }
        // The facts decide on the days too; rows that they cannot choose need not be read.
        let certain = !listed.undecided;
        Self {
            rows: ActivityFilter {
                from: from.filter(|_| certain),
                to: to.filter(|_| certain),
                ..rows
            },
            question: Some(listed),
        }
    }

    /// The order of the list.
    pub fn sort(&self) -> &'static str {
        self.rows.sort
    }

    /// Whether the facts of the record are needed.
    pub fn needs_facts(&self) -> bool {
        self.question.is_some()
    }

    /// Whether tomorrow's list may differ although nothing is recorded until then.
    pub fn is_of_the_day(&self) -> bool {
        self.rows.overdue.is_some()
    }

    /// Whether the list is long to find: then no other request waits behind it.
    pub fn looks_at_all(&self, counts: bool) -> bool {
        let searches = self.rows.text.is_some() || self.rows.possible_duplicate.is_some();
        self.question.is_some() || ((counts || searches) && !self.rows.counts_quickly())
    }

    /// Looks the codes up and decides what the facts decide; what is past is so on the day `today`.
    pub fn resolve(self, conn: &mut Conn, dataset: Option<&Dataset>, today: NaiveDate) -> Result<Resolved, Error> {
        let mut rows = self.rows;
        if let Some(listed) = &self.question {
            let dataset = dataset.or_internal("a list has no facts")?;
            let chosen = dataset.listed(listed);
            rows.only = Some(chosen.map_err(|error| directory::suggested(conn, error))?);
        }
        rows.resolve(conn, today)
    }
}

/// The filters that mean what they mean in figures. Without `status` a list has all.
fn read_as_figures(params: &Params, caller: &Caller) -> Filters {
    let shared = params.only(&AS_FIGURES);
    let mut filters = Filters::read(&shared);
    filters.refuse_hidden(&shared, caller);
    params.take_faults(shared);
    if !params.has("status") {
        filters.status = Status::ALL.to_vec();
    }
    filters
}

/// What was asked that the rows of the database do not answer.
fn beyond_rows(listed: &ListQuestion) -> Vec<&'static str> {
    let filters = &listed.question.filters;
    let codes = |choice: &Choice<String>| !choice.is_open();
    let asked = [
        ("meetings", filters.meetings.is_some()),
        ("programme", filters.programme.not_stated),
        ("programme_tree", filters.programme_tree),
        ("field", filters.field.not_stated),
        ("language", filters.language.not_stated),
        ("year", filters.year.not_stated),
        ("country", codes(&listed.countries)),
        ("activity_country", codes(&filters.activity_country)),
        ("host_country", codes(&filters.host_country)),
        ("oic_group", !filters.oic_group.is_open()),
        ("membership", !filters.membership.is_open()),
        ("agency", codes(&filters.agency)),
        ("activity_agency", codes(&filters.activity_agency)),
        ("agency_kind", !filters.agency_kind.is_open()),
        ("predecessors", filters.predecessors),
        ("level", !listed.levels.is_empty()),
        ("uncounted", listed.uncounted.is_some()),
        ("unstated_countries", listed.unstated_countries.is_some()),
        ("undecided", listed.undecided),
    ];
    asked
        .into_iter()
        .filter(|(_, asked)| *asked)
        .map(|(name, _)| name)
        .collect()
}

/// What is deleted is in no fact and in no past, and is told of to officers alone.
fn refuse_of_deleted(params: &Params, caller: &Caller, beyond_rows: &[&'static str]) {
    if !caller.may_see_drafts() {
        params.invalid(Fault::parameter("deleted", "hidden_value").with("value", "deleted=true"));
        return;
    }
    let besides = ["as_of", "possible_duplicate"].into_iter();
    let besides = besides.filter(|name| params.has(name));
    for name in besides.chain(beyond_rows.iter().copied()) {
        params.invalid(Fault::parameter(name, "not_of_deleted").with("name", name));
    }
}
