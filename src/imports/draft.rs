//! From a row to a JSON body, remembering which cell each member came from, so that what the API's own reading finds
//! wrong with the body is said of the cell.

use serde_json::{Map, Value, json};

use super::cells::{self, CellValue};
use super::columns::{Column, ColumnKind, Layout};
use super::sheet::{Line, cell_fault, row_fault};
use crate::error::{At, Fault};

/// A row of a kind's sheet.
#[derive(Debug, Clone, Copy)]
pub struct Row<'s> {
    pub line: &'s Line,
    pub layout: &'s Layout,
    pub columns: &'static [Column],
}

impl Row<'_> {
    /// What the cell of a column says.
    pub fn said(&self, name: &str) -> CellValue {
        let cell = self.layout.place(name).and_then(|place| self.line.cells.get(place));
        let free = self
            .columns
            .iter()
            .any(|column| column.name == name && matches!(column.how, ColumnKind::Text | ColumnKind::Own));
        cell.map_or(CellValue::Nothing, |cell| CellValue::read(cell, free))
    }

    /// The text of a cell that says one.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.said(name) {
            CellValue::Text(text) => Some(text),
            CellValue::Nothing | CellValue::Clear => None,
        }
    }

    /// A fault of one of its cells.
    pub fn fault(&self, name: &str, fault: Fault) -> Fault {
        Fault {
            at: cell_fault(self.line.row, self.layout.spelt(name), fault.code).at,
            ..fault
        }
    }
}

/// A body that a row is becoming.
#[derive(Debug)]
pub struct Draft<'s> {
    pub row: Row<'s>,
    pub body: Value,
    origins: Vec<(String, &'static str)>,
    pub faults: Vec<Fault>,
}

impl<'s> Draft<'s> {
    /// Begins with what stands, or with nothing.
    pub fn new(row: Row<'s>, standing: Option<&Value>) -> Self {
        let body = standing.cloned().unwrap_or_else(|| Value::Object(Map::new()));
        Self {
            row,
            body,
            origins: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// A list as it stands so far.
    pub fn stated(&self, list: &str) -> Vec<Value> {
        self.body
            .get(list)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    }

    /// Says which column a member comes from; the latest word counts.
    pub fn come_from(&mut self, pointer: impl Into<String>, column: &'static str) {
        self.origins.push((pointer.into(), column));
    }

    /// Adds a fault of a cell.
    pub fn fault(&mut self, column: &str, fault: Fault) {
        self.faults.push(self.row.fault(column, fault));
    }

    /// Keeps a value, or its fault at the cell.
    pub fn ok_or_fault(&mut self, column: &str, outcome: Result<Value, Fault>) -> Option<Value> {
        outcome.map_err(|fault| self.fault(column, fault)).ok()
    }

    /// Reads every column that is a member by itself.
    pub fn read_plain(&mut self) {
        for column in self.row.columns {
            self.read(column);
        }
    }

    fn read(&mut self, column: &Column) {
        if matches!(column.how, ColumnKind::Own | ColumnKind::OwnCodes | ColumnKind::Ignored) {
            return;
        }
        let text = match self.row.said(column.name) {
            CellValue::Nothing => return,
            CellValue::Clear => {
                self.set(column.to, Value::Null);
                return;
            }
            CellValue::Text(text) => text,
        };
        let comma = self.row.layout.semicolons;
        let value = match column.how {
            ColumnKind::Text | ColumnKind::Code | ColumnKind::Own | ColumnKind::OwnCodes | ColumnKind::Ignored => {
                Ok(json!(text))
            }
            ColumnKind::Date => Ok(cells::date(&text)),
            ColumnKind::Integer => cells::integer(&text),
            ColumnKind::Decimal => cells::decimal(&text, comma),
            ColumnKind::Flag => cells::flag(&text),
            ColumnKind::Sex => cells::sex(&text),
            ColumnKind::Codes => Ok(json!(cells::split(&text))),
        };
        if let Some(value) = self.ok_or_fault(column.name, value) {
            self.set(column.to, value);
        }
    }

    /// Sets a member, making the objects around it; null removes it.
    pub fn set(&mut self, pointer: &str, value: Value) {
        let mut at = &mut self.body;
        let mut names = pointer.split('/').skip(1).peekable();
        while let Some(name) = names.next() {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            let Value::Object(members) = at else { return };
            if names.peek().is_none() {
                members.insert(name.to_owned(), value);
                return;
            }
            at = members.entry(name.to_owned()).or_insert(Value::Null);
        }
    }

    /// A fault of the body as a fault of the cell it came from; of the row where it came from none.
    pub fn placed(&self, fault: Fault) -> Fault {
        let Some(At::Pointer(pointer)) = &fault.at else {
            return Fault {
                at: row_fault(self.row.line.row, fault.code).at,
                ..fault
            };
        };
        let of_columns = self
            .row
            .columns
            .iter()
            .filter(|c| !c.to.is_empty())
            .map(|c| (c.to, c.name));
        let own = self.origins.iter().map(|(origin, column)| (origin.as_str(), *column));
        // A column that the file has before one that it has not, the closest before a wider one, the latest word last.
        let mut found: Option<((bool, bool, usize), &'static str)> = None;
        for (origin, column) in of_columns.chain(own) {
            let inside = pointer
                .strip_prefix(origin)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let around = origin
                .strip_prefix(pointer.as_str())
                .is_some_and(|rest| rest.starts_with('/'));
            if !inside && !around {
                continue;
            }
            // Of a whole object's members the first that has a column will do.
            let rank = (
                self.row.layout.has(column),
                inside,
                if inside { origin.len() } else { 0 },
            );
            if found.is_none_or(|(best, _)| rank > best || (inside && rank == best)) {
                found = Some((rank, column));
            }
        }
        if let Some((_, column)) = found {
            return self.row.fault(column, fault);
        }
        let name = pointer.trim_start_matches('/').to_owned();
        Fault {
            at: cell_fault(self.row.line.row, name, fault.code).at,
            ..fault
        }
    }
}
