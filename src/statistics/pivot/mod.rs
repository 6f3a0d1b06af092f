//! Questions along what activities themselves are, and at most one of sex and country: sums over what every activity
//! was asked when its facts were read (`facts::shares`), in one pass. `people` answers the same and all others by
//! asking each activity anew; tests hold the two together.

mod sums;

pub use self::sums::Sums;
use self::sums::{Counted, Group, Sum};
use super::answer::Groups;
use super::bounds;
use super::dataset::{Activity, Axes, PackedFigure, Row};
use super::days::{days, person_days};
use super::distinct::Distinct;
use super::figure::Figure;
use super::keys::{CountryPart, Keys, NOT_STATED, index, join, key_at};
use super::partial_sum::Outcome;
use super::people::Member;
use super::plan::Plan;
use super::protected::{AxesAsked, VisiblePrecomputed};
use super::tally::ActivityFigure;
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

/// A split by sex and nothing else.
const BY_SEX: Axes = Axes {
    country: false,
    sex: true,
    agency: false,
};

/// The place of those of no country, behind the countries.
const WITHOUT_COUNTRY: usize = 256;

/// An activity while it is added.
struct AddedActivity<'a, 'f> {
    activity: &'f Activity,
    precomputed: &'a VisiblePrecomputed<'f>,
    decided: bool,
    /// Whether a split of its people by sex may be hidden.
    is_hidden: bool,
}

impl<'p, 'f> Pivot<'p, 'f> {
    /// `None` where the question needs more than activities were asked already.
    pub fn new(plan: &'p Plan<'f>) -> Option<Self> {
        let of_all = plan.from_countries.is_open() && plan.of_sex.is_empty() && plan.of_agencies.asked.is_open();
        if !of_all || !plan.who.is_who_came() || !plan.agency_places.is_empty() {
            return None;
        }
        let split = match (plan.country_places.as_slice(), plan.sex_place) {
            ([], None) => Split::Nothing,
            ([], Some(place)) => Split::Sex(place),
            ([(place, CountryPart::Code)], None) => Split::Country(*place),
            _ => return None,
        };
        let is_quick = match plan.measure {
            Measure::Participations | Measure::People | Measure::PersonDays => true,
            Measure::ShareOfWomen => split == Split::Nothing,
            _ => false,
        };
        is_quick.then_some(Self { plan, split })
    }

    /// The figures of these activities, and of those of each row.
    pub fn grouped(&self, members: &[Member], groups: &Groups) -> Outcome {
        let mut sums = Sums::default();
        self.for_each(members, |_, added| self.add_everybody(&mut sums.total, added));
        for (keys, members) in groups {
            if let Some(group) = sums.group(*keys, self.places()) {
                self.for_each(members, |_, added| self.contribute(group, added));
            }
        }
        self.finish(sums)
    }

    /// Adds these activities.
    pub fn add(&self, sums: &mut Sums<'f>, members: &[Member]) {
        let mut keys = Vec::new();
        self.for_each(members, |activity, added| {
            self.add_everybody(&mut sums.total, added);
            if self.plan.by.is_empty() {
                return;
            }
            self.plan.keys_into(activity, &mut keys);
            sums.overlap |= keys.len() > 1;
            for keys in &keys {
                if let Some(group) = sums.group(*keys, self.places()) {
                    self.contribute(group, added);
                }
            }
        });
    }

    /// How many rows a group has at most.
    fn places(&self) -> usize {
        match self.split {
            Split::Nothing => 1,
            Split::Sex(_) => 3,
            Split::Country(_) => WITHOUT_COUNTRY + 1,
        }
    }

    /// Looks at each of these activities as it is added.
    fn for_each(&self, members: &[Member], mut look: impl FnMut(&'f Activity, &AddedActivity<'_, 'f>)) {
        let dataset = self.plan.dataset;
        let by_sex = matches!(self.split, Split::Sex(_)) || self.plan.measure == Measure::ShareOfWomen;
        let by_country = matches!(self.split, Split::Country(_));
        let narrowed = AxesAsked {
            sex: true,
            ..AxesAsked::default()
        };
        for (place, decided) in members {
            let activity = dataset.get(*place);
            let precomputed = dataset.precomputed(*place, self.plan.clearance, by_sex, by_country);
            let Some((activity, precomputed)) = activity.zip(precomputed) else {
                continue;
            };
            let added = AddedActivity {
                activity,
                precomputed: &precomputed,
                decided: *decided,
                is_hidden: by_sex && precomputed.extent().is_some_and(|extent| extent.hides(narrowed)),
            };
            look(activity, &added);
        }
    }

    /// The figures of what was added.
    pub fn finish(&self, sums: Sums<'f>) -> Outcome {
        let mut distinct = Distinct::default();
        let rows = sums.groups.into_iter();
        Outcome {
            total: self.figure(&sums.total, &mut distinct),
            rows: rows.flat_map(|group| self.rows(group, &mut distinct)).collect(),
            overlap: sums.overlap,
        }
    }

    fn contribute(&self, group: &mut Group<'f>, added: &AddedActivity<'_, 'f>) {
        match self.split {
            Split::Nothing => {
                if let Some(sum) = group.sum(0) {
                    sum.is_row = true;
                    self.add_everybody(sum, added);
                }
            }
            Split::Sex(_) => self.contribute_by_sex(group, added),
            Split::Country(_) => self.contribute_by_country(group, added),
        }
    }

    /// An activity's share with what is asked of these people of it.
    fn share(&self, added: &AddedActivity<'_, 'f>, people: PackedFigure, hidden: bool) -> ActivityFigure {
        let people: bounds::Figure = people.into();
        ActivityFigure {
            figure: match self.plan.measure {
                Measure::PersonDays => person_days(people, days(added.activity)),
                _ => people,
            },
            counted: added.activity.precomputed.counted,
            decided: added.decided,
            hidden,
        }
    }

    /// Adds all people of an activity to a row.
    fn add_everybody(&self, sum: &mut Sum<'f>, added: &AddedActivity<'_, 'f>) {
        let everybody = added.precomputed.of_countries().everybody;
        if self.plan.measure == Measure::ShareOfWomen {
            let [women, men, _] = added.precomputed.of_sexes();
            let share = self.share(added, everybody, added.is_hidden);
            sum.add_sexes(&share, [women.into(), men.into()]);
            return;
        }
        sum.add(&self.share(added, everybody, false));
        if self.plan.measure == Measure::People {
            let roster = self.plan.dataset.persons(added.activity);
            sum.persons.add_roster(roster, added.decided);
        }
    }

    fn contribute_by_sex(&self, group: &mut Group<'f>, added: &AddedActivity<'_, 'f>) {
        let counted = added.activity.precomputed.counted;
        let [women, men, sexless] = added.precomputed.of_sexes();
        let rows = [
            (women, counted, added.is_hidden),
            (men, counted, added.is_hidden),
            (sexless, is_anything(sexless), false),
        ];
        for (place, (people, is_row, hidden)) in rows.into_iter().enumerate() {
            if let Some(sum) = group.sum(place) {
                sum.is_row |= is_row;
                sum.add(&self.share(added, people, hidden));
            }
        }
        let extent = added.precomputed.extent();
        let told = |row: &Row| match extent {
            None => Some(*row),
            Some(extent) => extent.row(row, BY_SEX),
        };
        self.add_persons(group, added, |row| {
            told(row).map(|row| match row.sex {
                Some(Sex::Female) => 0,
                Some(Sex::Male) => 1,
                None => 2,
            })
        });
    }

    fn contribute_by_country(&self, group: &mut Group<'f>, added: &AddedActivity<'_, 'f>) {
        let precomputed = added.precomputed.of_countries();
        for (country, people) in &precomputed.countries {
            if let Some(sum) = group.sum(usize::from(*country)) {
                sum.is_row = true;
                sum.add(&self.share(added, *people, false));
            }
        }
        for (set, people) in &precomputed.elsewhere {
            group.add_elsewhere(*set, &self.share(added, *people, false));
        }
        if let Some(sum) = group.sum(WITHOUT_COUNTRY) {
            sum.is_row |= is_anything(precomputed.landless);
            sum.add(&self.share(added, precomputed.landless, false));
        }
        let only = precomputed.only.map_or(WITHOUT_COUNTRY, usize::from);
        self.add_persons(group, added, |row| Some(row.country.map_or(only, usize::from)));
    }

    /// Adds the persons who came, where persons are counted, each to its place.
    fn add_persons(&self, group: &mut Group<'f>, added: &AddedActivity<'_, 'f>, place: impl Fn(&Row) -> Option<usize>) {
        if self.plan.measure != Measure::People {
            return;
        }
        for row in self.plan.dataset.rows_of_those_who_came(added.activity) {
            if let Some(sum) = place(row).and_then(|place| group.sum(place)) {
                sum.persons.add(row.person, added.decided);
            }
        }
    }

    fn rows(&self, mut group: Group<'f>, distinct: &mut Distinct) -> Vec<(Keys, Figure)> {
        group.allot_landless(WITHOUT_COUNTRY);
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
                key_at(slot, index(SexCode::ALL, sex))
            }
            Split::Country(slot) if place == WITHOUT_COUNTRY => key_at(slot, NOT_STATED),
            Split::Country(slot) => key_at(slot, u32::try_from(place).unwrap_or(NOT_STATED)),
        }
    }

    fn figure(&self, sum: &Sum<'f>, distinct: &mut Distinct) -> Figure {
        let figure = sum.tally.figure();
        let figure = match self.plan.measure {
            Measure::People => {
                let Counted { certain, all, rostered } = sum.persons.count(distinct);
                figure.of_people(certain, all, rostered, sum.most_certain)
            }
            Measure::ShareOfWomen => sum.women_and_men.share(figure),
            _ => figure,
        };
        figure.controlled()
    }
}

/// Whether anybody is or may be among those of whom something is not stated.
fn is_anything(share: PackedFigure) -> bool {
    share.high() != Some(0) || share.reported().unwrap_or(0) > 0
}
