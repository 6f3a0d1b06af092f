//! Questions along what activities themselves are, and at most one of sex and country: sums over what every activity
//! was asked when its facts were read (`facts::shares`), in one pass. `people` answers the same and all others by
//! asking each activity anew; tests hold the two together.

use std::collections::HashMap;
use std::num::NonZeroU16;

use super::bounds::CountrySet;
use super::distinct::Distinct;
use super::facts::{Activity, Axes, Packed, Row, Shares};
use super::figure::Figure;
use super::keys::{CountryPart, Keys, NOT_STATED, at, index, join};
use super::people::Member;
use super::plan::Plan;
use super::seen::{Lent, Narrowed};
use super::tally::{Share, Tally};
use super::words::Measure;
use crate::participants::model::Sex as SexCode;
use crate::statistics::bounds::Sex;

/// What splits the people of an activity, and at which place of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
    Nothing,
    Sex(usize),
    Country(usize),
}

/// Answers under one plan.
pub struct Pivot<'p, 'f> {
    plan: &'p Plan<'f>,
    split: Split,
}

/// What it answers.
#[allow(missing_docs, reason = "the names say it")]
pub struct Pivoted {
    pub total: Figure,
    /// In no order.
    pub rows: Vec<(Keys, Figure)>,
    /// Whether an activity stands in several rows.
    pub overlap: bool,
}

/// One row while it is added up.
#[derive(Default)]
struct Sum<'f> {
    tally: Tally,
    /// The most that one activity is certain of.
    most_certain: u64,
    certain: Persons<'f>,
    perhaps: Persons<'f>,
    /// Whether an activity makes it a row.
    is_row: bool,
    /// Which row of its group it is.
    place: usize,
}

/// Persons on rosters, some of them several times.
#[derive(Default)]
struct Persons<'f> {
    rosters: Vec<&'f [u32]>,
    single: Vec<u32>,
}

impl Persons<'_> {
    fn iter(&self) -> impl Iterator<Item = &u32> {
        self.rosters.iter().copied().flatten().chain(&self.single)
    }

    fn len(&self) -> usize {
        self.rosters.iter().map(|roster| roster.len()).sum::<usize>() + self.single.len()
    }
}

/// The rows of activities with the same keys of their own.
struct Group<'f> {
    keys: Keys,
    /// As they are met: the one; or women, men and those of whom no sex is stated; or a row per country and those of no
    /// country.
    sums: Vec<Sum<'f>>,
    /// Where the sum of a place is.
    slots: Vec<Option<NonZeroU16>>,
    /// What activities say of every country, and what has to be taken away for those of which they say something else.
    everywhere: Tally,
    but: Vec<(u8, Tally)>,
}

/// A split by sex and nothing else.
const BY_SEX: Axes = Axes {
    country: false,
    sex: true,
    agency: false,
};

/// The place of those of no country, behind the countries.
const LANDLESS: usize = 256;

impl<'f> Group<'f> {
    fn new(keys: Keys, places: usize) -> Self {
        Self {
            keys,
            sums: Vec::new(),
            slots: vec![None; places],
            everywhere: Tally::default(),
            but: Vec::new(),
        }
    }

    /// The sum of a place, which begins when it is first asked for.
    fn sum(&mut self, place: usize) -> Option<&mut Sum<'f>> {
        let slot = self.slots.get_mut(place)?;
        if slot.is_none() {
            self.sums.push(Sum {
                place,
                ..Sum::default()
            });
            *slot = u16::try_from(self.sums.len()).ok().and_then(NonZeroU16::new);
        }
        self.sums.get_mut(usize::from(slot.as_ref()?.get()) - 1)
    }
}

impl<'p, 'f> Pivot<'p, 'f> {
    /// `None` where the question needs more than activities were asked already.
    pub fn of(plan: &'p Plan<'f>) -> Option<Self> {
        let of_all = plan.from_countries.is_open() && plan.of_sex.is_empty() && plan.of_agencies.is_open();
        let quick = matches!(plan.measure, Measure::Participations | Measure::People);
        if !quick || !of_all || !plan.who.is_who_came() || !plan.agency_places.is_empty() {
            return None;
        }
        let split = match (plan.country_places.as_slice(), plan.sex_place) {
            ([], None) => Split::Nothing,
            ([], Some(place)) => Split::Sex(place),
            ([(place, CountryPart::Code)], None) => Split::Country(*place),
            _ => return None,
        };
        Some(Self { plan, split })
    }

    /// Adds up these activities.
    pub fn answer(&self, members: &[Member]) -> Pivoted {
        let facts = self.plan.facts;
        let (mut total, mut overlap) = (Sum::default(), false);
        let mut groups: Vec<Group<'f>> = Vec::new();
        let mut places: HashMap<Keys, usize> = HashMap::new();
        let mut keys = Vec::new();
        for (place, decided) in members {
            let Some(activity) = facts.get(*place) else { continue };
            add(&mut total, activity.shares.everybody, activity.shares.counted, *decided);
            self.add_roster(&mut total, activity, *decided);
            if self.plan.by.is_empty() {
                continue;
            }
            self.plan.keys_into(activity, &mut keys);
            overlap |= keys.len() > 1;
            let (by_sex, by_country) = match self.split {
                Split::Nothing => (false, false),
                Split::Sex(_) => (true, false),
                Split::Country(_) => (false, true),
            };
            let Some(shares) = facts.shares(*place, self.plan.clearance, by_sex, by_country) else {
                continue;
            };
            for keys in &keys {
                let place = *places.entry(*keys).or_insert_with(|| {
                    groups.push(self.group(*keys));
                    groups.len() - 1
                });
                if let Some(group) = groups.get_mut(place) {
                    self.contribute(group, activity, &shares, *decided);
                }
            }
        }
        let mut distinct = Distinct::default();
        Pivoted {
            total: self.figure(&total, &mut distinct),
            rows: groups
                .into_iter()
                .flat_map(|group| self.rows(group, &mut distinct))
                .collect(),
            overlap,
        }
    }

    fn group(&self, keys: Keys) -> Group<'f> {
        let count = match self.split {
            Split::Nothing => 1,
            Split::Sex(_) => 3,
            Split::Country(_) => LANDLESS + 1,
        };
        Group::new(keys, count)
    }

    /// Adds the persons who came, where persons are counted.
    fn add_roster(&self, sum: &mut Sum<'f>, activity: &Activity, decided: bool) {
        if self.plan.measure == Measure::People {
            let persons = if decided { &mut sum.certain } else { &mut sum.perhaps };
            persons.rosters.push(self.plan.facts.persons(activity));
        }
    }

    fn contribute(&self, group: &mut Group<'f>, activity: &Activity, shares: &Lent<'_>, decided: bool) {
        match self.split {
            Split::Nothing => {
                if let Some(sum) = group.sum(0) {
                    sum.is_row = true;
                    add(sum, shares.everybody, shares.counted, decided);
                    self.add_roster(sum, activity, decided);
                }
            }
            Split::Sex(_) => self.contribute_by_sex(group, activity, shares, decided),
            Split::Country(_) => self.contribute_by_country(group, activity, shares, decided),
        }
    }

    fn contribute_by_sex(&self, group: &mut Group<'f>, activity: &Activity, shares: &Lent<'_>, decided: bool) {
        let Shares {
            counted,
            women,
            men,
            sexless,
            ..
        } = **shares;
        let by_sex = Narrowed {
            sex: true,
            ..Narrowed::default()
        };
        let hidden = shares.seen().is_some_and(|seen| seen.hides(by_sex, false));
        let rows = [
            (women, counted, hidden),
            (men, counted, hidden),
            (sexless, is_anything(sexless), false),
        ];
        for (place, (share, is_row, hidden)) in rows.into_iter().enumerate() {
            if let Some(sum) = group.sum(place) {
                sum.is_row |= is_row;
                add_told(sum, share, counted, decided, hidden);
            }
        }
        let told = |row: &Row| match shares.seen() {
            None => Some(*row),
            Some(seen) => seen.row(row, BY_SEX),
        };
        self.add_persons(group, activity, decided, |row| {
            told(row).map(|row| match row.sex {
                Some(Sex::Female) => 0,
                Some(Sex::Male) => 1,
                None => 2,
            })
        });
    }

    fn contribute_by_country(&self, group: &mut Group<'f>, activity: &Activity, shares: &Lent<'_>, decided: bool) {
        for (country, share) in &shares.countries {
            if let Some(sum) = group.sum(usize::from(*country)) {
                sum.is_row = true;
                add(sum, *share, shares.counted, decided);
            }
        }
        for (set, share) in &shares.elsewhere {
            contribute_elsewhere(group, (*set, *share), shares.counted, decided);
        }
        if let Some(sum) = group.sum(LANDLESS) {
            sum.is_row |= is_anything(shares.landless);
            add(sum, shares.landless, shares.counted, decided);
        }
        let only = shares.only.map_or(LANDLESS, usize::from);
        self.add_persons(group, activity, decided, |row| {
            Some(row.country.map_or(only, usize::from))
        });
    }

    fn add_persons(
        &self,
        group: &mut Group<'f>,
        activity: &Activity,
        decided: bool,
        place: impl Fn(&Row) -> Option<usize>,
    ) {
        if self.plan.measure != Measure::People {
            return;
        }
        for row in self.plan.facts.came(activity) {
            if let Some(sum) = place(row).and_then(|place| group.sum(place)) {
                let persons = if decided { &mut sum.certain } else { &mut sum.perhaps };
                persons.single.push(row.person);
            }
        }
    }

    fn rows(&self, mut group: Group<'f>, distinct: &mut Distinct) -> Vec<(Keys, Figure)> {
        if group.everywhere != Tally::default() {
            let countries = group.sums.iter_mut().filter(|sum| sum.place != LANDLESS);
            countries.for_each(|sum| sum.tally = sum.tally.plus(group.everywhere));
            for (country, tally) in std::mem::take(&mut group.but) {
                let slot = group.slots.get(usize::from(country)).copied().flatten();
                let sum = slot.and_then(|slot| group.sums.get_mut(usize::from(slot.get()) - 1));
                if let Some(sum) = sum {
                    sum.tally = sum.tally.less(tally);
                }
            }
        }
        let rows = group.sums.iter().filter(|sum| sum.is_row);
        rows.map(|sum| (join(group.keys, self.key(sum.place)), self.figure(sum, distinct)))
            .collect()
    }

    fn key(&self, place: usize) -> Keys {
        match self.split {
            Split::Nothing => [0; 3],
            Split::Sex(slot) => {
                let sexes = [SexCode::Female, SexCode::Male, SexCode::Unknown];
                let sex = sexes.get(place).copied().unwrap_or(SexCode::Unknown);
                at(slot, index(SexCode::ALL, sex))
            }
            Split::Country(slot) if place == LANDLESS => at(slot, NOT_STATED),
            Split::Country(slot) => at(slot, u32::try_from(place).unwrap_or(NOT_STATED)),
        }
    }

    fn figure(&self, sum: &Sum<'f>, distinct: &mut Distinct) -> Figure {
        let figure = sum.tally.figure();
        if self.plan.measure != Measure::People {
            return figure.controlled();
        }
        distinct.see_all(sum.certain.iter());
        let certain = distinct.count();
        distinct.see_all(sum.perhaps.iter());
        let all = distinct.count();
        distinct.forget(sum.certain.iter().chain(sum.perhaps.iter()));
        let rostered = u64::try_from(sum.certain.len() + sum.perhaps.len()).unwrap_or(u64::MAX);
        figure.of_people(certain, all, rostered, sum.most_certain).controlled()
    }
}

/// What an activity says of countries that it does not name. Where these are most of all, it is added to every
/// country at once and taken away from the others.
fn contribute_elsewhere(group: &mut Group<'_>, (set, share): (CountrySet, Packed), counted: bool, decided: bool) {
    if share.low() == 0 && set.len() > 128 {
        let mut tally = Tally::default();
        tally.add(&Share {
            figure: share.into(),
            counted,
            decided,
            hidden: false,
        });
        group.everywhere = group.everywhere.plus(tally);
        group
            .but
            .extend(set.complement().iter().map(|country| (country, tally)));
    } else {
        for country in set.iter() {
            if let Some(sum) = group.sum(usize::from(country)) {
                add(sum, share, counted, decided);
            }
        }
    }
}

/// Adds an activity's share to a row.
fn add(sum: &mut Sum<'_>, share: Packed, counted: bool, decided: bool) {
    add_told(sum, share, counted, decided, false);
}

/// Adds a share of which numbers may be `hidden`.
fn add_told(sum: &mut Sum<'_>, share: Packed, counted: bool, decided: bool, hidden: bool) {
    sum.tally.add(&Share {
        figure: share.into(),
        counted,
        decided,
        hidden,
    });
    if decided {
        sum.most_certain = sum.most_certain.max(share.low());
    }
}

/// Whether anybody is or may be among those of whom something is not stated.
fn is_anything(share: Packed) -> bool {
    share.high() != Some(0) || share.reported().unwrap_or(0) > 0
}
