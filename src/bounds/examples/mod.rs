//! The sentences of the design, as tests.

use super::{Bounds, Cell, Evidence, Figure, Head, RosterCell, Sex, World, contradictions};

mod figures;
mod refusals;
mod sexes;

/// 57 members among 249 countries.
fn world() -> World {
    World {
        members: (0..57).collect(),
        all: (0..249).collect(),
    }
}

fn headed(people: u32) -> Evidence {
    Evidence {
        head: Some(Head::exact(people)),
        ..Evidence::default()
    }
}

fn of_country(country: u8, participants: u32) -> Cell {
    Cell {
        country: Some(country),
        sex: None,
        agency: None,
        participants,
    }
}

fn women(country: Option<u8>, participants: u32) -> Cell {
    Cell {
        country,
        sex: Some(Sex::Female),
        agency: None,
        participants,
    }
}

fn rows(country: Option<u8>, sex: Option<Sex>, count: u32) -> RosterCell {
    RosterCell {
        country,
        sex,
        agency: None,
        count,
    }
}

fn figure(low: u64, high: u64, reported: Option<u64>) -> Figure {
    Figure {
        low,
        high: Some(high),
        reported,
    }
}

fn known(evidence: &Evidence) -> Bounds {
    assert_eq!(contradictions(evidence, &world()), []);
    Bounds::from_evidence(evidence, &world())
}
