//! A cell against what lies inside it.

use super::Through;
use super::table::{Axis, Entry};
use crate::error::Fault;

/// A cell against the roster and its parts.
pub fn of_cell(entry: &Entry, through: Through<'_>) -> Vec<Fault> {
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
