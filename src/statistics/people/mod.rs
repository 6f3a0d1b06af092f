//! Figures of people: how many came, and how many different persons, by rows of country, sex and agency inside the rows
//! of the activities themselves. Every activity in scope contributes to every row that it may touch, whoever made the
//! row; margins are asked anew and never added up.

mod asking;
mod parts;
mod sums;

use std::cell::OnceCell;

use self::parts::{AgenciesKey, ContextRows, CountriesKey, Equivalence, Part, SexKey, Unstated};
pub use self::sums::Slots;
use self::sums::{Asked, Sum};
use super::bounds::{self, CountrySet};
use super::dataset::{Activity, Axes};
use super::days::{days, person_days};
use super::distinct::Distinct;
use super::figure::Figure;
use super::keys::{AgencyPart, Keys, country_keys, index, join, key_at, kind, not_stated};
use super::plan::Plan;
use super::population::Population;
use super::tally::ActivityFigure;
use super::words::Measure;
use crate::participants::model::Sex as SexCode;

/// An activity in scope: its place among the facts, and whether it surely belongs.
pub type Member = (usize, bool);

/// Answers for sets of activities, under one plan.
pub struct People<'p, 'f> {
    plan: &'p Plan<'f>,
    crowds: Vec<Option<Population<'f>>>,
    country_contexts: Vec<OnceCell<ContextRows>>,
    /// The same for the total, which no dimension splits.
    whole: Vec<OnceCell<ContextRows>>,
}

impl<'p, 'f> People<'p, 'f> {
    /// Prepares the activities of the record that are members of anything.
    pub fn new(plan: &'p Plan<'f>, members: &[Member]) -> Self {
        let axes = Axes {
            country: !plan.country_places.is_empty() || !plan.from_countries.is_open(),
            sex: plan.sex_place.is_some() || !plan.of_sex.is_empty() || plan.measure == Measure::ShareOfWomen,
            agency: !plan.agency_places.is_empty() || !plan.of_agencies.asked.is_open(),
        };
        let mut crowds: Vec<Option<Population<'f>>> = Vec::new();
        crowds.resize_with(plan.dataset.index_count(), || None);
        let population = Population::for_each_activity(plan, axes);
        for (index, _) in members {
            if let Some(slot) = crowds.get_mut(*index) {
                *slot = population(*index);
            }
        }
        let cells = || plan.dataset.country_contexts.iter().map(|_| OnceCell::new()).collect();
        Self {
            plan,
            crowds,
            country_contexts: cells(),
            whole: cells(),
        }
    }

    /// The figure of these activities together, whatever the dimensions, as it is told.
    pub fn total(&self, members: &[Member]) -> Figure {
        self.bounds(members).controlled()
    }

    /// The same with its bounds where it is withheld: what is told beside a figure that has them anyway.
    pub fn bounds(&self, members: &[Member]) -> Figure {
        let mut sums = self.sums(members, &self.slots(members, [0; 3], false), false);
        sums.pop().map_or_else(Figure::default, |(_, sum)| self.finish(sum))
    }

    /// The rows of these activities; `base` has the keys of the dimensions that the activities themselves decide.
    pub fn rows(&self, members: &[Member], base: Keys) -> Vec<(Keys, Figure)> {
        let rows = self.rows_of(members, &self.row_slots(members, base)).into_iter();
        rows.map(|(keys, figure)| (keys, figure.controlled())).collect()
    }

    /// Which rows these activities have.
    pub fn row_slots(&self, members: &[Member], base: Keys) -> Slots {
        self.slots(members, base, true)
    }

    /// The figures that these activities alone would have in rows that others may have made, with their bounds.
    pub fn rows_of(&self, members: &[Member], slots: &Slots) -> Vec<(Keys, Figure)> {
        self.sums(members, slots, true)
            .into_iter()
            .map(|(keys, sum)| (keys, self.finish(sum)))
            .collect()
    }

    /// The persons on the rosters of these activities who are asked about, once for each of their attendances.
    pub fn persons(&self, members: &[Member]) -> Vec<u32> {
        let mut sums = self.sums(members, &self.slots(members, [0; 3], false), false);
        sums.pop().map_or_else(Vec::new, |(_, sum)| sum.persons)
    }

    fn finish(&self, sum: Sum) -> Figure {
        match self.plan.measure {
            Measure::People => {}
            Measure::ShareOfWomen => return sum.women_and_men.share(sum.tally.figure()),
            _ => return sum.tally.figure(),
        }
        let mut distinct = Distinct::default();
        distinct.insert_all(&sum.persons);
        let certain = distinct.count();
        distinct.insert_all(&sum.perhaps);
        let all = distinct.count();
        sum.tally
            .figure()
            .of_people(certain, all, sum.rostered, sum.most_certain)
    }

    fn slots(&self, members: &[Member], base: Keys, split: bool) -> Slots {
        let mut slots = Slots {
            base,
            ..Slots::default()
        };
        for (activity, population, rows, _) in self.members(members, split) {
            for (lands, sexes, work, keys) in self.own_rows(activity, population, rows, split) {
                slots.add(join(base, keys), (lands, sexes, work));
            }
        }
        if !split {
            // A total stands even where nothing is asked about.
            slots.add(base, (CountriesKey::All, SexKey::All, AgenciesKey::All));
        }
        slots
    }

    fn sums(&self, members: &[Member], slots: &Slots, split: bool) -> Vec<(Keys, Sum)> {
        let empty = |(keys, asked): &(Keys, Asked)| (*keys, Sum::new(*asked));
        let mut sums: Vec<(Keys, Sum)> = slots.all.iter().map(empty).collect();
        for (activity, population, rows, decided) in self.members(members, split) {
            self.contribute(&mut sums, activity, population, rows, decided);
            if self.plan.measure == Measure::People {
                for row in population.rows(split) {
                    let keys = self.row_keys(activity, population, rows, row, split);
                    let place = keys.and_then(|keys| slots.places.get(&join(slots.base, keys)));
                    if let Some((_, sum)) = place.and_then(|place| sums.get_mut(*place)) {
                        let persons = if decided { &mut sum.persons } else { &mut sum.perhaps };
                        persons.push(row.person);
                        sum.rostered = sum.rostered.saturating_add(1);
                    }
                }
            }
        }
        sums
    }

    fn members<'a>(
        &'a self,
        members: &'a [Member],
        split: bool,
    ) -> impl Iterator<Item = (&'a Activity, &'a Population<'f>, &'a ContextRows, bool)> {
        members
            .iter()
            .filter_map(move |(index, decided)| self.member(*index, *decided, split))
    }

    fn member(
        &self,
        index: usize,
        decided: bool,
        split: bool,
    ) -> Option<(&Activity, &Population<'f>, &ContextRows, bool)> {
        let activity = self.plan.dataset.get(index)?;
        let population = self.crowds.get(index)?.as_ref()?;
        let (cells, split) = if split {
            (&self.country_contexts, true)
        } else {
            (&self.whole, false)
        };
        let rows = cells.get(activity.country_context)?;
        let rows = rows.get_or_init(|| {
            let places = if split {
                self.plan.country_places.as_slice()
            } else {
                &[]
            };
            ContextRows::of(self.plan, activity.country_context, places)
        });
        Some((activity, population, rows, decided))
    }

    /// The rows that exist because of this activity.
    fn own_rows(
        &self,
        activity: &Activity,
        population: &Population<'_>,
        rows: &ContextRows,
        split: bool,
    ) -> Vec<(CountriesKey, SexKey, AgenciesKey, Keys)> {
        let plan = self.plan;
        let filtered = rows.filter.is_some() || !plan.of_sex.is_empty() || !plan.of_agencies.asked.is_open();
        if filtered {
            let all = self.ask(population, rows, CountriesKey::All, SexKey::All, AgenciesKey::All);
            if all.high == Some(0) && all.reported.is_none() {
                return Vec::new();
            }
        }
        if !split {
            return vec![(CountriesKey::All, SexKey::All, AgenciesKey::All, [0; 3])];
        }
        let lands = self.own_lands(activity, population, rows);
        let work = self.own_work(activity, population, rows);
        let sexes = self.own_sexes(population);
        let mut all = Vec::new();
        for (land, land_keys) in &lands {
            for (work, work_keys) in &work {
                let unstated = *land == CountriesKey::NotStated || *work == AgenciesKey::NotStated;
                if unstated || (*land != CountriesKey::All && *work != AgenciesKey::All) {
                    let figure = self.ask(population, rows, *land, SexKey::All, *work);
                    let stated = figure.reported.is_some_and(|reported| !unstated || reported > 0);
                    if figure.high == Some(0) && !stated {
                        continue;
                    }
                }
                for (sex, sex_keys) in &sexes {
                    let left = *sex == SexKey::Is(SexCode::Unknown);
                    let nothing = |figure: bounds::Figure| figure.high == Some(0) && figure.reported.unwrap_or(0) == 0;
                    if left && nothing(self.ask(population, rows, *land, *sex, *work)) {
                        continue;
                    }
                    all.push((*land, *sex, *work, join(join(*land_keys, *work_keys), *sex_keys)));
                }
            }
        }
        all
    }

    fn own_lands(
        &self,
        activity: &Activity,
        population: &Population<'_>,
        rows: &ContextRows,
    ) -> Vec<Part<CountriesKey>> {
        let places = &self.plan.country_places;
        if places.is_empty() {
            return vec![(CountriesKey::All, [0; 3])];
        }
        let Some(country_context) = self.plan.dataset.country_context(activity) else {
            return Vec::new();
        };
        let named = population.named().intersect(rows.filter.unwrap_or(CountrySet::FULL));
        let mut keys: Vec<Keys> = named
            .iter()
            .map(|country| country_keys(places, country, country_context))
            .collect();
        // A group that all of them lie in is a row, although nobody names a country of it.
        keys.extend(rows.only_row(population));
        keys.sort_unstable();
        keys.dedup();
        // A member of which no group is stated is among those of whom nothing is stated.
        let none = not_stated(places);
        let stated = keys
            .into_iter()
            .filter(|keys| *keys != none)
            .map(|keys| (CountriesKey::Row(keys), keys));
        stated.chain([(CountriesKey::NotStated, none)]).collect()
    }

    fn own_sexes(&self, population: &Population<'_>) -> Vec<Part<SexKey>> {
        let Some(place) = self.plan.sex_place else {
            return vec![(SexKey::All, [0; 3])];
        };
        let asked = |sex: &SexCode| self.plan.of_sex.is_empty() || self.plan.of_sex.contains(sex);
        let known = |sex: &SexCode| population.counted || *sex == SexCode::Unknown;
        let all = SexCode::ALL.iter().copied().filter(asked).filter(known);
        all.map(|sex| (SexKey::Is(sex), key_at(place, index(SexCode::ALL, sex))))
            .collect()
    }

    fn own_work(&self, activity: &Activity, population: &Population<'_>, rows: &ContextRows) -> Vec<Part<AgenciesKey>> {
        let places = &self.plan.agency_places;
        if places.is_empty() {
            return vec![(AgenciesKey::All, [0; 3])];
        }
        let by_code = places.iter().any(|(_, part)| *part == AgencyPart::Code);
        let mut all: Vec<Part<AgenciesKey>> = Vec::new();
        for agency in population.agencies(activity, &rows.agencies) {
            let keys = self.plan.agency_keys(places, agency);
            let kind = || kind(&self.plan.dataset.names.kind_of, agency);
            let part = if by_code {
                AgenciesKey::Agency(agency)
            } else {
                AgenciesKey::Kind(kind())
            };
            if !all.iter().any(|(known, _)| *known == part) {
                all.push((part, keys));
            }
        }
        all.push((AgenciesKey::NotStated, not_stated(places)));
        all
    }

    /// Adds an activity to every row that it may touch. Countries and agencies of which it says nothing are asked about
    /// once for all that are alike.
    fn contribute(
        &self,
        sums: &mut [(Keys, Sum)],
        activity: &Activity,
        population: &Population<'_>,
        rows: &ContextRows,
        decided: bool,
    ) {
        let silence = Unstated::new(self.plan, activity, population);
        let mut alike: Vec<((Equivalence, SexKey, AgenciesKey), bounds::Figure)> = Vec::new();
        // An agency that another stands for on the day has no people of its own then.
        let country_context = self.plan.dataset.country_context(activity);
        let is_none =
            |agency: u32| country_context.is_some_and(|country_context| country_context.agency(agency) != agency);
        let touches = |work: AgenciesKey| match work {
            AgenciesKey::Agency(agency) => rows.agencies.admits(agency) && !is_none(agency),
            _ => true,
        };
        for (_, sum) in sums.iter_mut().filter(|(_, sum)| touches(sum.work)) {
            let mut of = |sexes: SexKey| {
                let like = silence.like(rows, population, (sum.lands, sexes, sum.work))?;
                let ask = || self.ask(population, rows, sum.lands, sexes, sum.work);
                let Ok(like) = like else { return Some(ask()) };
                if let Some((_, figure)) = alike.iter().find(|(known, _)| *known == like) {
                    return Some(*figure);
                }
                let figure = ask();
                alike.push((like, figure));
                Some(figure)
            };
            let Some(people) = of(sum.sexes) else { continue };
            if self.plan.measure == Measure::ShareOfWomen {
                let [women, men] = [SexCode::Female, SexCode::Male].map(|sex| of(SexKey::Is(sex)));
                if let (Some(women), Some(men)) = (women, men) {
                    sum.women_and_men.add(women, men, decided);
                }
            }
            let figure = match self.plan.measure {
                Measure::PersonDays => person_days(people, days(activity)),
                _ => people,
            };
            sum.tally.add(&ActivityFigure {
                figure,
                counted: population.counted,
                decided,
                hidden: self.hides(population, rows, (sum.lands, sum.sexes, sum.work)),
            });
            if decided {
                sum.most_certain = sum.most_certain.max(figure.low);
            }
        }
    }
}
