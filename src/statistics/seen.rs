//! An activity as those read it who may not see persons: its protected statement (`crate::disclosure`), thought through.
//! Everything that splits people by sex, agency, role or status under a clearance that is not full is answered from here.

use std::ops::Deref;

use super::bounds::{self, Known, World};
use super::facts::{Activity, Axes, Facts, NOWHERE, Row, Shares, Statement};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::disclosure::{Clearance, Companions, Part, Telling, Threshold, Told, companions, protect};

/// An activity as it is told.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Seen {
    pub threshold: Threshold,
    /// What may be told of its people.
    pub told: Told,
    /// What may be told together with roles and statuses; `None` where these may not be told.
    pub companions: Option<Companions>,
    /// What is certain of those who came, as far as it is told.
    pub known: Known,
    /// What it answers to the questions that are asked most.
    pub shares: Shares,
    /// The agencies whose own people are told as they are.
    own: Box<[u32]>,
}

/// Either made for one question or kept with the facts.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Sight<'f> {
    Kept(&'f Seen),
    Made(Box<Seen>),
}

impl Deref for Sight<'_> {
    type Target = Seen;

    fn deref(&self) -> &Seen {
        match self {
            Sight::Kept(seen) => seen,
            Sight::Made(seen) => seen,
        }
    }
}

/// The people whom a part of a question is about, as far as disclosure control goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Narrowed {
    pub country: bool,
    pub sex: bool,
    pub agency: bool,
    /// Others than those who came, or some of them: their roles and statuses.
    pub part: bool,
}

impl Seen {
    /// Makes the protected statement of an activity: `came` are the rows that count, each person once, `roster` all.
    pub fn of(
        activity: &Activity,
        came: &[Row],
        roster: &[Row],
        world: &World,
        own: Vec<u32>,
        threshold: Threshold,
    ) -> Self {
        let protected = protect(&activity.facts(came, Axes::ALL), &own, threshold);
        let told = protected.told;
        let known = Known::of(&protected.facts, world);
        let parts: Vec<Part> = roster.iter().map(part).collect();
        let mut seen = Self {
            threshold,
            told,
            companions: companions(&parts, told, threshold),
            shares: Shares::default(),
            known,
            own: own.into(),
        };
        // Which agencies are named is told where their numbers are, if only of everybody.
        let named = came
            .iter()
            .filter(|row| told.agency != Telling::Hidden || seen.is_own(row.agency()));
        seen.shares = Shares::told(&seen.known, named.filter_map(Row::agency).collect());
        seen
    }

    /// Whether these are an agency's own people, to whom the question is asked.
    pub fn is_own(&self, agency: Option<u32>) -> bool {
        agency.is_some_and(|agency| self.own.contains(&agency))
    }

    /// A row of those who came without what is hidden of it; `None` where the question tells rows apart by what is told
    /// of everybody only.
    pub fn row(&self, row: &Row, axes: Axes) -> Option<Row> {
        if self.is_own(row.agency()) {
            return Some(*row);
        }
        let alone = |telling, asked: bool| asked && telling == Telling::Alone;
        let apart = alone(self.told.sex, axes.sex) || alone(self.told.agency, axes.agency);
        (!apart).then(|| {
            row.only(
                true,
                self.told.sex == Telling::Whole,
                self.told.agency == Telling::Whole,
            )
        })
    }

    /// A row whose role and status are told, without what is hidden of it; `None` where they are not.
    pub fn part_row(&self, row: &Row) -> Option<Row> {
        if self.is_own(row.agency()) {
            return Some(*row);
        }
        self.companions
            .map(|with| row.only(with.country, with.sex, with.agency))
    }

    /// Whether a number of these people may be hidden; `own_agency`: only an agency's own people are asked about.
    pub fn hides(&self, asked: Narrowed, own_agency: bool) -> bool {
        let Narrowed {
            country,
            sex,
            agency,
            part,
        } = asked;
        let crossed = |telling: Telling, with: bool| match telling {
            Telling::Whole => false,
            Telling::Alone => with,
            Telling::Hidden => true,
        };
        let of_part = match self.companions {
            None => true,
            Some(with) => (country && !with.country) || (sex && !with.sex) || (agency && !with.agency),
        };
        !own_agency
            && ((sex && crossed(self.told.sex, country || agency))
                || (agency && crossed(self.told.agency, country || sex))
                || (part && of_part))
    }

    /// How many rows have an agency that is not told.
    pub fn agencies_hidden(&self, came: &[Row]) -> u64 {
        if self.told.agency != Telling::Hidden {
            return 0;
        }
        let hidden = came.iter().filter(|row| !self.is_own(row.agency()));
        u64::try_from(hidden.count()).unwrap_or(u64::MAX)
    }
}

/// Role and status as one number, beside what else is known of a row.
fn part(row: &Row) -> Part {
    let place = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
    let role = place(Role::ALL.iter().position(|role| *role == row.role));
    let status = place(ParticipationStatus::ALL.iter().position(|status| *status == row.status));
    Part {
        part: role * 100 + status,
        country: row.country,
        sex: row.sex,
        agency: row.agency(),
    }
}

impl Activity {
    /// Whether anything is known that splits its people by sex, agency, role or status.
    pub fn is_split(&self, roster: &[Row]) -> bool {
        let splits = |cell: &bounds::Cell| cell.sex.is_some() || cell.agency.is_some();
        !roster.is_empty() || self.statement.as_deref().is_some_and(|s| s.cells.iter().any(splits))
    }

    /// Whether a cell names a country and something else: then what is told of a country may be less than what is known.
    pub fn crosses_countries(&self) -> bool {
        let crossed = |cell: &bounds::Cell| cell.country.is_some() && (cell.sex.is_some() || cell.agency.is_some());
        self.statement.as_deref().is_some_and(|s| s.cells.iter().any(crossed))
    }
}

impl Facts {
    /// An activity as it is told under a clearance; `None` under the full one.
    pub fn seen(&self, place: usize, clearance: Clearance) -> Option<Sight<'_>> {
        let threshold = clearance.threshold()?;
        let activity = self.get(place)?;
        let (came, roster) = (self.came(activity), self.roster(activity));
        let own = clearance
            .agency()
            .map_or_else(Vec::new, |agency| self.names.with_predecessors(agency));
        let is_own = |agency: Option<u32>| agency.is_some_and(|agency| own.contains(&agency));
        let of_roster = || roster.iter().any(|row| is_own(row.agency()));
        let of_cells = |statement: &Statement| statement.cells.iter().any(|cell| is_own(cell.agency));
        let touches = !own.is_empty() && (of_roster() || activity.statement.as_deref().is_some_and(of_cells));
        let world = self.era(activity).map_or(NOWHERE, |era| era.world);
        let see = |own: Vec<u32>| Seen::of(activity, came, roster, &world, own, threshold);
        if touches {
            return Some(Sight::Made(Box::new(see(own))));
        }
        let kept = self.told(place)?.get_or_init(|| see(Vec::new()));
        Some(if kept.threshold == threshold {
            Sight::Kept(kept)
        } else {
            Sight::Made(Box::new(see(Vec::new())))
        })
    }

    /// What an activity answers to the questions that are asked most, to those who read it so: `None` where a split by
    /// sex may be hidden (`by_sex`) or a country's number (`by_country`) and it has to be seen first.
    pub fn shares(&self, place: usize, clearance: Clearance, by_sex: bool, by_country: bool) -> Option<Lent<'_>> {
        let activity = self.get(place)?;
        let plain = clearance == Clearance::Full
            || !((by_sex && activity.is_split(self.roster(activity))) || (by_country && activity.crosses_countries()));
        if plain {
            return Some(Lent::Own(&activity.shares));
        }
        self.seen(place, clearance).map(Lent::Told)
    }
}

/// An activity's shares: its own, or as they are told.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Lent<'f> {
    Own(&'f Shares),
    Told(Sight<'f>),
}

impl Deref for Lent<'_> {
    type Target = Shares;

    fn deref(&self) -> &Shares {
        match self {
            Lent::Own(shares) => shares,
            Lent::Told(seen) => &seen.shares,
        }
    }
}

impl Lent<'_> {
    /// How far the activity's people are told, where not all is.
    pub fn seen(&self) -> Option<&Seen> {
        match self {
            Lent::Own(_) => None,
            Lent::Told(seen) => Some(seen),
        }
    }
}
