//! What figures are made of: the activities of the record with their statements and rosters, as plain numbers. Read in
//! one snapshot (`load.rs`), then never changed; texts are looked up by dense numbers that sort as the codes do.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::bounds::{self, Cell, CountriesOf, CountrySet, Head, Known, RosterCell, Sex};
use super::eras::Era;
use super::words::CAME;
use crate::activities::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::agencies::model::AgencyKind;
use crate::db::Uid;
use crate::text;

/// The record at one data version.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Facts {
    /// Which database this is; a restored one is another.
    pub epoch: Uid,
    /// The newest ledger entry that is in it: the data version.
    pub seq: i64,
    /// The day that stands for the date of what has none.
    pub today: NaiveDate,
    /// Whether tomorrow's figures may differ although nothing is recorded until then.
    pub ages: bool,
    pub names: Names,
    pub eras: Vec<Era>,
    /// In the order of their keys.
    pub activities: Vec<Activity>,
    /// All open roster rows, activity by activity.
    pub rows: Vec<Row>,
    /// The activities thought through, for each set of axes that a question may need; made when first asked for.
    pub(super) thought: [OnceLock<Box<[Known]>>; 8],
}

/// One activity.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Activity {
    /// Its key in the database.
    pub key: i64,
    pub kind: ActivityType,
    pub mode: Mode,
    pub status: Status,
    pub our_role: OurRole,
    /// The days among which the first one is; `None` when undated.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// The last day, where it is known.
    pub ends_on: Option<NaiveDate>,
    /// Where it took place; `None` for online ones.
    pub host: Option<u8>,
    pub programmes: Box<[u32]>,
    pub fields: Box<[u32]>,
    pub languages: Box<[u32]>,
    pub countries: Box<[(u8, CountryRole)]>,
    pub agencies: Box<[(u32, AgencyRole)]>,
    /// The statement that stands.
    pub statement: Option<Box<Statement>>,
    /// Where its roster rows are: those who came and count (each person once), then the others.
    pub came: std::ops::Range<usize>,
    pub others: std::ops::Range<usize>,
    /// How the countries stood on its first day.
    pub era: usize,
}

/// A statement of count.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Statement {
    pub head: Option<Head>,
    pub countries: Option<u32>,
    pub countries_of: CountriesOf,
    pub countries_complete: bool,
    pub roster_complete: bool,
    pub cells: Box<[Cell]>,
}

/// One open roster row. Persons linked by a merge have one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Row {
    pub person: u32,
    agency: Option<NonZeroU32>,
    pub country: Option<u8>,
    pub sex: Option<Sex>,
    pub role: Role,
    pub status: ParticipationStatus,
}

impl Row {
    /// A row; `agency` is a dense number.
    pub fn new(
        person: u32,
        agency: Option<u32>,
        country: Option<u8>,
        sex: Option<Sex>,
        role: Role,
        status: ParticipationStatus,
    ) -> Self {
        let agency = agency.and_then(|number| NonZeroU32::new(number.saturating_add(1)));
        Self {
            person,
            agency,
            country,
            sex,
            role,
            status,
        }
    }

    /// The agency's dense number.
    pub fn agency(&self) -> Option<u32> {
        self.agency.map(|number| number.get() - 1)
    }

    /// Whether it counts when nobody asks for others: attended, in a role of those who came.
    pub fn came(&self) -> bool {
        self.status == ParticipationStatus::Attended && CAME.contains(&self.role)
    }

    /// Takes over what is not stated from another row of the same person.
    pub fn complete(&mut self, other: &Self) {
        self.agency = self.agency.or(other.agency);
        self.country = self.country.or(other.country);
        self.sex = self.sex.or(other.sex);
    }
}

/// The codes of one kind of record, numbered in the order in which they sort.
#[derive(Debug, Default)]
pub struct Codes {
    codes: Vec<Arc<str>>,
    by_code: HashMap<String, u32>,
}

impl Codes {
    /// Numbers `codes`, which must be sorted; `others` are further spellings (older codes, alpha-2).
    pub fn new(codes: Vec<Arc<str>>, others: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut by_code: HashMap<String, u32> = others.into_iter().collect();
        by_code.extend((0..).zip(&codes).map(|(number, code)| (code.to_string(), number)));
        Self { codes, by_code }
    }

    /// The code of a number.
    pub fn code(&self, number: u32) -> Option<&Arc<str>> {
        self.codes.get(usize::try_from(number).ok()?)
    }

    /// The number of a code, in any of its spellings.
    pub fn number(&self, code: &str) -> Option<u32> {
        self.by_code.get(&text::tidy(code)).copied()
    }

    /// The code that was most likely meant.
    pub fn nearest(&self, code: &str) -> Option<&str> {
        text::nearest(code, self.codes.iter().map(AsRef::as_ref))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// All codes in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.codes.iter()
    }
}

/// The codes that rows and filters name.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Names {
    pub programmes: Codes,
    /// The programme above each, by number.
    pub parents: Vec<Option<u32>>,
    pub fields: Codes,
    pub countries: Codes,
    pub agencies: Codes,
    /// The kind of each agency, by number.
    pub kind_of: Vec<AgencyKind>,
    pub languages: Codes,
}

/// A set of axes that a question needs: the numbers stated along the others may be left together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Axes {
    pub country: bool,
    pub sex: bool,
    pub agency: bool,
}

impl Axes {
    fn index(self) -> usize {
        usize::from(self.country) | usize::from(self.sex) << 1 | usize::from(self.agency) << 2
    }
}

impl Activity {
    /// The countries listed as having sent people: beneficiary and attending, never provider or host.
    pub fn senders(&self) -> CountrySet {
        self.countries
            .iter()
            .filter(|(_, role)| role.sends())
            .map(|(country, _)| *country)
            .collect()
    }

    /// The agencies listed as having sent people: beneficiaries, and partners whose role is not stated.
    pub fn sending_agencies(&self) -> impl Iterator<Item = u32> + '_ {
        let sending = |role: &AgencyRole| matches!(role, AgencyRole::Beneficiary | AgencyRole::Partner);
        self.agencies
            .iter()
            .filter(move |(_, role)| sending(role))
            .map(|(agency, _)| *agency)
    }

    /// Its statement with these roster rows, as far as a question along these axes needs them.
    pub fn facts(&self, rows: &[Row], axes: Axes) -> bounds::Facts {
        let mut facts = bounds::Facts {
            listed: self.senders(),
            ..bounds::Facts::default()
        };
        let mut axes = axes;
        if let Some(statement) = &self.statement {
            facts.head = statement.head;
            facts.countries = statement.countries;
            facts.countries_of = statement.countries_of;
            facts.countries_complete = statement.countries_complete;
            facts.roster_complete = statement.roster_complete;
            facts.cells = statement.cells.to_vec();
            if !facts.cells.is_empty() {
                // Stated numbers draw in those along other axes.
                axes = Axes {
                    country: true,
                    sex: true,
                    agency: true,
                };
            }
        }
        // Who is named, and that each named country sent somebody, draws in the total.
        axes.country |= !facts.listed.is_empty() || facts.countries.is_some();
        facts.roster = aggregate(rows, axes);
        facts
    }
}

/// Roster rows as numbers of people with the same properties along these axes.
pub fn aggregate(rows: &[Row], axes: Axes) -> Vec<RosterCell> {
    let mut keys: Vec<(Option<u8>, Option<Sex>, Option<u32>)> = rows
        .iter()
        .map(|row| {
            (
                row.country.filter(|_| axes.country),
                row.sex.filter(|_| axes.sex),
                row.agency().filter(|_| axes.agency),
            )
        })
        .collect();
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b)
        .filter_map(|chunk| {
            let (country, sex, agency) = *chunk.first()?;
            Some(RosterCell {
                country,
                sex,
                agency,
                count: u32::try_from(chunk.len()).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

impl Facts {
    /// The roster rows of an activity that came and count, each person once.
    pub fn came(&self, activity: &Activity) -> &[Row] {
        self.rows.get(activity.came.clone()).unwrap_or_default()
    }

    /// All open roster rows of an activity.
    pub fn roster(&self, activity: &Activity) -> &[Row] {
        self.rows
            .get(activity.came.start..activity.others.end)
            .unwrap_or_default()
    }

    /// How the countries stood on the activity's first day.
    pub fn era(&self, activity: &Activity) -> Option<&Era> {
        self.eras.get(activity.era)
    }

    /// What is certain about each activity's people, in the order of the activities, as far as these axes go.
    pub fn known(&self, axes: Axes) -> &[Known] {
        let think = || {
            let think = |activity: &Activity| {
                let world = self.era(activity).map_or(EMPTY, |era| era.world);
                Known::of(&activity.facts(self.came(activity), axes), &world)
            };
            self.activities.iter().map(think).collect()
        };
        self.thought
            .get(axes.index())
            .map_or(&[], |cell| cell.get_or_init(think))
    }
}

const EMPTY: bounds::World = bounds::World {
    members: CountrySet::EMPTY,
    all: CountrySet::FULL,
};
