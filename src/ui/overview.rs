//! The overview: totals since 2007 with their bounds, the years, the published figures beside them, the downloads.

use std::collections::BTreeMap;

use askama::Template;
use chrono::Datelike;

use super::chart::{self, Column, Frame};
use super::claims;
use crate::access::Caller;
use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::input::Params;
use crate::ledger::Ledger;
use crate::statistics::{Coverage, Engine, Figure, Key, Measure, Question};
use crate::text::{Lang, grouped};
use crate::texts::{form, say};

/// The reports offered for download, in the order of the page. Those of persons are not for everybody.
const REPORTS: [&str; 10] = [
    "activities",
    "annual-summary",
    "country-summary",
    "agency-summary",
    "programme-summary",
    "statistics",
    "countries",
    "agencies",
    "programmes",
    "published-figures",
];

/// A figure as the page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverviewFigure {
    pub low: u64,
    pub high: Option<u64>,
    pub reported: Option<u64>,
    pub activities: u64,
    pub uncounted: u64,
    pub undecided: u64,
}

struct Kpi {
    label: String,
    main: String,
    /// For the style: words stand beside the number, which is set smaller then.
    is_long: bool,
    notes: Vec<String>,
}

/// What a measure counts, by its definition.
struct Footnote {
    measure: String,
    version: u32,
    text: String,
}

struct YearRow {
    year: String,
    activities: String,
    reported: String,
    certain: String,
    uncounted: String,
}

/// What the page needs of the record.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub data_version: i64,
    /// By name of measure, in the order shown.
    pub totals: Vec<(&'static str, OverviewFigure)>,
    /// Activities and participations of each year; `None` is the year of what has no date.
    pub years: Vec<(Option<i32>, OverviewFigure, OverviewFigure)>,
    /// What was announced.
    pub claims: Vec<claims::ReconciledFigure>,
    /// The year that is not over.
    pub this_year: i32,
    /// How much of what was held is recorded.
    pub coverage: Option<Coverage>,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Page<'a> {
    lang: Lang,
    languages: [Lang; 3],
    office: &'a str,
    licence: &'a str,
    contact: Option<&'a str>,
    style_version: String,
    data_version: i64,
    empty: bool,
    kpis: Vec<Kpi>,
    undecided: Option<String>,
    coverage: String,
    unfinished: Option<String>,
    years: Vec<YearRow>,
    chart_wide: String,
    chart_narrow: String,
    published: Vec<claims::Row>,
    published_rest: String,
    reports: [&'static str; 10],
    footnotes: Vec<Footnote>,
}

impl Page<'_> {
    /// A text of the page in its language.
    fn t(&self, id: &str) -> String {
        say(self.lang, id, &[])
    }
}

/// The page in a language.
pub async fn render(lang: Lang, config: &Config, engine: &Engine, ledger: &Ledger) -> Result<String, Error> {
    let figures = load(config, engine, ledger).await?;
    let page = Page {
        lang,
        languages: Lang::ALL,
        office: config.office_name.best(lang),
        licence: &config.data_licence,
        contact: config.contact.as_deref(),
        style_version: super::style_version(),
        data_version: figures.data_version,
        empty: figures.totals.iter().all(|(_, f)| f.activities == 0),
        kpis: figures
            .totals
            .iter()
            .map(|(measure, f)| kpi(measure, f, lang))
            .collect(),
        undecided: undecided(&figures, lang),
        coverage: figures.coverage.unwrap_or(Coverage::NotStated).text(lang),
        unfinished: figures
            .years
            .iter()
            .any(|(year, ..)| *year == Some(figures.this_year))
            .then(|| say(lang, "page-unfinished", &[("year", &figures.this_year.to_string())])),
        years: figures.years.iter().map(|row| year_row(row, lang)).collect(),
        chart_wide: years_chart("wide", 1100, &figures, lang),
        chart_narrow: years_chart("narrow", 340, &figures, lang),
        published: figures
            .claims
            .iter()
            .take(CLAIMS)
            .map(|claim| claim.row(lang))
            .collect(),
        published_rest: counted(lang, "page-published-rest", figures.claims.len()),
        reports: REPORTS,
        footnotes: Measure::TOTALS
            .into_iter()
            .map(|measure| footnote(measure, lang))
            .collect(),
    };
    page.render().or_internal("a page cannot be written")
}

/// How many published figures the page shows; a page of their own has them all.
const CLAIMS: usize = 3;

/// What the page asks, in the words of the API: everything held since this year.
const SINCE: (&str, &str) = ("since", "2007");

/// Asks the statistics as the public may ask them, and lists the claims.
async fn load(config: &Config, engine: &Engine, ledger: &Ledger) -> Result<Figures, Error> {
    let public = Caller::public(config.threshold());
    let dataset = engine.dataset().await?;
    let totals = engine
        .totals(&dataset, Question::read_totals(&params(&[SINCE])), public)
        .await?;
    let find = |measure: Measure| {
        totals
            .figures
            .iter()
            .find(|(m, _)| *m == measure)
            .map(|(_, f)| shown(f))
    };
    let of_activities = totals.figures.iter().find(|(m, _)| *m == Measure::Activities);
    let coverage = of_activities.map(|(_, figure)| figure.coverage);
    let mut years: BTreeMap<i32, (OverviewFigure, OverviewFigure)> = BTreeMap::new();
    for (measure, is_people) in [("activities", false), ("participations", true)] {
        let question = Question::read(&params(&[SINCE, ("by", "year"), ("measure", measure)])).for_caller(&public);
        for row in engine.answer(&dataset, question).await?.rows {
            if let [Key::Year(year)] = row.keys.as_slice() {
                let year = years.entry(*year).or_default();
                *(if is_people { &mut year.1 } else { &mut year.0 }) = shown(&row.figure);
            }
        }
    }
    let claims = {
        let dataset = dataset.clone();
        ledger.db().scan(move |conn| claims::load(conn, &dataset)).await?
    };
    Ok(Figures {
        data_version: totals.data_version,
        totals: Measure::TOTALS
            .into_iter()
            .filter_map(|m| Some((m.as_str(), find(m)?)))
            .collect(),
        years: years
            .into_iter()
            .map(|(year, (activities, people))| (Some(year), activities, people))
            .collect(),
        claims,
        this_year: dataset.today.year(),
        coverage,
    })
}

fn params(pairs: &[(&str, &str)]) -> Params {
    Params::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

pub(super) fn shown(figure: &Figure) -> OverviewFigure {
    OverviewFigure {
        low: figure.low,
        high: figure.high,
        reported: figure.reported,
        activities: figure.activities,
        uncounted: figure.uncounted,
        undecided: figure.undecided,
    }
}

/// A figure in words: itself where nothing is in doubt, otherwise what is certain.
pub(super) fn certain(figure: &OverviewFigure, lang: Lang) -> String {
    let low = grouped(figure.low, lang);
    match figure.high {
        Some(high) if high == figure.low => low,
        Some(high) => say(lang, "page-between", &[("low", &low), ("high", &grouped(high, lang))]),
        None if figure.low == 0 => say(lang, "page-unknown", &[]),
        None => say(lang, "page-at-least", &[("shown", &low)]),
    }
}

/// A text with a number in it.
pub(super) fn counted(lang: Lang, id: &str, number: usize) -> String {
    let number = u64::try_from(number).unwrap_or(u64::MAX);
    say(
        lang,
        id,
        &[("n", &form(number).to_string()), ("shown", &grouped(number, lang))],
    )
}

/// What is in no certain year, said once for all figures.
fn undecided(figures: &Figures, lang: Lang) -> Option<String> {
    let (_, activities) = figures.totals.iter().find(|(measure, _)| *measure == "activities")?;
    let n = activities.undecided;
    let args = [("n", &*form(n).to_string()), ("shown", &*grouped(n, lang))];
    (n > 0).then(|| say(lang, "page-undecided", &args))
}

fn kpi(measure: &str, figure: &OverviewFigure, lang: Lang) -> Kpi {
    let mut notes = Vec::new();
    let exact = figure.high == Some(figure.low);
    let reported = figure.reported.unwrap_or(0);
    let args = [
        ("n", &*form(reported).to_string()),
        ("shown", &*grouped(reported, lang)),
    ];
    match measure {
        _ if exact => {}
        "people" => notes.push(say(lang, "page-note-people", &args)),
        "participations" if figure.reported.is_some_and(|reported| reported > figure.low) => {
            notes.push(say(lang, "page-note-stated", &args));
        }
        _ => {}
    }
    if measure == "participations" && figure.activities > 0 {
        let (n, of) = (form(figure.uncounted).to_string(), grouped(figure.activities, lang));
        let shown = grouped(figure.uncounted, lang);
        notes.push(say(
            lang,
            "page-note-uncounted",
            &[("n", &n), ("shown", &shown), ("of", &of)],
        ));
    }
    let main = certain(figure, lang);
    Kpi {
        label: say(lang, &format!("page-kpi-{measure}"), &[]),
        is_long: main.chars().count() > 8,
        main,
        notes,
    }
}

fn footnote(measure: Measure, lang: Lang) -> Footnote {
    Footnote {
        measure: measure.title(lang),
        version: measure.version(),
        text: measure.text(lang),
    }
}

fn year_label(year: Option<i32>, lang: Lang) -> String {
    year.map_or_else(|| say(lang, "page-undated", &[]), |year| year.to_string())
}

fn year_row((year, activities, people): &(Option<i32>, OverviewFigure, OverviewFigure), lang: Lang) -> YearRow {
    YearRow {
        year: year_label(*year, lang),
        activities: certain(activities, lang),
        reported: people.reported.map_or_else(|| "–".to_owned(), |n| grouped(n, lang)),
        certain: certain(people, lang),
        uncounted: grouped(people.uncounted, lang),
    }
}

fn years_chart(class: &str, width: u32, figures: &Figures, lang: Lang) -> String {
    let dated = figures.years.iter().filter(|(year, ..)| year.is_some());
    let column = |year: Option<i32>, figure: &OverviewFigure, possible: Option<u64>, shown: String| Column {
        label: year_label(year, lang),
        certain: Some(figure.low).filter(|low| *low > 0),
        possible: possible.filter(|possible| *possible > 0),
        shown,
        unfinished: year == Some(figures.this_year),
    };
    let number = |n: u64| grouped(n, lang);
    let activities: Vec<Column> = dated
        .clone()
        .map(|(year, figure, _)| {
            let shown = match figure.high {
                Some(high) if high > figure.low => format!("{}–{}", number(figure.low), number(high)),
                _ => number(figure.low),
            };
            column(*year, figure, figure.high, shown)
        })
        .collect();
    let people: Vec<Column> = dated
        .map(|(year, _, figure)| {
            let shown = match figure.reported {
                Some(reported) if reported > figure.low => format!("{}–{}", number(figure.low), number(reported)),
                _ if figure.high == Some(figure.low) => number(figure.low),
                _ => format!("≥ {}", number(figure.low)),
            };
            column(*year, figure, figure.reported, shown)
        })
        .collect();
    let names = [
        say(lang, "page-activities", &[]),
        say(lang, "page-chart-attendances", &[]),
    ];
    let [upper, lower] = &names;
    let meta = Frame {
        class,
        width,
        title: &say(lang, "page-chart-title", &[]),
        rtl: lang.is_rtl(),
    };
    chart::two_rows(meta, (upper, &activities), (lower, &people))
}
