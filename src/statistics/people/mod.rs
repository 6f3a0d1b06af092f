//! Figures of people: how many came, and how many different persons, by rows of country, sex and agency inside the rows
//! of the activities themselves. Every activity in scope contributes to every row that it may touch, whoever made the
//! row; margins are asked anew and never added up.

mod parts;

use std::cell::OnceCell;
use std::collections::HashMap;

use self::parts::{EraRows, LandsKey, Like, Part, SexKey, Silence, WorkKey};
use super::bounds::{self, CountrySet, Sex};
use super::crowd::Crowd;
use super::days::{days, person_days};
use super::distinct::Distinct;
use super::facts::{Activity, Axes, Row};
use super::figure::{Figure, plus};
use super::filters::AgencyFilter;
use super::keys::{AgencyPart, Keys, at, country_keys, index, join, kind, not_stated};
use super::plan::Plan;
use super::select::{Lands, Sexes, Work};
use super::tally::{Share, Tally};
use super::women::WomenAndMen;
use super::words::Measure;
use crate::agencies::model::AgencyKind;
use crate::participants::model::Sex as SexCode;

/// An activity in scope: its place among the facts, and whether it surely lies in the period.
pub type Member = (usize, bool);

/// Answers for sets of activities, under one plan.
pub struct People<'p, 'f> {
    plan: &'p Plan<'f>,
    crowds: Vec<Option<Crowd<'f>>>,
    eras: Vec<OnceCell<EraRows>>,
    /// The same for the total, which no dimension splits.
    whole: Vec<OnceCell<EraRows>>,
    kinds: HashMap<u32, AgencyFilter>,
}
/// One row while it is added up.
struct Sum {
    lands: LandsKey,
    sexes: SexKey,
    work: WorkKey,
    tally: Tally,
    /// The most that one activity is certain of.
    most_certain: u64,
    persons: Vec<u32>,
    perhaps: Vec<u32>,
    rostered: u64,
    women_and_men: WomenAndMen,
}

impl<'p, 'f> People<'p, 'f> {
    /// Prepares the activities of the record that are members of anything.
    pub fn of(plan: &'p Plan<'f>, members: &[Member]) -> Self {
        let axes = Axes {
            country: !plan.country_places.is_empty() || !plan.from_countries.is_open(),
            sex: plan.sex_place.is_some() || !plan.of_sex.is_empty() || plan.measure == Measure::ShareOfWomen,
            agency: !plan.agency_places.is_empty() || !plan.of_agencies.is_open(),
        };
        let mut crowds: Vec<Option<Crowd<'f>>> = Vec::new();
        crowds.resize_with(plan.facts.places(), || None);
        let crowd = Crowd::all(plan, axes);
        for (index, _) in members {
            if let Some(slot) = crowds.get_mut(*index) {
                *slot = crowd(*index);
            }
        }
        let cells = || plan.facts.eras.iter().map(|_| OnceCell::new()).collect();
        let kinds = (0..)
            .zip(AgencyKind::ALL)
            .map(|(kind, _)| (kind, plan.of_agencies.of_kind(kind)))
            .collect();
        Self {
            plan,
            crowds,
            eras: cells(),
            whole: cells(),
            kinds,
        }
    }

    /// The figure of these activities together, whatever the dimensions.
    pub fn total(&self, members: &[Member]) -> Figure {
        let sums = self.sums(members, [0; 3], false);
        sums.into_iter()
            .next()
            .map_or_else(Figure::default, |(_, sum)| self.finish(sum))
    }

    /// The rows of these activities; `base` has the keys of the dimensions that the activities themselves decide.
    pub fn rows(&self, members: &[Member], base: Keys) -> Vec<(Keys, Figure)> {
        self.sums(members, base, true)
            .into_iter()
            .map(|(keys, sum)| (keys, self.finish(sum)))
            .collect()
    }

    fn finish(&self, sum: Sum) -> Figure {
        match self.plan.measure {
            Measure::People => {}
            Measure::ShareOfWomen => return sum.women_and_men.share(sum.tally.figure()),
            _ => return sum.tally.figure(),
        }
        let mut distinct = Distinct::default();
        distinct.see_all(&sum.persons);
        let certain = distinct.count();
        distinct.see_all(&sum.perhaps);
        let all = distinct.count();
        sum.tally
            .figure()
            .of_people(certain, all, sum.rostered, sum.most_certain)
    }

    fn sums(&self, members: &[Member], base: Keys, split: bool) -> Vec<(Keys, Sum)> {
        let mut places: HashMap<Keys, usize> = HashMap::new();
        let mut sums: Vec<(Keys, Sum)> = Vec::new();
        let members: Vec<(&Activity, &Crowd<'f>, &EraRows, bool)> = members
            .iter()
            .filter_map(|(index, decided)| self.member(*index, *decided, split))
            .collect();
        for (activity, crowd, rows, _) in &members {
            for (lands, sexes, work, keys) in self.own_rows(activity, crowd, rows, split) {
                let keys = join(base, keys);
                places.entry(keys).or_insert_with(|| {
                    sums.push((keys, Sum::new(lands, sexes, work)));
                    sums.len() - 1
                });
            }
        }
        if !split && sums.is_empty() {
            // A total stands even where nothing is asked about.
            places.insert(base, 0);
            sums.push((base, Sum::new(LandsKey::All, SexKey::All, WorkKey::All)));
        }
        for (activity, crowd, rows, decided) in &members {
            self.contribute(&mut sums, activity, crowd, rows, *decided);
            if self.plan.measure == Measure::People {
                for row in crowd.rows() {
                    let keys = self.row_keys(activity, crowd, rows, row, split);
                    let place = keys.and_then(|keys| places.get(&join(base, keys)));
                    if let Some((_, sum)) = place.and_then(|place| sums.get_mut(*place)) {
                        let persons = if *decided { &mut sum.persons } else { &mut sum.perhaps };
                        persons.push(row.person);
                        sum.rostered = sum.rostered.saturating_add(1);
                    }
                }
            }
        }
        sums
    }

    fn member(&self, index: usize, decided: bool, split: bool) -> Option<(&Activity, &Crowd<'f>, &EraRows, bool)> {
        let activity = self.plan.facts.get(index)?;
        let crowd = self.crowds.get(index)?.as_ref()?;
        let (cells, split) = if split {
            (&self.eras, true)
        } else {
            (&self.whole, false)
        };
        let rows = cells.get(activity.era)?;
        let rows = rows.get_or_init(|| {
            let places = if split {
                self.plan.country_places.as_slice()
            } else {
                &[]
            };
            EraRows::of(self.plan, self.plan.facts.era(activity), places)
        });
        Some((activity, crowd, rows, decided))
    }

    /// The rows that exist because of this activity.
    fn own_rows(
        &self,
        activity: &Activity,
        crowd: &Crowd<'_>,
        rows: &EraRows,
        split: bool,
    ) -> Vec<(LandsKey, SexKey, WorkKey, Keys)> {
        let plan = self.plan;
        let filtered = rows.filter.is_some() || !plan.of_sex.is_empty() || !plan.of_agencies.is_open();
        if filtered {
            let all = self.ask(crowd, rows, LandsKey::All, SexKey::All, WorkKey::All);
            if all.high == Some(0) && all.reported.is_none() {
                return Vec::new();
            }
        }
        if !split {
            return vec![(LandsKey::All, SexKey::All, WorkKey::All, [0; 3])];
        }
        let lands = self.own_lands(activity, crowd, rows);
        let work = self.own_work(activity, crowd);
        let sexes = self.own_sexes(crowd);
        let mut all = Vec::new();
        for (land, land_keys) in &lands {
            for (work, work_keys) in &work {
                let unstated = *land == LandsKey::NotStated || *work == WorkKey::NotStated;
                if unstated || (*land != LandsKey::All && *work != WorkKey::All) {
                    let figure = self.ask(crowd, rows, *land, SexKey::All, *work);
                    let stated = figure.reported.is_some_and(|reported| !unstated || reported > 0);
                    if figure.high == Some(0) && !stated {
                        continue;
                    }
                }
                for (sex, sex_keys) in &sexes {
                    let left = *sex == SexKey::Is(SexCode::Unknown);
                    let nothing = |figure: bounds::Figure| figure.high == Some(0) && figure.reported.unwrap_or(0) == 0;
                    if left && nothing(self.ask(crowd, rows, *land, *sex, *work)) {
                        continue;
                    }
                    all.push((*land, *sex, *work, join(join(*land_keys, *work_keys), *sex_keys)));
                }
            }
        }
        all
    }

    fn own_lands(&self, activity: &Activity, crowd: &Crowd<'_>, rows: &EraRows) -> Vec<Part<LandsKey>> {
        let places = &self.plan.country_places;
        if places.is_empty() {
            return vec![(LandsKey::All, [0; 3])];
        }
        let Some(era) = self.plan.facts.era(activity) else {
            return Vec::new();
        };
        let named = crowd.named().intersect(rows.filter.unwrap_or(CountrySet::FULL));
        let mut keys: Vec<Keys> = named.iter().map(|country| country_keys(places, country, era)).collect();
        // A group that all of them lie in is a row, although nobody names a country of it.
        keys.extend(rows.only_row(crowd));
        keys.sort_unstable();
        keys.dedup();
        // A member of which no group is stated is among those of whom nothing is stated.
        let none = not_stated(places);
        let stated = keys
            .into_iter()
            .filter(|keys| *keys != none)
            .map(|keys| (LandsKey::Row(keys), keys));
        stated.chain([(LandsKey::NotStated, none)]).collect()
    }

    fn own_sexes(&self, crowd: &Crowd<'_>) -> Vec<Part<SexKey>> {
        let Some(place) = self.plan.sex_place else {
            return vec![(SexKey::All, [0; 3])];
        };
        let asked = |sex: &SexCode| self.plan.of_sex.is_empty() || self.plan.of_sex.contains(sex);
        let known = |sex: &SexCode| crowd.counted || *sex == SexCode::Unknown;
        let all = SexCode::ALL.iter().copied().filter(asked).filter(known);
        all.map(|sex| (SexKey::Is(sex), at(place, index(SexCode::ALL, sex))))
            .collect()
    }

    fn own_work(&self, activity: &Activity, crowd: &Crowd<'_>) -> Vec<Part<WorkKey>> {
        let places = &self.plan.agency_places;
        if places.is_empty() {
            return vec![(WorkKey::All, [0; 3])];
        }
        let by_code = places.iter().any(|(_, part)| *part == AgencyPart::Code);
        let mut all: Vec<Part<WorkKey>> = Vec::new();
        for agency in crowd.agencies(activity, &self.plan.of_agencies) {
            let keys = self.plan.agency_keys(places, agency);
            let kind = || kind(&self.plan.facts.names.kind_of, agency);
            let part = if by_code {
                WorkKey::Agency(agency)
            } else {
                WorkKey::Kind(kind())
            };
            if !all.iter().any(|(known, _)| *known == part) {
                all.push((part, keys));
            }
        }
        all.push((WorkKey::NotStated, not_stated(places)));
        all
    }

    /// Adds an activity to every row that it may touch. Countries and agencies of which it says nothing are asked about
    /// once for all that are alike.
    fn contribute(
        &self,
        sums: &mut [(Keys, Sum)],
        activity: &Activity,
        crowd: &Crowd<'_>,
        rows: &EraRows,
        decided: bool,
    ) {
        let silence = Silence::of(self.plan, activity, crowd);
        let mut alike: Vec<((Like, SexKey, WorkKey), bounds::Figure)> = Vec::new();
        for (_, sum) in sums {
            let mut of = |sexes: SexKey| {
                let like = silence.like(rows, crowd, (sum.lands, sexes, sum.work))?;
                let ask = || self.ask(crowd, rows, sum.lands, sexes, sum.work);
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
            sum.tally.add(&Share {
                figure,
                counted: crowd.counted,
                decided,
            });
            if decided {
                sum.most_certain = sum.most_certain.max(figure.low);
            }
        }
    }

    fn ask(&self, crowd: &Crowd<'_>, rows: &EraRows, lands: LandsKey, sexes: SexKey, work: WorkKey) -> bounds::Figure {
        let plan = self.plan;
        let with_none = rows.with_none;
        let groups = if lands == LandsKey::All {
            &rows.chosen
        } else {
            &rows.groups
        };
        let lands = match (lands, rows.filter) {
            (LandsKey::All, None) => Lands::Any,
            (LandsKey::All, Some(set)) if set.is_empty() && with_none => Lands::NotStated(None),
            (LandsKey::All, Some(set)) if with_none => Lands::InOrNotStated(set),
            (LandsKey::All, Some(set)) => Lands::In(set),
            (LandsKey::Row(keys), _) => Lands::In(rows.sets.get(&keys).copied().unwrap_or_default()),
            (LandsKey::NotStated, Some(set)) if !with_none => Lands::NotStated(Some(set)),
            (LandsKey::NotStated, _) => Lands::NotStated(None),
        };
        let sexes = match sexes {
            SexKey::Is(SexCode::Female) => Sexes::Is(Sex::Female),
            SexKey::Is(SexCode::Male) => Sexes::Is(Sex::Male),
            SexKey::Is(SexCode::Unknown) => Sexes::NotStated,
            SexKey::All => {
                let asked = |sex| plan.of_sex.contains(&sex);
                match (asked(SexCode::Female), asked(SexCode::Male), asked(SexCode::Unknown)) {
                    (false, false, false) | (true, true, true) => Sexes::Any,
                    (true, true, false) => Sexes::Both,
                    (true, false, false) => Sexes::Is(Sex::Female),
                    (false, true, false) => Sexes::Is(Sex::Male),
                    (true, false, true) => Sexes::IsOrNotStated(Sex::Female),
                    (false, true, true) => Sexes::IsOrNotStated(Sex::Male),
                    (false, false, true) => Sexes::NotStated,
                }
            }
        };
        let filter = &plan.of_agencies;
        let none = filter.admits_none();
        let work = match work {
            WorkKey::All | WorkKey::NotStated if filter.is_open() => {
                if work == WorkKey::All {
                    Work::Any
                } else {
                    Work::NotStated
                }
            }
            WorkKey::All if none => Work::AmongOrNotStated(filter),
            WorkKey::All => Work::Among(filter),
            WorkKey::NotStated if none => Work::NotStated,
            WorkKey::NotStated => Work::NotStatedAmong(filter),
            WorkKey::Agency(agency) => Work::Is(agency),
            WorkKey::Kind(kind) => self.kinds.get(&kind).map_or(Work::NotStated, Work::Among),
        };
        let ungrouped = match lands {
            Lands::NotStated(_) if !plan.country_places.is_empty() => rows.sets.get(&not_stated(&plan.country_places)),
            _ => None,
        };
        match ungrouped {
            None => crowd.ask(groups, lands, sexes, work),
            Some(set) if crowd.lies_in(set) => crowd.ask(&rows.groups, Lands::In(*set), sexes, work),
            Some(set) => {
                // What is stated of members without a group is in none of the other rows.
                let stated = crowd.ask(&rows.groups, Lands::In(*set), sexes, work).reported;
                let figure = crowd.ask(&rows.groups, lands, sexes, work);
                let more = stated.unwrap_or(0);
                bounds::Figure {
                    low: figure.low.saturating_add(more),
                    high: figure.high.map(|high| high.saturating_add(more)),
                    reported: plus(figure.reported, stated),
                }
            }
        }
    }

    /// The keys of the row that a roster row lies in; `None` where it is not asked about.
    fn row_keys(&self, activity: &Activity, crowd: &Crowd<'_>, rows: &EraRows, row: &Row, split: bool) -> Option<Keys> {
        let plan = self.plan;
        let places = if split { plan.country_places.as_slice() } else { &[] };
        let asked = |set: CountrySet| match row.country {
            Some(country) => set.contains(country),
            None => rows.with_none || crowd.lies_in(&set),
        };
        if !rows.filter.is_none_or(asked) {
            return None;
        }
        let lands = match row.country {
            Some(country) => country_keys(places, country, plan.facts.era(activity)?),
            None => rows.only_row(crowd).unwrap_or_else(|| not_stated(places)),
        };
        let code = match row.sex {
            Some(Sex::Female) => SexCode::Female,
            Some(Sex::Male) => SexCode::Male,
            None => SexCode::Unknown,
        };
        if !plan.of_sex.is_empty() && !plan.of_sex.contains(&code) {
            return None;
        }
        let sexes = plan
            .sex_place
            .filter(|_| split)
            .map_or([0; 3], |place| at(place, index(SexCode::ALL, code)));
        let filter = &plan.of_agencies;
        let asked = row
            .agency()
            .map_or_else(|| filter.admits_none(), |agency| filter.admits(agency));
        if !asked {
            return None;
        }
        let places = if split { plan.agency_places.as_slice() } else { &[] };
        let work = row
            .agency()
            .map_or_else(|| not_stated(places), |agency| plan.agency_keys(places, agency));
        Some(join(join(lands, sexes), work))
    }
}

impl Sum {
    fn new(lands: LandsKey, sexes: SexKey, work: WorkKey) -> Self {
        Self {
            lands,
            sexes,
            work,
            tally: Tally::default(),
            most_certain: 0,
            persons: Vec::new(),
            perhaps: Vec::new(),
            rostered: 0,
            women_and_men: WomenAndMen::default(),
        }
    }
}
