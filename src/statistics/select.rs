//! Asking one activity about some of its people: along each of country, sex and agency *these*, *not stated*, or both.

use super::bounds::{Bounds, Countries, CountrySet, Figure, Of, Question, Sex};
use super::figure::plus;
use super::filters::AgencyFilter;

/// Where people come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountriesAsked {
    Any,
    /// From these countries.
    In(CountrySet),
    /// From these countries, or of none that is stated.
    InOrNotStated(CountrySet),
    /// Of no country that is stated; with a set, of these all the same.
    NotStated(Option<CountrySet>),
}

/// Of which sex they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SexesAsked {
    Any,
    Is(Sex),
    NotStated,
    /// Of either, as stated.
    Both,
    IsOrNotStated(Sex),
}

/// For whom they work.
#[derive(Debug, Clone, Copy)]
pub enum AgenciesAsked<'a> {
    Any,
    Is(u32),
    NotStated,
    /// For one of these.
    Among(&'a AgencyFilter),
    AmongOrNotStated(&'a AgencyFilter),
    /// For one of these, and nobody says for which.
    NotStatedAmong(&'a AgencyFilter),
}

/// One activity's answer. `rows` are the groups of countries that are the rows of the dimension; empty where every
/// country is a row of its own.
pub fn ask(
    known: &Bounds,
    rows: &[CountrySet],
    lands: CountriesAsked,
    sexes: SexesAsked,
    work: AgenciesAsked<'_>,
) -> Figure {
    match work {
        AgenciesAsked::Any => of_sex(known, rows, lands, sexes, Of::Any),
        AgenciesAsked::Is(agency) => of_sex(known, rows, lands, sexes, Of::Is(agency)),
        AgenciesAsked::NotStated => of_sex(known, rows, lands, sexes, Of::NotStated),
        AgenciesAsked::Among(filter) => of_agencies(known, rows, lands, sexes, filter).0,
        AgenciesAsked::NotStatedAmong(filter) => {
            let (all, stated, _) = of_agencies(known, rows, lands, sexes, filter);
            minus_stated(all, stated)
        }
        AgenciesAsked::AmongOrNotStated(filter) => {
            let (_, _, elsewhere) = of_agencies(known, rows, lands, sexes, filter);
            minus_stated(of_sex(known, rows, lands, sexes, Of::Any), elsewhere)
        }
    }
}

/// People of some agencies; how many of them are stated; and how many are stated to be of others.
fn of_agencies(
    known: &Bounds,
    rows: &[CountrySet],
    lands: CountriesAsked,
    sexes: SexesAsked,
    filter: &AgencyFilter,
) -> (Figure, u64, u64) {
    let of = |agency| of_sex(known, rows, lands, sexes, Of::Is(agency));
    let whole = of_sex(known, rows, lands, sexes, Of::Any);
    let (mut low, mut reported, mut elsewhere) = (0_u64, None, 0_u64);
    for agency in known.numbered_agencies() {
        let figure = of(agency);
        if filter.admits(agency) {
            low = low.saturating_add(figure.low);
            reported = plus(reported, figure.reported);
        } else {
            elsewhere = elsewhere.saturating_add(figure.reported.unwrap_or(0));
        }
    }
    let mut high = whole.high.map(|high| high.saturating_sub(elsewhere));
    if let Some(agencies) = filter.named() {
        let each = agencies.into_iter().map(|agency| of(agency).high);
        let sum: Option<u64> = each.sum();
        high = match (high, sum) {
            (Some(high), Some(sum)) => Some(high.min(sum)),
            (high, sum) => high.or(sum),
        };
    } else {
        // A part of them is no more than they are, whatever is stated of the part.
        let of_all = |lands, sexes| of_agencies(known, rows, lands, sexes, filter).0.high;
        let wider = [
            (!matches!(sexes, SexesAsked::Any)).then(|| of_all(lands, SexesAsked::Any)),
            (lands != CountriesAsked::Any).then(|| of_all(CountriesAsked::Any, sexes)),
        ];
        high = wider.into_iter().flatten().flatten().chain(high).min();
    }
    let figure = Figure {
        low,
        high: high.map(|high| high.max(low)),
        reported,
    };
    (figure, reported.unwrap_or(0), elsewhere)
}

fn of_sex(known: &Bounds, rows: &[CountrySet], lands: CountriesAsked, sexes: SexesAsked, agency: Of<u32>) -> Figure {
    let of = |sex| of_countries(known, rows, lands, sex, agency);
    match sexes {
        SexesAsked::Any => of(Of::Any),
        SexesAsked::Is(sex) => of(Of::Is(sex)),
        SexesAsked::NotStated => of(Of::NotStated),
        SexesAsked::Both => {
            let [women, men] = Sex::BOTH.map(|sex| of(Of::Is(sex)));
            Figure {
                reported: plus(women.reported, men.reported),
                ..of(Of::Any)
            }
        }
        SexesAsked::IsOrNotStated(sex) => minus_stated(of(Of::Any), of(Of::Is(sex.other())).reported.unwrap_or(0)),
    }
}

fn of_countries(known: &Bounds, rows: &[CountrySet], lands: CountriesAsked, sex: Of<Sex>, agency: Of<u32>) -> Figure {
    let of = |countries| known.ask(&Question { countries, sex, agency });
    match lands {
        CountriesAsked::Any => of(Countries::Any),
        CountriesAsked::In(set) => of(Countries::In(set)),
        CountriesAsked::NotStated(None) => of(Countries::NotStated(rows)),
        CountriesAsked::NotStated(Some(set)) if known.lies_in(&set) => of(Countries::NotStated(rows)),
        CountriesAsked::NotStated(Some(set)) if is_one_row(known, rows, set) => Figure {
            low: 0,
            high: Some(0),
            reported: None,
        },
        CountriesAsked::NotStated(Some(set)) => of(Countries::NotStatedIn(set)),
        CountriesAsked::InOrNotStated(set) => {
            let whole = of(Countries::Any);
            if let Some(row) = whole_row(known, rows) {
                let outside = row.intersect(set).is_empty();
                let nobody = Figure {
                    low: 0,
                    high: Some(0),
                    reported: whole.reported.map(|_| 0),
                };
                return if outside { nobody } else { whole };
            }
            let others = |sex, agency| known.stated_from(set.complement(), sex, agency);
            match (sex, agency) {
                (Of::Is(sex), Of::Any) => minus_stated(whole, others(Some(sex), None)),
                (Of::Any, Of::Is(agency)) => minus_stated(whole, others(None, Some(agency))),
                (Of::Is(sex), Of::Is(agency)) => minus_stated(whole, others(Some(sex), Some(agency))),
                (Of::Any, Of::Any) => minus_stated(whole, others(None, None)),
                _ => {
                    // Those of other countries may be among those of whom sex or agency is stated.
                    let others = others(None, None);
                    let apart = known.stated_of_sexes().saturating_add(known.stated_of_agencies());
                    let high = whole.high.map(|high| high.saturating_sub(others.saturating_sub(apart)));
                    Figure {
                        high,
                        ..minus_stated(whole, others)
                    }
                }
            }
        }
    }
}

/// Whether all of a group of countries that can have sent people lie in one row.
fn is_one_row(known: &Bounds, rows: &[CountrySet], set: CountrySet) -> bool {
    let reach = known.reach().intersect(set);
    if rows.is_empty() {
        reach.len() <= 1
    } else {
        rows.iter().any(|row| reach.is_within(row))
    }
}

/// The row that all people lie in.
fn whole_row(known: &Bounds, rows: &[CountrySet]) -> Option<CountrySet> {
    let reach = known.reach();
    let own = (rows.is_empty() && reach.len() == 1).then_some(reach);
    own.into_iter()
        .chain(rows.iter().copied())
        .find(|row| known.lies_in(row))
}

/// A figure less people who are stated to be elsewhere.
fn minus_stated(figure: Figure, stated: u64) -> Figure {
    Figure {
        low: figure.low.saturating_sub(stated),
        high: figure.high.map(|high| high.saturating_sub(stated)),
        reported: figure.reported.map(|reported| reported.saturating_sub(stated)),
    }
}
