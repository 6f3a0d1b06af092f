//! Statements of how many came: reading them, their JSON, their level of knowledge.

use serde_json::{Value, json};

pub use crate::bounds::{CountriesOf, Qualifier};
use crate::directory::{Kind, Reference, Resolver};
use crate::error::Fault;
use crate::input::Object;
use crate::participants::model::Sex;

/// The largest head count that is taken for one activity.
pub const MOST_PARTICIPANTS: i64 = 10_000_000;

/// A stated head count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadCount {
    pub value: i32,
    pub qualifier: Qualifier,
}

/// A number for a country, a sex, an agency, or several of them at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub country: Option<Reference>,
    pub sex: Option<Sex>,
    pub agency: Option<Reference>,
    pub participants: i32,
}

/// What is known about how many came, without names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub participants: Option<HeadCount>,
    pub countries: Option<i32>,
    pub countries_of: CountriesOf,
    pub countries_complete: bool,
    pub roster_complete: bool,
    pub cells: Vec<Cell>,
    pub source: Option<String>,
}

/// What an activity knows beside a statement, as far as the statement is read by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CountsContext {
    /// People of the roster who came and are counted.
    pub rostered: i64,
    /// Whether the activity lists countries that sent people.
    pub lists_countries: bool,
    /// Whether a country is named as having sent people: listed, by a cell or on the roster.
    pub names_countries: bool,
}

impl Default for Statement {
    fn default() -> Self {
        Self {
            participants: None,
            countries: None,
            countries_of: CountriesOf::Any,
            countries_complete: true,
            roster_complete: true,
            cells: Vec::new(),
            source: None,
        }
    }
}

impl Statement {
    /// Whether it gives no number of people or countries: its other members only say how numbers are to be read.
    pub fn states_nothing(&self) -> bool {
        self.participants.is_none() && self.countries.is_none() && self.cells.is_empty()
    }

    /// Whether it says nothing at all.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }

    /// The level of knowledge, 0 to 5.
    pub fn level(&self, beside: CountsContext) -> u8 {
        if beside.rostered > 0 {
            5
        } else if !self.cells.is_empty() {
            4
        } else if self.participants.is_none() {
            0
        } else if beside.lists_countries {
            3
        } else if self.countries.is_some() {
            2
        } else {
            1
        }
    }

    /// Reads the members of a statement; `level` and `rostered` are for the caller to check.
    pub fn read(object: &Object<'_, '_>, refs: &mut Resolver<'_>) -> Self {
        let participants = object.value("participants").and_then(|value| {
            let head = Object::open(value, object.pointer("participants"), object.faults());
            let value = head.integer("value", 0..=MOST_PARTICIPANTS);
            let value = head.required("value", value).and_then(|v| i32::try_from(v).ok());
            let qualifier = match head.value("qualifier") {
                None => Some(Qualifier::Exact),
                Some(_) => head.code("qualifier"),
            };
            head.finish();
            Some(HeadCount {
                value: value?,
                qualifier: qualifier?,
            })
        });
        let mut cells: Vec<Cell> = Vec::new();
        for (pointer, item) in object.list("cells", 2_000) {
            if let Some(cell) = Cell::read(item, &pointer, object, refs) {
                let same = |c: &Cell| c.country == cell.country && c.sex == cell.sex && c.agency == cell.agency;
                if cells.iter().any(same) {
                    object.add(Fault::at(pointer, "duplicate"));
                } else {
                    cells.push(cell);
                }
            }
        }
        let default = Self::default();
        Self {
            participants,
            countries: object.integer("countries", 0..=300).and_then(|n| i32::try_from(n).ok()),
            countries_of: object.code("countries_of").unwrap_or(default.countries_of),
            countries_complete: object.flag("countries_complete").unwrap_or(default.countries_complete),
            roster_complete: object.flag("roster_complete").unwrap_or(default.roster_complete),
            cells,
            source: object.text("source", 2_000),
        }
    }

    /// The JSON of `counts`.
    pub fn to_json(&self, beside: CountsContext) -> Value {
        let mut json = self.members(beside);
        if let Some(members) = json.as_object_mut() {
            members.insert("level".into(), json!(self.level(beside)));
            members.insert("rostered".into(), json!(beside.rostered));
        }
        json
    }

    /// The members that a client states. Of countries where none is named, and of a roster that is not there, it is not
    /// stated whether they are complete.
    pub fn members(&self, beside: CountsContext) -> Value {
        json!({
            "participants": self.participants.map(|h| json!({"value": h.value, "qualifier": h.qualifier})),
            "countries": self.countries,
            "countries_of": self.countries_of,
            "countries_complete": Some(self.countries_complete).filter(|_| beside.names_countries),
            "roster_complete": Some(self.roster_complete).filter(|_| beside.rostered > 0),
            "cells": self.cells.iter().map(Cell::to_json).collect::<Vec<_>>(),
            "source": self.source,
        })
    }
}

impl Cell {
    fn read(value: &Value, pointer: &str, outer: &Object<'_, '_>, refs: &mut Resolver<'_>) -> Option<Self> {
        let object = Object::open(value, pointer, outer.faults());
        let country = refs.member(&object, Kind::Country, "country");
        let sex = object.code("sex");
        let agency = refs.agency(&object, country.as_ref());
        let participants = object.integer("participants", 0..=MOST_PARTICIPANTS);
        let participants = object
            .required("participants", participants)
            .and_then(|n| i32::try_from(n).ok());
        let axes = ["country", "sex", "agency"];
        if value.is_object() && axes.iter().all(|axis| value.get(axis).is_none_or(Value::is_null)) {
            object.add(Fault::at(pointer, "cell_without_axis"));
        }
        object.finish();
        Some(Self {
            country,
            sex,
            agency,
            participants: participants?,
        })
    }

    fn to_json(&self) -> Value {
        let mut cell = serde_json::Map::new();
        if let Some(country) = &self.country {
            cell.insert("country".into(), json!(country.code));
        }
        if let Some(sex) = self.sex {
            cell.insert("sex".into(), json!(sex));
        }
        if let Some(agency) = &self.agency {
            cell.insert("agency".into(), json!(agency.code));
        }
        cell.insert("participants".into(), json!(self.participants));
        Value::Object(cell)
    }
}
