//! A cell against what lies inside it.

use super::Through;
use super::table::{Axis, Entry, Spot};
use crate::error::Fault;

/// A cell against the roster and its parts.
pub fn of_cell(spot: &Spot, entry: &Entry, through: Through<'_>) -> Vec<Fault> {
    // A number of a split that covers some may have more inside.
    // What is said of everybody is held against the total.
    let Some((at, number)) = entry.own().filter(|_| *spot != Spot::default()) else {
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
    let mut all = entry.parts.clone();
    if entry.of_sexes > entry.by(Axis::Sex) {
        all.insert(Axis::Sex, entry.of_sexes);
    }
    for (axis, parts) in &all {
        // Rows of the roster alone are told once, above.
        if number < *parts && *parts > entry.rows {
            faults.push(fault("cell_below_parts").with("by", axis.as_str()).with("parts", parts));
        }
    }
    if let Some(sexes) = entry.all_sexes().filter(|sexes| number > *sexes) {
        faults.push(fault("cell_above_sexes").with("sexes", sexes));
    }
    faults
}
