//! Whether what is stated of one activity can all be true: the statement, the named countries, the counted roster.
//!
//! The rule is [`bounds::contradictions`] alone, the one that figures are made by (`docs/COUNTING.md`). Here the activity is
//! put to it in numbers, and each contradiction is told as a fault that points to a member of the body. Every contradiction
//! is certain; where a cell names an agency and more, or a country that may be one of the unnamed, a few that only a search
//! of all possible attendances could find are let pass. `against_enumeration.rs` holds it to such a search of small worlds.

#[cfg(test)]
mod against_enumeration;
mod faults;

use std::collections::BTreeMap;

use self::faults::Faults;
use super::counts::{self, Statement};
use crate::bounds::{self, Bounds, Cell, CountrySet, Head, RosterCell, World};
use crate::directory::Reference;
use crate::error::Fault;
use crate::participants::model::Sex;

/// People of the roster who came, counted by what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterCount {
    pub country: Option<i64>,
    /// `None` where it is not stated.
    pub sex: Option<bounds::Sex>,
    pub agency: Option<i64>,
    pub count: i64,
}

/// Everything countable about one activity.
#[derive(Debug, Clone)]
pub struct Counted<'a> {
    pub statement: &'a Statement,
    /// Countries listed as beneficiary or attending.
    pub listed: &'a [i64],
    pub roster: &'a [RosterCount],
    /// The countries that the unnamed ones may be; `None` where nothing limits them.
    pub members: Option<&'a [i64]>,
}

/// What a change was made through: faults point to its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultTarget<'p> {
    /// An activity's body.
    Activity,
    /// The body of a statement.
    Statement,
    /// A change of the roster, told at this pointer.
    Roster(&'p str),
}

impl FaultTarget<'_> {
    fn fault(self, member: &str, code: &'static str) -> Fault {
        match self {
            Self::Activity => Fault::at(format!("/counts{member}"), code),
            Self::Statement => Fault::at(member, code),
            Self::Roster(pointer) => Fault::at(pointer, code),
        }
    }
}

/// Everything that makes these counts impossible, each as a fault that names the numbers; empty where nothing does.
pub fn contradictions(counted: &Counted<'_>, target: FaultTarget<'_>) -> Vec<Fault> {
    let Some(numbers) = Numbers::from_counted(counted) else {
        return Vec::new();
    };
    let (evidence, world) = numbers.evidence(counted);
    let found = bounds::contradictions(&evidence, &world);
    Faults::new(counted, &numbers, target).faults(&found)
}

/// Whether a country is named as having sent people: listed, by a cell or on the roster.
pub fn names_countries(counted: &Counted<'_>) -> bool {
    let evidence = Numbers::from_counted(counted).map(|numbers| numbers.evidence(counted));
    evidence.is_some_and(|(evidence, world)| !Bounds::from_evidence(&evidence, &world).named().is_empty())
}

/// The countries and agencies of an activity, numbered from 0.
struct Numbers {
    countries: BTreeMap<i64, u8>,
    agencies: BTreeMap<i64, u32>,
}

impl Numbers {
    /// `None` where there are more countries than a set of countries has room for, which no record holds.
    fn from_counted(counted: &Counted<'_>) -> Option<Self> {
        let (cells, roster) = (&counted.statement.cells, counted.roster);
        let of_cells = cells.iter().filter_map(|cell| key(cell.country.as_ref()));
        let of_roster = roster.iter().filter_map(|row| row.country);
        let lists = counted
            .listed
            .iter()
            .chain(counted.members.unwrap_or_default())
            .copied();
        let agencies = cells.iter().filter_map(|cell| key(cell.agency.as_ref()));
        Some(Self {
            countries: numbered(lists.chain(of_cells).chain(of_roster))?,
            agencies: numbered(agencies.chain(roster.iter().filter_map(|row| row.agency)))?,
        })
    }

    fn country(&self, key: Option<i64>) -> Option<u8> {
        self.countries.get(&key?).copied()
    }

    fn agency(&self, key: Option<i64>) -> Option<u32> {
        self.agencies.get(&key?).copied()
    }

    fn cell(&self, cell: &counts::Cell) -> Cell {
        Cell {
            country: self.country(key(cell.country.as_ref())),
            sex: cell.sex.and_then(Sex::known),
            agency: self.agency(key(cell.agency.as_ref())),
            participants: natural(cell.participants),
        }
    }

    fn set(&self, keys: &[i64]) -> CountrySet {
        keys.iter().filter_map(|key| self.country(Some(*key))).collect()
    }

    fn evidence(&self, counted: &Counted<'_>) -> (bounds::Evidence, World) {
        let statement = counted.statement;
        let of_unknown_sex = |cell: &&counts::Cell| cell.sex == Some(Sex::Unknown);
        let cells = statement.cells.iter();
        let evidence = bounds::Evidence {
            head: statement.participants.map(|head| Head {
                value: natural(head.value),
                qualifier: head.qualifier,
            }),
            countries: statement.countries.map(natural),
            countries_of: statement.countries_of,
            countries_complete: statement.countries_complete,
            roster_complete: statement.roster_complete,
            cells: cells
                .clone()
                .filter(|cell| !of_unknown_sex(cell))
                .map(|cell| self.cell(cell))
                .collect(),
            unknown: cells.filter(of_unknown_sex).map(|cell| self.cell(cell)).collect(),
            listed: self.set(counted.listed),
            roster: counted
                .roster
                .iter()
                .map(|row| RosterCell {
                    country: self.country(row.country),
                    sex: row.sex,
                    agency: self.agency(row.agency),
                    count: u32::try_from(row.count).unwrap_or(u32::MAX),
                })
                .collect(),
            ..bounds::Evidence::default()
        };
        let world = World {
            members: counted.members.map_or(CountrySet::FULL, |members| self.set(members)),
            all: CountrySet::FULL,
        };
        (evidence, world)
    }
}

fn key(reference: Option<&Reference>) -> Option<i64> {
    reference.map(|reference| reference.key)
}

/// Each key once, with a number of its own.
fn numbered<N: TryFrom<usize>>(keys: impl Iterator<Item = i64>) -> Option<BTreeMap<i64, N>> {
    let mut numbers: BTreeMap<i64, usize> = BTreeMap::new();
    for key in keys {
        let next = numbers.len();
        numbers.entry(key).or_insert(next);
    }
    let numbers = numbers
        .into_iter()
        .map(|(key, number)| Some((key, N::try_from(number).ok()?)));
    numbers.collect()
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activities::counts::{Cell, CountriesOf, HeadCount, Qualifier};
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

    fn cell(country: Option<i64>, sex: Option<Sex>, participants: i32) -> Cell {
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

    fn rows(country: i64, count: i64) -> RosterCount {
        RosterCount {
            country: Some(country),
            sex: None,
            agency: None,
            count,
        }
    }

    fn codes(statement: &Statement, listed: &[i64], roster: &[RosterCount]) -> Vec<&'static str> {
        let counted = Counted {
            statement,
            listed,
            roster,
            members: Some(&[AZE, TUR, SEN]),
        };
        contradictions(&counted, FaultTarget::Activity)
            .iter()
            .map(|fault| fault.code)
            .collect()
    }

    #[test]
    fn a_statement_that_can_be_true_is_let_through() {
        let mut statement = people(43, Qualifier::Exact);
        assert!(codes(&statement, &[AZE, TUR], &[rows(AZE, 40)]).is_empty());
        statement.countries = Some(3);
        statement.cells = vec![cell(Some(AZE), None, 41), cell(Some(AZE), Some(Sex::Female), 2)];
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
        let women = cell(None, Some(Sex::Female), 3);
        let men = cell(None, Some(Sex::Male), 4);
        let both = |unknown: Option<i32>| {
            let unknown = unknown.map(|people| cell(None, Some(Sex::Unknown), people));
            let cells = [women.clone(), men.clone()].into_iter().chain(unknown).collect();
            let statement = Statement {
                cells,
                ..people(8, Qualifier::Exact)
            };
            codes(&statement, &[], &[])
        };
        assert!(
            both(None).is_empty() && both(Some(1)).is_empty(),
            "some are women and men"
        );
        for wrong in [0, 2] {
            assert_eq!(
                both(Some(wrong)),
                ["impossible_total"],
                "{wrong} of unknown sex are not the rest of 8"
            );
        }
        let part = cell(Some(AZE), Some(Sex::Female), 4);
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
        let men = cell(Some(AZE), Some(Sex::Male), 1);
        let above = Statement {
            cells: vec![
                part,
                men,
                cell(Some(AZE), None, 6),
                cell(Some(AZE), Some(Sex::Unknown), 0),
            ],
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
    fn where_no_country_sent_anybody_people_came_of_none() {
        let mut statement = people(1, Qualifier::Exact);
        statement.countries = Some(0);
        assert!(codes(&statement, &[], &[]).is_empty());
        assert_eq!(codes(&statement, &[AZE], &[]), ["countries_below_named"]);
        statement.countries_complete = false;
        assert!(codes(&statement, &[AZE], &[]).is_empty());
    }

    #[test]
    fn a_fault_points_to_the_member_of_the_body_it_came_in() {
        let statement = people(2, Qualifier::Exact);
        let roster = [rows(AZE, 3)];
        let counted = Counted {
            statement: &statement,
            listed: &[],
            roster: &roster,
            members: None,
        };
        let at = |through| {
            contradictions(&counted, through)
                .first()
                .map(|fault| format!("{:?}", fault.at))
        };
        assert_eq!(
            at(FaultTarget::Activity).as_deref(),
            Some(r#"Some(Pointer("/counts/participants/value"))"#)
        );
        assert_eq!(
            at(FaultTarget::Statement).as_deref(),
            Some(r#"Some(Pointer("/participants/value"))"#)
        );
        assert_eq!(
            at(FaultTarget::Roster("/items")).as_deref(),
            Some(r#"Some(Pointer("/items"))"#)
        );
    }
}
