//! The summaries: per year, country, agency and programme the figures that a yearly report or a brief needs side by side.
//! Each is a question to the statistics of its own; nothing is added up here.

mod columns;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Report;
use super::column::Column;
use super::figures::{about, numbers};
use super::plan::{ExportRequest, Pages};
use super::reference::{self, Texts};
use super::sheet::Sheet;
use crate::access::Caller;
use crate::activities::model::{AgencyRole, CountryRole};
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::input::Params;
use crate::statistics::{Coverage, Dataset, Dimension, Figure, Filters, Key, Measure, Question};

/// `annual-summary.csv`.
pub const ANNUAL: Report = Report {
    name: "annual-summary",
    title: "Summary by year",
    about: "One row per year in which something took place: activities, participations, people, countries and agencies, \
            each with its bounds. The row without a year is what is undated. An empty cell is not certain, not bounded or \
            not stated, or withheld where the column of that name says `true`; it is never zero. People, countries and \
            agencies of several years overlap and do not add up.",
    columns: columns::ANNUAL,
    key: &[],
    of_persons: false,
    read: annual,
};

/// `country-summary.csv`.
pub const COUNTRY: Report = Report {
    name: "country-summary",
    title: "Summary by country",
    about: "One row per country that occurs: the activities that it benefited from, attended, provided and hosted, side by \
            side and never added, and who came from it. An activity that names several countries is in each of their rows.",
    columns: columns::COUNTRY,
    key: &[],
    of_persons: false,
    read: country,
};

/// `agency-summary.csv`.
pub const AGENCY: Report = Report {
    name: "agency-summary",
    title: "Summary by agency",
    about: "One row per agency that occurs: the activities that it benefited from, provided, organised and so on, side by \
            side and never added, and who came from it.",
    columns: columns::AGENCY,
    key: &[],
    of_persons: false,
    read: agency,
};

/// `programme-summary.csv`.
pub const PROGRAMME: Report = Report {
    name: "programme-summary",
    title: "Summary by programme",
    about: "One row per programme with activities: how many, who came and from how many countries, each with its bounds. An \
            activity of several programmes is in each of their rows. The row without a code is of no programme.",
    columns: columns::PROGRAMME,
    key: &[],
    of_persons: false,
    read: programme,
};

/// The figures of one question by the keys of its one dimension as cells spell them; what is not stated is empty.
type Figures = BTreeMap<String, Figure>;

/// The statistics under the filters of one request.
struct SummaryQuestion<'f> {
    dataset: &'f Dataset,
    filters: &'f Filters,
    caller: Caller,
}

impl SummaryQuestion<'_> {
    fn question(&self, measure: Measure, by: Vec<Dimension>, filters: Filters) -> Question {
        Question {
            by,
            ..Question::total(measure, filters).for_caller(&self.caller)
        }
    }

    fn by(&self, measure: Measure, dimension: Dimension) -> Result<Figures, Error> {
        self.narrowed(measure, dimension, self.filters.clone())
    }

    fn narrowed(&self, measure: Measure, dimension: Dimension, filters: Filters) -> Result<Figures, Error> {
        let question = self.question(measure, vec![dimension], filters);
        let rows = self.dataset.answer(&question, None)?.rows;
        let keyed = rows.into_iter().map(|row| (spelt(row.keys.first()), row.figure));
        Ok(keyed.collect())
    }

    fn of_country(&self, roles: &[CountryRole]) -> Result<Figures, Error> {
        let country_role = roles.to_vec();
        let filters = Filters {
            country_role,
            ..self.filters.clone()
        };
        self.narrowed(Measure::Activities, Dimension::ActivityCountry, filters)
    }

    fn of_agency(&self, roles: &[AgencyRole]) -> Result<Figures, Error> {
        let agency_role = roles.to_vec();
        let filters = Filters {
            agency_role,
            ..self.filters.clone()
        };
        self.narrowed(Measure::Activities, Dimension::ActivityAgency, filters)
    }

    /// The first and the last year of each key.
    fn years(&self, dimension: Dimension, filters: Filters) -> Result<BTreeMap<String, (i32, i32)>, Error> {
        let question = self.question(Measure::Activities, vec![dimension, Dimension::Year], filters);
        let mut years: BTreeMap<String, (i32, i32)> = BTreeMap::new();
        for row in self.dataset.answer(&question, None)?.rows {
            if let (Some(Key::Year(year)), 1..) = (row.keys.get(1), row.figure.activities) {
                let span = years.entry(spelt(row.keys.first())).or_insert((*year, *year));
                *span = (span.0.min(*year), span.1.max(*year));
            }
        }
        Ok(years)
    }
}

fn spelt(key: Option<&Key>) -> String {
    key.map(ToString::to_string).unwrap_or_default()
}

/// Every key of some figures once, in order; what is not stated comes last.
fn keys(figures: &[&Figures]) -> Vec<String> {
    let mut keys: Vec<String> = figures.iter().flat_map(|figures| figures.keys().cloned()).collect();
    keys.sort_by(|a, b| (a.is_empty(), a).cmp(&(b.is_empty(), b)));
    keys.dedup();
    keys
}

/// Activities that surely match: none where there is no row.
fn sure(figures: &Figures, key: &str, sheet: &mut Sheet<'_>) {
    sheet.plain(figures.get(key).map_or(0, |figure| figure.activities));
}

fn undecided(figures: &[&Figures], key: &str, sheet: &mut Sheet<'_>) {
    let most = figures.iter().filter_map(|f| f.get(key)).map(|f| f.undecided).max();
    sheet.plain(most.unwrap_or(0));
}

/// Value, low, high, reported: empty where the record has no such row.
fn four(figures: &Figures, key: &str, sheet: &mut Sheet<'_>) {
    numbers(figures.get(key), sheet);
}

/// The same of a measure of people, and whether they are withheld.
fn five(figures: &Figures, key: &str, sheet: &mut Sheet<'_>) {
    four(figures, key, sheet);
    sheet.plain(figures.get(key).is_some_and(|figure| figure.withheld));
}

fn uncounted(figures: &Figures, key: &str, sheet: &mut Sheet<'_>) {
    sheet.plain_or_empty(figures.get(key).map(|figure| figure.uncounted));
}

/// What can be said of all figures of a row.
fn coverage(figures: &[&Figures], key: &str, sheet: &mut Sheet<'_>) {
    let here = figures.iter().filter_map(|figures| figures.get(key));
    sheet.word(Coverage::weakest(here.map(|figure| figure.coverage)).as_str());
}

fn years(years: &BTreeMap<String, (i32, i32)>, key: &str, sheet: &mut Sheet<'_>) {
    let span = years.get(key);
    sheet.plain_or_empty(span.map(|(first, _)| first));
    sheet.plain_or_empty(span.map(|(_, last)| last));
}

/// What a summary calls its rows.
#[derive(Debug, Deserialize)]
struct Named {
    #[serde(alias = "alpha3")]
    code: String,
    name: Texts,
    country: Option<String>,
    kind: Option<String>,
}

type Names = BTreeMap<String, Named>;

fn by_code(named: Vec<Named>) -> Names {
    named.into_iter().map(|named| (named.code.clone(), named)).collect()
}

fn name(names: &Names, key: &str, sheet: &mut Sheet<'_>) {
    match names.get(key) {
        Some(named) => named.name.write(sheet),
        None => (0..3).for_each(|_| sheet.empty()),
    }
}

/// Reads the filters, writes the summary.
fn summary(
    columns: &'static [Column],
    params: &Params,
    caller: &Caller,
    own: Option<&'static str>,
    write: impl FnOnce(&mut Conn, &SummaryQuestion<'_>, &mut Sheet<'_>) -> Result<(), Error> + Send + 'static,
) -> ExportRequest {
    let filters = Question::read_totals(params);
    filters.refuse_hidden(params, caller);
    if let Some(own) = own.filter(|own| params.has(own)) {
        params.invalid(Fault::parameter(own, "answered_by_columns").with("name", own));
    }
    let caller = *caller;
    let shown = |measure: &&Measure| columns.iter().any(|column| column.name == measure.as_str());
    let about: Vec<String> = Measure::ALL
        .iter()
        .filter(shown)
        .map(|measure| about(*measure))
        .collect();
    let asked = ExportRequest::figures(columns.to_vec(), move |conn, dataset| {
        let asking = SummaryQuestion {
            dataset,
            filters: &filters,
            caller,
        };
        let mut sheet = Sheet::new(columns);
        write(conn, &asking, &mut sheet)?;
        Ok(Pages::Ready(sheet.into_bytes()))
    });
    asked.that_says(about.join(" "))
}

fn annual(params: &Params, caller: &Caller) -> ExportRequest {
    summary(columns::ANNUAL, params, caller, None, |_, asking, sheet| {
        let by = |measure| asking.by(measure, Dimension::Year);
        let activities = by(Measure::Activities)?;
        let participations = by(Measure::Participations)?;
        let (people, countries, agencies) = (by(Measure::People)?, by(Measure::Countries)?, by(Measure::Agencies)?);
        for key in keys(&[&activities, &participations]) {
            sheet.text(&key);
            sure(&activities, &key, sheet);
            undecided(&[&activities], &key, sheet);
            five(&participations, &key, sheet);
            uncounted(&participations, &key, sheet);
            five(&people, &key, sheet);
            four(&countries, &key, sheet);
            four(&agencies, &key, sheet);
            coverage(
                &[&activities, &participations, &people, &countries, &agencies],
                &key,
                sheet,
            );
            sheet.end();
        }
        Ok(())
    })
}

fn country(params: &Params, caller: &Caller) -> ExportRequest {
    summary(
        columns::COUNTRY,
        params,
        caller,
        Some("country_role"),
        |conn, asking, sheet| {
            let names = by_code(reference::countries(conn)?);
            let mut listed = Vec::new();
            for role in [
                CountryRole::Beneficiary,
                CountryRole::Attending,
                CountryRole::Provider,
                CountryRole::Host,
            ] {
                listed.push(asking.of_country(&[role])?);
            }
            listed.push(asking.by(Measure::Activities, Dimension::HostCountry)?);
            // What took place nowhere or elsewhere is no country.
            for figures in &mut listed {
                figures.remove("");
            }
            let participations = asking.by(Measure::Participations, Dimension::Country)?;
            let people = asking.by(Measure::People, Dimension::Country)?;
            let filters = Filters {
                country_role: CountryRole::ALL.to_vec(),
                ..asking.filters.clone()
            };
            let span = asking.years(Dimension::ActivityCountry, filters)?;
            let all: Vec<&Figures> = listed.iter().chain([&participations]).collect();
            for key in keys(&all) {
                sheet.text(&key);
                name(&names, &key, sheet);
                for figures in &listed {
                    sure(figures, &key, sheet);
                }
                undecided(&all, &key, sheet);
                five(&participations, &key, sheet);
                uncounted(&participations, &key, sheet);
                five(&people, &key, sheet);
                years(&span, &key, sheet);
                coverage(&all, &key, sheet);
                sheet.end();
            }
            Ok(())
        },
    )
}

fn agency(params: &Params, caller: &Caller) -> ExportRequest {
    summary(
        columns::AGENCY,
        params,
        caller,
        Some("agency_role"),
        |conn, asking, sheet| {
            let names = by_code(reference::agencies(conn)?);
            let mut listed = vec![asking.of_agency(&[])?];
            for role in [
                AgencyRole::Beneficiary,
                AgencyRole::Provider,
                AgencyRole::Organiser,
                AgencyRole::CoOrganiser,
                AgencyRole::Host,
                AgencyRole::Funder,
                AgencyRole::Supporter,
                AgencyRole::Partner,
            ] {
                listed.push(asking.of_agency(&[role])?);
            }
            for figures in &mut listed {
                figures.remove("");
            }
            let participations = asking.by(Measure::Participations, Dimension::Agency)?;
            let people = asking.by(Measure::People, Dimension::Agency)?;
            let span = asking.years(Dimension::ActivityAgency, asking.filters.clone())?;
            let all: Vec<&Figures> = listed.iter().chain([&participations]).collect();
            for key in keys(&all) {
                let named = names.get(&key);
                sheet.text(&key);
                name(&names, &key, sheet);
                sheet.maybe(named.and_then(|n| n.country.as_deref()));
                sheet.maybe(named.and_then(|n| n.kind.as_deref()));
                for figures in &listed {
                    sure(figures, &key, sheet);
                }
                undecided(&all, &key, sheet);
                five(&participations, &key, sheet);
                uncounted(&participations, &key, sheet);
                five(&people, &key, sheet);
                years(&span, &key, sheet);
                coverage(&all, &key, sheet);
                sheet.end();
            }
            Ok(())
        },
    )
}

fn programme(params: &Params, caller: &Caller) -> ExportRequest {
    summary(columns::PROGRAMME, params, caller, None, |conn, asking, sheet| {
        let names = by_code(reference::programmes(conn)?);
        let by = |measure| asking.by(measure, Dimension::Programme);
        let activities = by(Measure::Activities)?;
        let participations = by(Measure::Participations)?;
        let (people, countries) = (by(Measure::People)?, by(Measure::Countries)?);
        let span = asking.years(Dimension::Programme, asking.filters.clone())?;
        for key in keys(&[&activities, &participations]) {
            sheet.text(&key);
            name(&names, &key, sheet);
            sheet.maybe(names.get(&key).and_then(|n| n.kind.as_deref()));
            sure(&activities, &key, sheet);
            undecided(&[&activities], &key, sheet);
            five(&participations, &key, sheet);
            uncounted(&participations, &key, sheet);
            five(&people, &key, sheet);
            four(&countries, &key, sheet);
            years(&span, &key, sheet);
            coverage(&[&activities, &participations, &people, &countries], &key, sheet);
            sheet.end();
        }
        Ok(())
    })
}
