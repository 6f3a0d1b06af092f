//! Whether what is stated of one activity can all be true: the statement, the named countries, the counted roster.
//!
//! Plain data in, contradictions out; the database is asked elsewhere. Every contradiction is certain (`docs/COUNTING.md`);
//! where a cell names an agency and more, or a country that may be one of the unnamed, a few that only a search of all
//! possible attendances could find are let pass.
//!
//! `table.rs` adds the numbers up, parts into wholes; `cells.rs` holds a cell against its parts, `countries.rs` the countries
//! against what is said of their number, `total.rs` the whole against everything else. Where none of them finds a number
//! to blame, `crossings.rs` asks whether anybody can have come at all. `held.rs` holds them to an enumeration.

mod cells;
mod countries;
mod crossings;
#[cfg(test)]
mod held;
mod table;
mod total;

use self::cells::of_cell;
use self::countries::{Lands, of_countries};
use self::crossings::of_crossings;
use self::table::table;
use self::total::of_total;
use super::counts::{StatedSex, Statement};
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

/// Everything that makes these facts impossible, each as a fault that names the numbers; empty where nothing does.
pub fn contradictions(facts: &Facts<'_>, through: Through<'_>) -> Vec<Fault> {
    let table = table(facts);
    let of_cells = table.iter().flat_map(|(spot, entry)| of_cell(spot, entry, through));
    let mut faults: Vec<Fault> = of_cells.collect();
    let lands = Lands::of(facts, &table);
    faults.extend(of_countries(facts, &lands, through));
    faults.extend(of_total(facts, &table, &lands, through));
    if faults.is_empty() {
        faults.extend(of_crossings(facts, through));
    }
    faults
}

/// Whether a country is named as having sent people: listed, by a cell or on the roster.
pub fn names_countries(facts: &Facts<'_>) -> bool {
    Lands::of(facts, &table(facts)).named_count() > 0
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
        let both = |unknown: Option<i32>| {
            let unknown = unknown.map(|people| cell(None, Some(StatedSex::Unknown), people));
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
            cells: vec![
                part,
                men,
                cell(Some(AZE), None, 6),
                cell(Some(AZE), Some(StatedSex::Unknown), 0),
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
