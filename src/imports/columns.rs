//! The columns of a kind of sheet: their names, the other names they go by, where their values belong in a body, and how
//! a cell is read. The names in a file are matched folded; an unknown one is a fault with the nearest known one.

use std::collections::HashMap;

use super::sheet::{Sheet, cell_fault};
use crate::error::Fault;
use crate::input::{SUGGESTED, shorten};
use crate::text::{fold, nearest, tidy};

/// How the cells of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Free text: an apostrophe that keeps a spreadsheet from running it is taken off.
    Text,
    /// A code, an id, a word of a closed list: as it is, without the spaces around it.
    Code,
    /// A day, month or year.
    Date,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Yes or no.
    Flag,
    /// A sex, in codes, letters or words.
    Sex,
    /// Codes joined by `;`.
    Codes,
    /// Read by the kind's own code; free text.
    Own,
    /// Read by the kind's own code; codes.
    OwnCodes,
    /// Set by the service: taken and ignored.
    Ignored,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The name, as the report of the same kind spells it.
    pub name: &'static str,
    /// Other names it goes by.
    pub also: &'static [&'static str],
    /// The member that its value becomes: a pointer, empty for [`ColumnKind::Own`] and [`ColumnKind::Ignored`].
    pub to: &'static str,
    /// How its cells are read.
    pub how: ColumnKind,
}

/// A column that goes by one name.
pub const fn column(name: &'static str, to: &'static str, how: ColumnKind) -> Column {
    Column {
        name,
        also: &[],
        to,
        how,
    }
}

/// A column that goes by several names.
pub const fn known_as(name: &'static str, also: &'static [&'static str], to: &'static str, how: ColumnKind) -> Column {
    Column { name, also, to, how }
}

/// Where the columns of a kind are in one file.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// By the column's name: its place, and how the file spells it.
    at: HashMap<&'static str, (usize, String)>,
    /// The file is separated by semicolons.
    pub semicolons: bool,
}

fn key(name: &str) -> String {
    fold(name).replace([' ', '-'], "_")
}

impl Layout {
    /// Finds each column of the file among those of the kind; what is unknown, missing or there twice is a fault.
    pub fn from_header(sheet: &Sheet, columns: &[Column], required: &[&'static str], faults: &mut Vec<Fault>) -> Self {
        let mut layout = Self {
            semicolons: sheet.semicolons,
            ..Self::default()
        };
        let names = || {
            columns
                .iter()
                .flat_map(|c| std::iter::once(&c.name).chain(c.also).copied())
        };
        let mut unnamed = Vec::new();
        for (place, spelt) in sheet.header.iter().enumerate() {
            if spelt.is_empty() {
                unnamed.push(place);
                continue;
            }
            let wanted = key(spelt);
            let known = columns
                .iter()
                .find(|c| c.name == wanted || c.also.contains(&wanted.as_str()));
            match known {
                None => {
                    let suggests = faults.len() < SUGGESTED;
                    let nearest = suggests.then(|| nearest(&wanted, names())).flatten();
                    faults.push(
                        cell_fault(1, shorten(spelt), "unknown_column")
                            .with("name", shorten(spelt))
                            .nearest(nearest),
                    );
                }
                Some(column) => {
                    if let Some((_, first)) = layout.at.insert(column.name, (place, spelt.clone())) {
                        faults.push(cell_fault(1, spelt.clone(), "repeated_column").with("name", &first));
                    }
                }
            }
        }
        for place in unnamed {
            if sheet
                .lines
                .iter()
                .any(|line| line.cells.get(place).is_some_and(|cell| !tidy(cell).is_empty()))
            {
                faults.push(cell_fault(1, "", "unnamed_column").with("place", place + 1));
            }
        }
        for name in required {
            if !layout.at.contains_key(name) {
                faults.push(cell_fault(1, *name, "missing_column").with("name", name));
            }
        }
        layout
    }

    /// Whether the file has the column.
    pub fn has(&self, name: &str) -> bool {
        self.at.contains_key(name)
    }

    /// The column's place in a row.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.at.get(name).map(|(place, _)| *place)
    }

    /// The column as the file spells it; its own name where the file does not have it.
    pub fn spelt<'a>(&'a self, name: &'a str) -> &'a str {
        self.at.get(name).map_or(name, |(_, spelt)| spelt)
    }
}
