//! Rows while they are added up: which there are, and what has come together in each. They can be kept and gone on with.

use std::collections::HashMap;
use std::num::NonZeroU16;
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::statistics::bounds::{CountrySet, Figure};
use crate::statistics::distinct::Distinct;
use crate::statistics::keys::Keys;
use crate::statistics::tally::{ActivityFigure, Tally};
use crate::statistics::women::WomenAndMen;

/// Everything that is added up for one question.
#[derive(Debug, Clone, Default)]
pub struct Sums<'f> {
    pub(super) total: Sum<'f>,
    pub(super) groups: Vec<Group<'f>>,
    /// Where the group of these keys is.
    places: HashMap<Keys, usize>,
    /// Whether an activity stands in several rows.
    pub(super) overlap: bool,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum<'f> {
    pub(super) tally: Tally,
    /// The most that one activity is certain of.
    pub(super) most_certain: u64,
    pub(super) women_and_men: WomenAndMen,
    pub(super) persons: Persons<'f>,
    /// Whether an activity makes it a row.
    pub(super) is_row: bool,
    /// Which row of its group it is.
    pub(super) place: usize,
}

/// The rows of activities with the same keys of their own.
#[derive(Debug, Clone)]
pub(super) struct Group<'f> {
    pub(super) keys: Keys,
    /// As they are met: the one; or women, men and those of whom no sex is stated; or a row per country and those of no
    /// country.
    pub(super) sums: Vec<Sum<'f>>,
    /// Where the sum of a place is.
    slots: Vec<Option<NonZeroU16>>,
    /// What activities say of every country, and what has to be taken away for those of which they say something else.
    everywhere: Tally,
    but: Vec<(u8, Tally)>,
}

/// The persons who came, by their attendances.
#[derive(Debug, Clone, Default)]
pub(super) struct Persons<'f> {
    /// Of activities that surely belong, and of those that may.
    certain: Attendances<'f>,
    perhaps: Attendances<'f>,
    before: Option<Arc<SumsBefore>>,
}

/// Some persons several times.
#[derive(Debug, Clone, Default)]
struct Attendances<'f> {
    rosters: Vec<&'f [u32]>,
    single: Vec<u32>,
}

/// The persons of activities that were added up before, each once.
#[derive(Debug, Default)]
struct SumsBefore {
    certain: RoaringBitmap,
    /// With those who came to activities that may belong.
    all: RoaringBitmap,
    /// How many attendances that were.
    rostered: u64,
}

/// How many different persons came.
pub(super) struct Counted {
    pub certain: u64,
    pub all: u64,
    pub rostered: u64,
}

impl<'f> Sums<'f> {
    /// The group of these keys, with so many places, which begins when it is first asked for.
    pub(super) fn group(&mut self, keys: Keys, places: usize) -> Option<&mut Group<'f>> {
        let next = self.groups.len();
        let at = *self.places.entry(keys).or_insert(next);
        if at == next {
            self.groups.push(Group::new(keys, places));
        }
        self.groups.get_mut(at)
    }

    /// The same without anything borrowed from the dataset, to be kept and continued.
    pub fn into_owned(self) -> Sums<'static> {
        Sums {
            total: self.total.settle(),
            groups: self.groups.into_iter().map(Group::settle).collect(),
            places: self.places,
            overlap: self.overlap,
        }
    }

    /// About how many bytes it takes to keep them.
    pub fn weight(&self) -> usize {
        let of_group = |group: &Group<'_>| {
            let sums: usize = group.sums.iter().map(Sum::weight).sum();
            sums + 2 * group.slots.len() + size_of_val(group.but.as_slice())
        };
        self.total.weight() + self.groups.iter().map(of_group).sum::<usize>()
    }
}

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
    pub(super) fn sum(&mut self, place: usize) -> Option<&mut Sum<'f>> {
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

    /// Adds what an activity says of countries that it does not name. Where these are most of all, it is added to every
    /// country at once and taken away from the others.
    pub(super) fn add_elsewhere(&mut self, set: CountrySet, share: &ActivityFigure) {
        if share.figure.low == 0 && set.len() > 128 {
            let mut tally = Tally::default();
            tally.add(share);
            self.everywhere = self.everywhere.plus(tally);
            self.but.extend(set.complement().iter().map(|country| (country, tally)));
        } else {
            for country in set.iter() {
                if let Some(sum) = self.sum(usize::from(country)) {
                    sum.add(share);
                }
            }
        }
    }

    /// Adds to every country what is said of all of them; `landless` is the place of those of no country.
    pub(super) fn allot_landless(&mut self, landless: usize) {
        if self.everywhere == Tally::default() {
            return;
        }
        let countries = self.sums.iter_mut().filter(|sum| sum.place != landless);
        countries.for_each(|sum| sum.tally = sum.tally.plus(self.everywhere));
        for (country, tally) in std::mem::take(&mut self.but) {
            let slot = self.slots.get(usize::from(country)).copied().flatten();
            let sum = slot.and_then(|slot| self.sums.get_mut(usize::from(slot.get()) - 1));
            if let Some(sum) = sum {
                sum.tally = sum.tally.minus(tally);
            }
        }
    }

    /// What is said of all countries but some, with one tally for each of these.
    fn settle(mut self) -> Group<'static> {
        self.but.sort_unstable_by_key(|(country, _)| *country);
        let but = self.but.chunk_by(|(one, _), (other, _)| one == other);
        let together = |alike: &[(u8, Tally)]| {
            let (country, _) = alike.first()?;
            let tallies = alike.iter().map(|(_, tally)| *tally);
            Some((*country, tallies.fold(Tally::default(), Tally::plus)))
        };
        Group {
            keys: self.keys,
            but: but.filter_map(together).collect(),
            sums: self.sums.into_iter().map(Sum::settle).collect(),
            slots: self.slots,
            everywhere: self.everywhere,
        }
    }
}

impl Sum<'_> {
    /// Adds an activity's share.
    pub(super) fn add(&mut self, share: &ActivityFigure) {
        self.tally.add(share);
        if share.decided {
            self.most_certain = self.most_certain.max(share.figure.low);
        }
    }

    /// Adds an activity's people with its women and men.
    pub(super) fn add_sexes(&mut self, share: &ActivityFigure, [women, men]: [Figure; 2]) {
        self.add(share);
        self.women_and_men.add(women, men, share.decided);
    }

    fn settle(self) -> Sum<'static> {
        Sum {
            tally: self.tally,
            most_certain: self.most_certain,
            women_and_men: self.women_and_men,
            persons: self.persons.settle(),
            is_row: self.is_row,
            place: self.place,
        }
    }

    fn weight(&self) -> usize {
        let sets = self.persons.before.as_deref();
        size_of::<Self>() + sets.map_or(0, |sets| sets.certain.serialized_size() + sets.all.serialized_size())
    }
}

impl<'f> Persons<'f> {
    fn attendances(&mut self, decided: bool) -> &mut Attendances<'f> {
        if decided { &mut self.certain } else { &mut self.perhaps }
    }

    /// Adds everybody on an activity's roster.
    pub(super) fn add_roster(&mut self, roster: &'f [u32], decided: bool) {
        self.attendances(decided).rosters.push(roster);
    }

    /// Adds one person.
    pub(super) fn add(&mut self, person: u32, decided: bool) {
        self.attendances(decided).single.push(person);
    }

    /// Counts them; `distinct` is empty, and is left so.
    pub(super) fn count(&self, distinct: &mut Distinct) -> Counted {
        let rostered = self.certain.len() + self.perhaps.len();
        let every = || self.certain.iter().chain(self.perhaps.iter());
        let Some(before) = self.before.as_deref() else {
            distinct.insert_all(self.certain.iter());
            let certain = distinct.count();
            distinct.insert_all(self.perhaps.iter());
            let all = distinct.count();
            distinct.remove_all(every());
            return Counted { certain, all, rostered };
        };
        let mut beyond = |known: &RoaringBitmap, persons: &mut dyn Iterator<Item = &u32>| {
            distinct.insert_all(persons.filter(|person| !known.contains(**person)));
            let count = known.len() + distinct.count();
            distinct.remove_all(every());
            count
        };
        Counted {
            certain: beyond(&before.certain, &mut self.certain.iter()),
            all: beyond(&before.all, &mut every()),
            rostered: before.rostered + rostered,
        }
    }

    fn settle(self) -> Persons<'static> {
        let none = Arc::default();
        let before = self.before.as_ref().unwrap_or(&none);
        let rostered = self.certain.len() + self.perhaps.len();
        let certain = &before.certain | set_of(self.certain.iter());
        let all = &before.all | &certain | set_of(self.perhaps.iter());
        Persons {
            before: Some(Arc::new(SumsBefore {
                certain,
                all,
                rostered: before.rostered + rostered,
            })),
            ..Persons::default()
        }
    }
}

fn set_of<'a>(persons: impl Iterator<Item = &'a u32>) -> RoaringBitmap {
    let mut persons: Vec<u32> = persons.copied().collect();
    persons.sort_unstable();
    // In order they are appended, which is quick.
    persons.into_iter().collect()
}

impl Attendances<'_> {
    fn iter(&self) -> impl Iterator<Item = &u32> {
        self.rosters.iter().copied().flatten().chain(&self.single)
    }

    fn len(&self) -> u64 {
        let rosters: usize = self.rosters.iter().map(|roster| roster.len()).sum();
        u64::try_from(rosters + self.single.len()).unwrap_or(u64::MAX)
    }
}
