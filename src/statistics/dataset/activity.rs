//! One activity as plain numbers: what it is, its statement, its roster rows.

use std::num::NonZeroU32;

use chrono::NaiveDate;

use super::one_agency::AsRecorded;
use super::precomputed::Precomputed;
use crate::activities::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::statistics::bounds::{self, Cell, CountriesOf, CountrySet, Head, RosterCell, Sex, World};
use crate::statistics::protected::PublicFigures;
use crate::statistics::words::CAME;

/// One activity.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
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
    /// How many days it had, where they are listed.
    pub day_count: Option<u64>,
    /// Where it took place; `None` for online ones.
    pub host: Option<u8>,
    pub programmes: Box<[u32]>,
    pub fields: Box<[u32]>,
    pub languages: Box<[u32]>,
    pub countries: Box<[(u8, CountryRole)]>,
    pub agencies: Box<[(u32, AgencyRole)]>,
    /// The statement that stands.
    pub statement: Option<Box<Statement>>,
    /// How the countries stood on its first day.
    pub country_context: usize,
    /// Where its roster rows are in its block.
    pub(in crate::statistics) roster_range: RosterRange,
    /// What it answers to the questions that are asked most.
    pub(in crate::statistics) precomputed: Precomputed,
    /// How far it is told to everybody.
    pub(in crate::statistics) public: PublicFigures,
    /// What is recorded of it, where it names agencies that are the same as others on its first day: everything else names
    /// those that stand for them.
    pub(in crate::statistics) recorded: Option<Box<AsRecorded>>,
}

/// Where the roster rows of an activity are: those who came and count, each person once, then the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct RosterRange {
    pub(super) start: u32,
    pub(super) came: u32,
    pub(super) end: u32,
    /// Where the persons who came and count begin.
    pub(super) persons: u32,
}

/// A statement of count.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Statement {
    pub head: Option<Head>,
    pub countries: Option<u32>,
    pub countries_of: CountriesOf,
    pub countries_complete: bool,
    pub roster_complete: bool,
    pub cells: Box<[Cell]>,
    /// Those of the sex `unknown`.
    pub unknown: Box<[Cell]>,
    /// At least so many: what is stated of an agency under several names, and of some of it under one of them alone.
    pub at_least: Box<[Cell]>,
}

impl Statement {
    /// The cells, those of the sex `unknown` and those that say how many there are at least among them.
    pub fn every_cell(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().chain(&self.unknown).chain(&self.at_least)
    }
}

/// One open roster row. Persons linked by a merge have one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Row {
    pub person: u32,
    agency: Option<NonZeroU32>,
    pub country: Option<u8>,
    pub sex: Option<Sex>,
    pub role: Role,
    pub status: ParticipationStatus,
}

impl Row {
    /// A row; `agency` is a number of `Names`.
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

    /// The agency's number.
    pub fn agency(&self) -> Option<u32> {
        self.agency.map(|number| number.get() - 1)
    }

    /// The same of another agency.
    #[must_use]
    pub(super) fn with_agency(self, agency: Option<u32>) -> Self {
        Self::new(self.person, agency, self.country, self.sex, self.role, self.status)
    }

    /// Whether it counts when nobody asks for others: attended, in a role of those who came.
    pub fn came(&self) -> bool {
        self.status == ParticipationStatus::Attended && CAME.contains(&self.role)
    }

    /// The same with only some of what is known of it.
    #[must_use]
    pub fn keep_axes(self, country: bool, sex: bool, agency: bool) -> Self {
        Self {
            country: self.country.filter(|_| country),
            sex: self.sex.filter(|_| sex),
            agency: self.agency.filter(|_| agency),
            ..self
        }
    }

    /// Takes over what is not stated from another row of the same person.
    pub fn fill_from(&mut self, other: &Self) {
        self.agency = self.agency.or(other.agency);
        self.country = self.country.or(other.country);
        self.sex = self.sex.or(other.sex);
    }
}

/// A set of axes that a question needs: the numbers stated along the others may be left together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Axes {
    pub country: bool,
    pub sex: bool,
    pub agency: bool,
}

impl Axes {
    /// Every axis.
    pub const ALL: Self = Self {
        country: true,
        sex: true,
        agency: true,
    };

    pub(super) fn index(self) -> usize {
        usize::from(self.country) | usize::from(self.sex) << 1 | usize::from(self.agency) << 2
    }
}

impl Activity {
    /// Asks it what is asked most, once and for all: `came` are the rows that count, each person once.
    pub(in crate::statistics) fn precompute(&mut self, came: &[Row], world: &World) {
        self.precomputed = Precomputed::new(self, came, world);
        self.public = PublicFigures::new(self, came, world);
    }

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
    pub fn evidence(&self, rows: &[Row], axes: Axes) -> bounds::Evidence {
        let mut evidence = bounds::Evidence {
            listed: self.senders(),
            ..bounds::Evidence::default()
        };
        let mut axes = axes;
        if let Some(statement) = &self.statement {
            evidence.head = statement.head;
            evidence.countries = statement.countries;
            evidence.countries_of = statement.countries_of;
            evidence.countries_complete = statement.countries_complete;
            evidence.roster_complete = statement.roster_complete;
            evidence.cells = statement.cells.to_vec();
            evidence.unknown = statement.unknown.to_vec();
            evidence.at_least = statement.at_least.to_vec();
            if statement.every_cell().next().is_some() {
                // Stated numbers draw in those along other axes.
                axes = Axes::ALL;
            }
        }
        // Who is named, and that each named country sent somebody, draws in the total.
        axes.country |= !evidence.listed.is_empty() || evidence.countries.is_some();
        evidence.roster = aggregate(rows, axes);
        evidence
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
