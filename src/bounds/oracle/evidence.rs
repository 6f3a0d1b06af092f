//! Random facts: wild ones, and true ones told of an attendance.

use super::super::{Cell, CountriesOf, Evidence, Head, Qualifier, RosterCell, Sex, SexRange, World};
use super::attendance::{SHAPES, Shape};
use proptest::prelude::*;
use std::fmt::Debug;

/// A random world and facts about one activity in it.
#[derive(Clone, Debug)]
pub struct Case {
    pub shape: Shape,
    pub world: World,
    pub evidence: Evidence,
}

/// How free the cells are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cells {
    /// Each names one axis.
    OneAxis,
    /// One, two or three.
    Any,
}

type Person = (u8, Sex, u32);

/// What the record knows of a person: on the roster which of country, sex and agency, and whether the sheet has the sex.
type Traces = (Option<u8>, bool);

fn small(number: impl TryInto<u32, Error: Debug>) -> u32 {
    number.try_into().unwrap()
}

fn shape() -> impl Strategy<Value = Shape> {
    prop::sample::select(SHAPES.to_vec())
}

fn sex() -> impl Strategy<Value = Sex> {
    prop::sample::select(Sex::BOTH.to_vec())
}

fn bits(countries: u8) -> impl Strategy<Value = u32> {
    0..1_u32 << countries
}

pub fn world(shape: Shape) -> impl Strategy<Value = World> {
    bits(shape.countries).prop_map(move |members| World {
        members: set(shape, members),
        all: shape.all(),
    })
}

fn set(shape: Shape, bits: u32) -> super::super::CountrySet {
    (0..shape.countries).filter(|c| bits >> c & 1 == 1).collect()
}

fn head(cap: u8) -> impl Strategy<Value = Option<Head>> {
    let qualifier = prop::sample::select(Qualifier::ALL.to_vec());
    let weighted = prop_oneof![2 => Just(Qualifier::Exact), 3 => qualifier];
    let head = (0..=u32::from(cap), weighted).prop_map(|(value, qualifier)| Head { value, qualifier });
    prop::option::weighted(0.7, head)
}

fn cell(shape: Shape, kind: Cells) -> impl Strategy<Value = Cell> {
    let agency = (0..2 * u32::from(shape.agencies).max(1))
        .prop_map(move |agency| Some(agency).filter(|agency| *agency < u32::from(shape.agencies)));
    (
        prop::option::of(0..shape.countries),
        prop::option::of(sex()),
        agency,
        0..3_u32,
        0..3_usize,
    )
        .prop_map(move |(country, sex, agency, participants, keep)| {
            let mut cell = Cell {
                country,
                sex,
                agency,
                participants,
            };
            if kind == Cells::OneAxis {
                let axes = [cell.country.is_some(), cell.sex.is_some(), cell.agency.is_some()];
                let first = (keep..keep + 3).map(|at| at % 3).find(|at| axes[*at]);
                cell.country = cell.country.filter(|_| first == Some(0));
                cell.sex = cell.sex.filter(|_| first == Some(1));
                cell.agency = cell.agency.filter(|_| first == Some(2));
            }
            cell
        })
}

fn has_axis(cell: &Cell) -> bool {
    cell.country.is_some() || cell.sex.is_some() || cell.agency.is_some()
}

fn cells(shape: Shape, kind: Cells) -> impl Strategy<Value = Vec<Cell>> {
    prop::collection::vec(cell(shape, kind), 0..5).prop_map(|mut cells| {
        cells.retain(has_axis);
        cells
    })
}

fn row(shape: Shape) -> impl Strategy<Value = RosterCell> {
    (cell(shape, Cells::Any), 1..3_u32).prop_map(|(c, count)| RosterCell {
        country: c.country,
        sex: c.sex,
        agency: c.agency,
        count,
    })
}

/// Cells of `unknown`: beside the others, and beside none.
fn unknown(shape: Shape, kind: Cells) -> impl Strategy<Value = Vec<Cell>> {
    let one = cell(shape, Cells::Any).prop_map(move |cell| Cell {
        country: cell.country.filter(|_| kind == Cells::Any),
        sex: None,
        agency: cell.agency.filter(|_| kind == Cells::Any),
        ..cell
    });
    prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(one, 1..3)]
}

/// Statements without regard for each other; few of them can be true.
pub fn wild(shape: Shape, kind: Cells) -> impl Strategy<Value = Evidence> {
    let flags = (any::<bool>(), prop::bool::weighted(0.7), prop::bool::weighted(0.7));
    let k = prop::option::weighted(0.4, 0..=u32::from(shape.countries) + 1);
    let blurred = prop::option::weighted(0.1, (sex(), 0..3_u32, 0..3_u32));
    let blurred = blurred.prop_map(|some| {
        some.map(|(sex, low, more)| SexRange {
            sex,
            low,
            high: low + more,
        })
    });
    let roster = prop_oneof![1 => Just(vec![]), 1 => prop::collection::vec(row(shape), 0..4)];
    (
        head(shape.cap),
        k,
        flags,
        (cells(shape, kind), unknown(shape, kind)),
        bits(shape.countries),
        roster,
        blurred,
    )
        .prop_map(
            move |(head, countries, flags, (cells, unknown), listed, roster, blurred)| {
                let (members, countries_complete, roster_complete) = flags;
                Evidence {
                    head,
                    countries,
                    countries_of: if members {
                        CountriesOf::Members
                    } else {
                        CountriesOf::Any
                    },
                    countries_complete,
                    roster_complete,
                    cells,
                    unknown,
                    listed: set(shape, listed),
                    roster,
                    listed_agencies: vec![],
                    blurred,
                    ..Evidence::default()
                }
            },
        )
}

/// The same, made true of an attendance: numbers are read off it, and the roster names some of its people.
fn drawn_evidence(shape: Shape, kind: Cells) -> impl Strategy<Value = Evidence> {
    let person = (0..=shape.countries, sex(), 0..=u32::from(shape.agencies));
    let traces = prop::sample::select(vec![0.0, 0.4])
        .prop_flat_map(|blank| (prop::option::weighted(0.4, 0..8_u8), prop::bool::weighted(blank)));
    let people = prop::collection::vec((person, traces), 0..=usize::from(shape.cap));
    (wild(shape, kind), people).prop_map(move |(evidence, people)| state(shape, evidence, &people))
}

fn state(shape: Shape, mut evidence: Evidence, people: &[(Person, Traces)]) -> Evidence {
    let n = small(people.len());
    let present = people
        .iter()
        .map(|(person, _)| person.0)
        .filter(|c| *c < shape.countries)
        .collect();
    if people.iter().any(|(person, _)| person.0 == shape.countries) {
        evidence.countries_complete = false;
    }
    for cell in &mut evidence.cells {
        let inside = people.iter().filter(|((c, s, a), (_, is_blank))| {
            cell.country.is_none_or(|x| x == *c)
                && cell.sex.is_none_or(|x| x == *s && !is_blank)
                && cell.agency.is_none_or(|x| x == *a)
        });
        cell.participants = small(inside.count());
    }
    for cell in &mut evidence.unknown {
        let inside = people.iter().filter(|((c, _, a), (_, is_blank))| {
            *is_blank && cell.country.is_none_or(|x| x == *c) && cell.agency.is_none_or(|x| x == *a)
        });
        cell.participants = small(inside.count());
    }
    if let Some(blurred) = &mut evidence.blurred {
        let inside = small(people.iter().filter(|((_, s, _), _)| *s == blurred.sex).count());
        *blurred = SexRange {
            low: inside.saturating_sub(blurred.low),
            high: inside + blurred.high,
            ..*blurred
        };
    }
    evidence.roster = people
        .iter()
        .filter_map(|((c, s, a), (row, _))| row.map(|bits| (c, s, a, bits)))
        .map(|(c, s, a, bits)| RosterCell {
            country: Some(*c).filter(|c| *c < shape.countries && bits & 1 == 0),
            sex: Some(*s).filter(|_| bits & 2 == 0),
            agency: Some(*a).filter(|a| *a < u32::from(shape.agencies) && bits & 4 == 0),
            count: 1,
        })
        .collect();
    if let Some(head) = &mut evidence.head {
        evidence.listed = evidence.listed.intersect(present);
        head.value = match head.qualifier {
            Qualifier::Exact => n,
            Qualifier::AtLeast => head.value.min(n),
            Qualifier::MoreThan if n == 0 => {
                head.qualifier = Qualifier::Exact;
                0
            }
            Qualifier::MoreThan => head.value.min(n - 1),
            Qualifier::AtMost | Qualifier::Nearly => head.value.max(n),
            Qualifier::About => head.value,
        };
    }
    match evidence.countries {
        Some(_) if evidence.countries_complete => evidence.countries = Some(small(present.len())),
        None if evidence.countries_complete => {
            evidence.listed = if evidence.listed.is_empty() {
                evidence.listed
            } else {
                present
            }
        }
        k => evidence.countries = k.map(|k| k.min(small(present.len()))),
    }
    if evidence.head.is_none() && evidence.roster.len() < people.len() {
        evidence.roster_complete = false;
    }
    evidence
}

/// A case in a random world, half of them true.
pub fn case(kind: Cells) -> impl Strategy<Value = Case> {
    shape().prop_flat_map(move |shape| {
        let evidence = prop_oneof![1 => wild(shape, kind), 2 => drawn_evidence(shape, kind)];
        (world(shape), evidence).prop_map(move |(world, evidence)| Case { shape, world, evidence })
    })
}

/// Two or three activities in one world of countries alone.
pub fn activities() -> impl Strategy<Value = (Shape, World, Vec<Evidence>)> {
    prop::sample::select(SHAPES[..2].to_vec()).prop_flat_map(|shape| {
        let evidence = prop_oneof![1 => wild(shape, Cells::OneAxis), 3 => drawn_evidence(shape, Cells::OneAxis)];
        (Just(shape), world(shape), prop::collection::vec(evidence, 1..4))
    })
}
