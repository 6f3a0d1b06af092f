//! Whether what is stated of one activity can all be true: the statement, the named countries, the counted roster.
//!
//! Plain data in, contradictions out; the database is asked elsewhere. Every contradiction is certain (`docs/COUNTING.md`);
//! where a cell names two axes, a few that only a search of all possible attendances could find are let pass.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Qualifier, StatedSex, Statement};
use crate::error::Fault;

/// People of the roster who came, counted by what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Rows {
    pub country: Option<i64>,
    /// `None` where it is not stated.
    pub sex: Option<StatedSex>,
    pub agency: Option<i64>,
    pub count: i64,
}

/// Everything countable about one activity.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Facts<'a> {
    pub statement: &'a Statement,
    /// Countries listed as beneficiary or attending.
    pub listed: &'a [i64],
    pub roster: &'a [Rows],
    /// How many countries the unnamed ones may be; `None` where nothing limits them.
    pub members: Option<&'a [i64]>,
}

/// What a change was made through: faults point to its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through<'p> {
    /// An activity's body.
    Activity,
    /// The body of a statement.
    Statement,
    /// A change of the roster, told at this pointer.
    Roster(&'p str),
}

impl Through<'_> {
    fn fault(self, member: &str, code: &'static str) -> Fault {
        match self {
            Self::Activity => Fault::at(format!("/counts{member}"), code),
            Self::Statement => Fault::at(member, code),
            Self::Roster(pointer) => Fault::at(pointer, code),
        }
    }
}

/// Whose number it is; an axis that is `None` is not restricted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Spot {
    country: Option<i64>,
    sex: Option<StatedSex>,
    agency: Option<i64>,
}

impl Spot {
    fn axes(self) -> usize {
        [self.country.is_some(), self.sex.is_some(), self.agency.is_some()]
            .into_iter()
            .filter(|is| *is)
            .count()
    }

    /// What it is a part of, by the axis that is left out.
    fn wholes(self) -> impl Iterator<Item = (Axis, Self)> {
        let country = self.country.map(|_| (Axis::Country, Self { country: None, ..self }));
        let sex = self.sex.map(|_| (Axis::Sex, Self { sex: None, ..self }));
        let agency = self.agency.map(|_| (Axis::Agency, Self { agency: None, ..self }));
        [country, sex, agency].into_iter().flatten()
    }
}

/// An axis of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Axis {
    Country,
    Sex,
    Agency,
}

impl Axis {
    fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Sex => "sex",
            Self::Agency => "agency",
        }
    }
}

/// One number: what was stated of it and of its parts.
#[derive(Debug, Clone, Default)]
struct Entry {
    /// The cell's place in the statement and its number.
    cell: Option<(usize, i64)>,
    rows: i64,
    parts: BTreeMap<Axis, i64>,
    /// How many of its two sexes are known exactly.
    exact_sexes: u8,
}

impl Entry {
    /// So many are stated to lie inside.
    fn stated(&self) -> i64 {
        self.cell.map_or_else(
            || self.parts.values().copied().fold(self.rows, i64::max),
            |(_, number)| number,
        )
    }

    fn by(&self, axis: Axis) -> i64 {
        self.parts.get(&axis).copied().unwrap_or(0)
    }

    fn is_exact(&self) -> bool {
        self.cell.is_some() || self.exact_sexes == 2
    }
}

type Table = BTreeMap<Spot, Entry>;

/// Everything that makes these facts impossible, each as a fault that names the numbers; empty where nothing does.
pub fn contradictions(facts: &Facts<'_>, through: Through<'_>) -> Vec<Fault> {
    let table = table(facts);
    let mut faults: Vec<Fault> = table.values().flat_map(|entry| of_cell(entry, through)).collect();
    let lands = Lands::of(facts, &table);
    faults.extend(of_countries(facts, &lands, through));
    faults.extend(of_total(facts, &table, &lands, through));
    faults
}

/// Every number of which something is stated, parts added up into their wholes from the finest on.
fn table(facts: &Facts<'_>) -> Table {
    let mut table = Table::from([(Spot::default(), Entry::default())]);
    for (at, cell) in facts.statement.cells.iter().enumerate() {
        let key = |reference: &Option<crate::directory::Reference>| reference.as_ref().map(|r| r.key);
        let spot = Spot {
            country: key(&cell.country),
            sex: cell.sex,
            agency: key(&cell.agency),
        };
        table.entry(spot).or_default().cell = Some((at, i64::from(cell.participants)));
    }
    for rows in facts.roster {
        let own = Spot {
            country: rows.country,
            sex: rows.sex,
            agency: rows.agency,
        };
        let mut spots = BTreeSet::from([own]);
        for _ in 0..3 {
            let wider: Vec<Spot> = spots
                .iter()
                .flat_map(|spot| spot.wholes())
                .map(|(_, whole)| whole)
                .collect();
            spots.extend(wider);
        }
        for spot in spots {
            table.entry(spot).or_default().rows += rows.count;
        }
    }
    for axes in (1..=3).rev() {
        let spots: Vec<Spot> = table.keys().copied().filter(|spot| spot.axes() == axes).collect();
        for spot in spots {
            let Some((stated, exact)) = table.get(&spot).map(|entry| (entry.stated(), entry.is_exact())) else {
                continue;
            };
            for (axis, whole) in spot.wholes() {
                let whole = table.entry(whole).or_default();
                *whole.parts.entry(axis).or_default() += stated;
                whole.exact_sexes += u8::from(axis == Axis::Sex && exact);
            }
        }
    }
    table
}

/// A cell against the roster and its parts.
fn of_cell(entry: &Entry, through: Through<'_>) -> Vec<Fault> {
    let Some((at, number)) = entry.cell else {
        return Vec::new();
    };
    let fault = |code| {
        through
            .fault(&format!("/cells/{at}/participants"), code)
            .with("cell", number)
    };
    let mut faults = Vec::new();
    if number < entry.rows {
        faults.push(fault("cell_below_roster").with("roster", entry.rows));
    }
    for (axis, parts) in &entry.parts {
        // Rows of the roster alone are told once, above.
        if number < *parts && *parts > entry.rows {
            faults.push(fault("cell_below_parts").with("by", axis.as_str()).with("parts", parts));
        }
    }
    if entry.exact_sexes == 2 && number > entry.by(Axis::Sex) {
        faults.push(fault("cell_above_sexes").with("sexes", entry.by(Axis::Sex)));
    }
    faults
}

/// Which countries sent people, and how many are known to have.
struct Lands {
    named: BTreeSet<i64>,
    /// Countries whose number is stated as 0.
    barred: BTreeSet<i64>,
    /// u: so many more came that no one names.
    unnamed: i64,
    /// The list and k are the whole.
    closed: bool,
    /// With a head count every country that came sent at least one.
    each: i64,
}

impl Lands {
    fn of(facts: &Facts<'_>, table: &Table) -> Self {
        let of_countries = table.iter().filter(|(spot, _)| spot.axes() == 1);
        let (mut barred, mut named) = (BTreeSet::new(), BTreeSet::new());
        for (country, entry) in of_countries.filter_map(|(spot, entry)| Some((spot.country?, entry))) {
            if entry.stated() > 0 {
                named.insert(country);
            } else if entry.is_exact() {
                barred.insert(country);
            }
        }
        named.extend(facts.listed.iter().copied().filter(|country| !barred.contains(country)));
        let statement = facts.statement;
        let count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        let k = match statement.countries.map(i64::from) {
            None if statement.countries_complete && !facts.listed.is_empty() => Some(count),
            k => k,
        };
        Self {
            unnamed: k.map_or(0, |k| (k - count).max(0)),
            closed: statement.countries_complete && k.is_some(),
            each: i64::from(statement.participants.is_some()),
            named,
            barred,
        }
    }

    fn named_count(&self) -> i64 {
        i64::try_from(self.named.len()).unwrap_or(i64::MAX)
    }
}

fn of_countries(facts: &Facts<'_>, lands: &Lands, through: Through<'_>) -> Option<Fault> {
    let k = i64::from(facts.statement.countries?);
    if facts.statement.countries_complete && k < lands.named_count() {
        let fault = through.fault("/countries", "countries_below_named");
        return Some(fault.with("countries", k).with("named", lands.named_count()));
    }
    let pool = facts
        .members?
        .iter()
        .filter(|m| !lands.named.contains(m) && !lands.barred.contains(m))
        .count();
    let pool = i64::try_from(pool).unwrap_or(i64::MAX);
    let fault = || {
        through
            .fault("/countries", "unnamed_beyond_pool")
            .with("unnamed", lands.unnamed)
            .with("pool", pool)
    };
    (lands.unnamed > pool).then(fault)
}

/// Every reason for a least total against the tightest reason for a most.
fn of_total(facts: &Facts<'_>, table: &Table, lands: &Lands, through: Through<'_>) -> Vec<Fault> {
    let silent = Entry::default();
    let of = |country: i64| {
        table
            .get(&Spot {
                country: Some(country),
                ..Spot::default()
            })
            .unwrap_or(&silent)
    };
    let everybody = table.get(&Spot::default()).unwrap_or(&silent);
    let (head_low, head_high) = head(facts.statement);
    let whole_roster = facts.statement.participants.is_none() && facts.statement.roster_complete && everybody.rows > 0;
    let every_country = lands.closed
        && lands.unnamed == 0
        && !lands.named.is_empty()
        && lands.named.iter().all(|country| of(*country).is_exact());
    let by_country: i64 = lands
        .named
        .iter()
        .map(|country| of(*country).stated().max(lands.each))
        .sum();
    let at_most = [
        (head_high, "head", "/participants/value"),
        (
            whole_roster.then_some(everybody.rows),
            "whole_roster",
            "/roster_complete",
        ),
        (
            (everybody.exact_sexes == 2).then(|| everybody.by(Axis::Sex)),
            "both_sexes",
            "/cells",
        ),
        (every_country.then_some(by_country), "every_country", "/cells"),
    ];
    let Some((most, because, member)) = at_most
        .into_iter()
        .filter_map(|(most, why, at)| Some((most?, why, at)))
        .min_by_key(|(most, _, _)| *most)
    else {
        return Vec::new();
    };
    let came = lands.each * (lands.named_count() + lands.unnamed);
    let at_least = [
        (head_low, "head"),
        (everybody.rows, "roster"),
        (came, "country_count"),
        (
            if came > most {
                0
            } else {
                by_country + lands.each * lands.unnamed
            },
            "countries",
        ),
        (everybody.by(Axis::Sex), "sexes"),
        (everybody.by(Axis::Agency), "agencies"),
    ];
    let above = at_least.into_iter().filter(|(least, _)| *least > most);
    // Rows of the roster are among the countries, sexes and agencies: said once is enough.
    let told =
        |why: &str, least: i64| why == "roster" || why == "head" || least > everybody.rows || everybody.rows <= most;
    above
        .filter(|(least, why)| told(why, *least))
        .map(|(least, why)| {
            let fault = through
                .fault(member, "impossible_total")
                .with("most", most)
                .with("because", because);
            fault.with("least", least).with("why", why)
        })
        .collect()
}

/// What the head count says of the number of people.
fn head(statement: &Statement) -> (i64, Option<i64>) {
    let Some(head) = statement.participants else {
        return (0, None);
    };
    let value = i64::from(head.value);
    match head.qualifier {
        Qualifier::Exact => (value, Some(value)),
        Qualifier::AtLeast => (value, None),
        Qualifier::MoreThan => (value + 1, None),
        Qualifier::AtMost | Qualifier::Nearly => (0, Some(value)),
        Qualifier::About => (0, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activities::counts::{Cell, CountriesOf, HeadCount};
    use crate::directory::Reference;

    const AZE: i64 = 1;
    const TUR: i64 = 2;
    const SEN: i64 = 3;

    fn people(value: i32, qualifier: Qualifier) -> Statement {
        Statement {
            participants: Some(HeadCount { value, qualifier }),
            ..Statement::default()
        }
    }

    fn cell(country: Option<i64>, sex: Option<StatedSex>, participants: i32) -> Cell {
        let country = country.map(|key| Reference {
            key,
            code: key.to_string(),
        });
        Cell {
            country,
            sex,
            agency: None,
            participants,
        }
    }

    fn rows(country: i64, count: i64) -> Rows {
        Rows {
            country: Some(country),
            sex: None,
            agency: None,
            count,
        }
    }

    fn codes(statement: &Statement, listed: &[i64], roster: &[Rows]) -> Vec<&'static str> {
        let facts = Facts {
            statement,
            listed,
            roster,
            members: Some(&[AZE, TUR, SEN]),
        };
        contradictions(&facts, Through::Activity)
            .iter()
            .map(|fault| fault.code)
            .collect()
    }

    #[test]
    fn a_statement_that_can_be_true_is_let_through() {
        let mut statement = people(43, Qualifier::Exact);
        assert!(codes(&statement, &[AZE, TUR], &[rows(AZE, 40)]).is_empty());
        statement.countries = Some(3);
        statement.cells = vec![cell(Some(AZE), None, 41), cell(Some(AZE), Some(StatedSex::Female), 2)];
        assert!(codes(&statement, &[AZE, TUR], &[]).is_empty());
        assert!(
            codes(&Statement::default(), &[AZE], &[rows(TUR, 2)]).is_empty(),
            "a list without a head count counts nobody"
        );
    }

    #[test]
    fn a_head_count_below_the_roster_is_refused_unless_it_is_only_about() {
        let roster = [rows(AZE, 3)];
        for qualifier in [Qualifier::Exact, Qualifier::AtMost, Qualifier::Nearly] {
            assert_eq!(
                codes(&people(2, qualifier), &[], &roster),
                ["impossible_total"],
                "{qualifier}"
            );
        }
        for qualifier in [Qualifier::About, Qualifier::AtLeast, Qualifier::MoreThan] {
            assert!(codes(&people(2, qualifier), &[], &roster).is_empty(), "{qualifier}");
        }
    }

    #[test]
    fn a_head_count_below_the_cells_or_the_number_of_countries_is_refused() {
        let mut statement = people(5, Qualifier::Exact);
        statement.cells = vec![cell(Some(AZE), None, 6)];
        assert_eq!(codes(&statement, &[], &[]), ["impossible_total"]);
        let few = people(2, Qualifier::Exact);
        assert_eq!(
            codes(
                &Statement {
                    countries: Some(3),
                    ..few.clone()
                },
                &[],
                &[]
            ),
            ["impossible_total"]
        );
        assert_eq!(
            codes(&few, &[AZE, TUR, SEN], &[]),
            ["impossible_total"],
            "each country named sent one"
        );
    }

    #[test]
    fn fewer_countries_than_are_named_is_refused_unless_the_list_is_incomplete() {
        let mut statement = people(20, Qualifier::Exact);
        statement.countries = Some(1);
        assert_eq!(codes(&statement, &[AZE, TUR], &[]), ["countries_below_named"]);
        statement.countries_complete = false;
        assert!(codes(&statement, &[AZE, TUR], &[]).is_empty());
    }

    #[test]
    fn more_members_than_there_are_cannot_have_come() {
        let mut statement = people(20, Qualifier::Exact);
        (statement.countries, statement.countries_of) = (Some(4), CountriesOf::Members);
        assert_eq!(codes(&statement, &[AZE], &[]), ["unnamed_beyond_pool"]);
        statement.countries = Some(3);
        assert!(codes(&statement, &[AZE], &[]).is_empty());
        statement.cells = vec![cell(Some(SEN), None, 0)];
        assert_eq!(
            codes(&statement, &[AZE], &[]),
            ["unnamed_beyond_pool"],
            "a cell of 0 bars a country"
        );
    }

    #[test]
    fn cells_that_contradict_each_other_or_the_roster_are_refused() {
        let women = cell(None, Some(StatedSex::Female), 3);
        let men = cell(None, Some(StatedSex::Male), 4);
        let both = Statement {
            cells: vec![women.clone(), men],
            ..people(8, Qualifier::Exact)
        };
        assert_eq!(
            codes(&both, &[], &[]),
            ["impossible_total"],
            "3 women and 4 men are 7 people"
        );
        let part = cell(Some(AZE), Some(StatedSex::Female), 4);
        let parts = Statement {
            cells: vec![women, part.clone()],
            ..Statement::default()
        };
        assert_eq!(codes(&parts, &[], &[]), ["cell_below_parts"]);
        let below = Statement {
            cells: vec![cell(Some(AZE), None, 1)],
            ..people(9, Qualifier::Exact)
        };
        assert_eq!(codes(&below, &[], &[rows(AZE, 2)]), ["cell_below_roster"]);
        let men = cell(Some(AZE), Some(StatedSex::Male), 1);
        let above = Statement {
            cells: vec![part, men, cell(Some(AZE), None, 6)],
            ..Statement::default()
        };
        assert_eq!(codes(&above, &[], &[]), ["cell_above_sexes"]);
    }

    #[test]
    fn without_a_head_count_a_complete_roster_is_the_whole() {
        let mut statement = Statement {
            cells: vec![cell(Some(AZE), None, 5)],
            ..Statement::default()
        };
        assert_eq!(codes(&statement, &[], &[rows(AZE, 2)]), ["impossible_total"]);
        statement.roster_complete = false;
        assert!(codes(&statement, &[], &[rows(AZE, 2)]).is_empty());
    }

    #[test]
    fn the_numbers_of_every_country_are_the_total_when_the_list_is_complete() {
        let cells = vec![cell(Some(AZE), None, 2), cell(Some(TUR), None, 3)];
        let statement = Statement {
            cells,
            ..people(6, Qualifier::Exact)
        };
        assert_eq!(codes(&statement, &[AZE, TUR], &[]), ["impossible_total"]);
        assert!(
            codes(&statement, &[AZE, TUR, SEN], &[]).is_empty(),
            "Senegal sent the sixth"
        );
    }

    #[test]
    fn a_fault_points_to_the_member_of_the_body_it_came_in() {
        let statement = people(2, Qualifier::Exact);
        let roster = [rows(AZE, 3)];
        let facts = Facts {
            statement: &statement,
            listed: &[],
            roster: &roster,
            members: None,
        };
        let at = |through| {
            contradictions(&facts, through)
                .first()
                .map(|fault| format!("{:?}", fault.at))
        };
        assert_eq!(
            at(Through::Activity).as_deref(),
            Some(r#"Some(Pointer("/counts/participants/value"))"#)
        );
        assert_eq!(
            at(Through::Statement).as_deref(),
            Some(r#"Some(Pointer("/participants/value"))"#)
        );
        assert_eq!(
            at(Through::Roster("/items")).as_deref(),
            Some(r#"Some(Pointer("/items"))"#)
        );
    }
}
