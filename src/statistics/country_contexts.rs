//! Which countries belonged to what on a day, and which agencies were one: memberships, regional groups and links are
//! dated, and figures follow them as they were on an activity's first day. Days on which nothing differs share one [`CountryContext`].

use std::collections::HashMap;

use chrono::NaiveDate;

use super::bounds::{CountrySet, World};
use super::words::GroupCode;
use crate::agencies::links::{Links, MergedAgencies};
use crate::countries::history::CountryHistory;
use crate::countries::model::{Group, MembershipStatus};
use crate::reference::draft::Period;

/// How the countries stood on a day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CountryContext {
    /// Who an unnamed country can be: the members (suspended ones included), or any country at all. A country that the
    /// record does not know has one of the numbers that no country here has.
    pub world: World,
    groups: [CountrySet; 4],
    memberships: [CountrySet; 4],
    /// Which agencies count as one, by their numbers.
    pub agencies: MergedAgencies<u32>,
}

/// The contexts of a record, each once.
pub struct CountryContexts<'a> {
    country_history: &'a CountryHistory,
    /// The dense number of a country by its key.
    numbers: HashMap<i64, u8>,
    links: &'a Links<u32>,
    all: Vec<CountryContext>,
    by_day: HashMap<NaiveDate, usize>,
}

impl<'a> CountryContexts<'a> {
    /// No day has been asked about yet.
    pub fn new(country_history: &'a CountryHistory, numbers: HashMap<i64, u8>, links: &'a Links<u32>) -> Self {
        Self {
            country_history,
            numbers,
            links,
            all: Vec::new(),
            by_day: HashMap::new(),
        }
    }

    /// Those that were asked about before keep their places.
    #[must_use]
    pub fn after(mut self, known: &[CountryContext]) -> Self {
        self.all = known.to_vec();
        self
    }

    /// The context at a place.
    pub fn get(&self, place: usize) -> Option<&CountryContext> {
        self.all.get(place)
    }

    /// The place of the context in which a day lies.
    pub fn index_on(&mut self, day: NaiveDate) -> usize {
        if let Some(at) = self.by_day.get(&day) {
            return *at;
        }
        let country_context = self.context(day);
        let at = self
            .all
            .iter()
            .position(|known| *known == country_context)
            .unwrap_or_else(|| {
                self.all.push(country_context);
                self.all.len() - 1
            });
        self.by_day.insert(day, at);
        at
    }

    /// All that were asked about, by their places.
    pub fn into_all(self) -> Vec<CountryContext> {
        self.all
    }

    fn context(&self, day: NaiveDate) -> CountryContext {
        let [mut african, mut arab, mut asian] = [CountrySet::EMPTY; 3];
        let [mut member, mut observer, mut suspended] = [CountrySet::EMPTY; 3];
        for (key, _) in self.country_history.countries() {
            let Some(country) = self.numbers.get(&key) else {
                continue;
            };
            match self.country_history.group(key, day) {
                Some(Group::African) => african.insert(*country),
                Some(Group::Arab) => arab.insert(*country),
                Some(Group::Asian) => asian.insert(*country),
                None => {}
            }
            match self.country_history.membership(key, day) {
                MembershipStatus::Member => member.insert(*country),
                MembershipStatus::Observer => observer.insert(*country),
                MembershipStatus::Suspended => suspended.insert(*country),
                MembershipStatus::Outside => {}
            }
        }
        let members = member.union(suspended);
        let grouped = african.union(arab).union(asian);
        CountryContext {
            world: World {
                members,
                all: CountrySet::of_one(CountrySet::NOWHERE).complement(),
            },
            // Outside the members nobody has a group; a member without one has none stated.
            groups: [african, arab, asian, grouped.union(members).complement()],
            memberships: [member, observer, suspended, members.union(observer).complement()],
            agencies: self.links.merged_on(day),
        }
    }

    /// Whether anything begins or ends after a day: then "today" means something else tomorrow.
    pub fn changes_after(&self, day: NaiveDate) -> bool {
        let changes = |period: &Period| {
            let ends = [period.from, period.to].into_iter().flatten();
            ends.into_iter().any(|date| date.first() > day)
        };
        self.links.same_as.iter().any(|link| changes(&link.period))
            || self.country_history.countries().any(|(_, land)| {
                let memberships = land.memberships.iter().map(|(period, _)| period);
                let mut periods = memberships.chain(land.groups.iter().map(|(period, _)| period));
                periods.any(changes)
            })
    }
}

impl CountryContext {
    /// The agency that stands for this one on the day.
    pub fn agency(&self, agency: u32) -> u32 {
        self.agencies.agency(agency)
    }

    /// The countries of a group on the day; `none` are those outside the 57.
    pub fn group(&self, group: GroupCode) -> CountrySet {
        let [african, arab, asian, none] = self.groups;
        match group {
            GroupCode::African => african,
            GroupCode::Arab => arab,
            GroupCode::Asian => asian,
            GroupCode::None => none,
        }
    }

    /// The countries that stood so on the day.
    pub fn membership(&self, membership: MembershipStatus) -> CountrySet {
        let [member, observer, suspended, none] = self.memberships;
        match membership {
            MembershipStatus::Member => member,
            MembershipStatus::Observer => observer,
            MembershipStatus::Suspended => suspended,
            MembershipStatus::Outside => none,
        }
    }

    /// A country's group on the day; `None` for a member of which no group is stated.
    pub fn group_of(&self, country: u8) -> Option<GroupCode> {
        GroupCode::ALL
            .iter()
            .copied()
            .find(|group| self.group(*group).contains(country))
    }

    /// The members of which no group is stated.
    pub fn ungrouped(&self) -> CountrySet {
        GroupCode::ALL
            .iter()
            .fold(CountrySet::FULL, |rest, group| rest.difference(self.group(*group)))
    }

    /// How a country stood on the day.
    pub fn membership_of(&self, country: u8) -> MembershipStatus {
        let held = MembershipStatus::ALL
            .iter()
            .copied()
            .find(|membership| self.membership(*membership).contains(country));
        held.unwrap_or(MembershipStatus::Outside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::countries::history::DatedCountry;
    use crate::time::{PartialDate, parse_day};

    fn day(text: &str) -> NaiveDate {
        parse_day(text).expect("a day")
    }

    fn period(from: &str, to: &str) -> Period {
        Period {
            from: PartialDate::parse(from),
            to: PartialDate::parse(to),
        }
    }

    /// Syria (key 10, number 1), an observer (20, 2) and a member of which no group is stated (30, 3).
    fn country_history() -> CountryHistory {
        let land = |memberships, groups| DatedCountry {
            alpha3: String::new(),
            memberships,
            groups,
        };
        let syria = land(
            vec![
                (period("1972", "2012-08-15"), MembershipStatus::Member),
                (period("2012-08-15", "2025-03-07"), MembershipStatus::Suspended),
                (period("2025-03-07", ""), MembershipStatus::Member),
            ],
            vec![(period("1972", ""), Group::Arab)],
        );
        let observer = land(vec![(period("1994", ""), MembershipStatus::Observer)], Vec::new());
        let ungrouped = land(vec![(period("1970", ""), MembershipStatus::Member)], Vec::new());
        CountryHistory::new([(10, syria), (20, observer), (30, ungrouped)])
    }

    fn era_on(text: &str) -> CountryContext {
        let (country_history, links) = (country_history(), Links::default());
        let mut country_contexts =
            CountryContexts::new(&country_history, HashMap::from([(10, 1), (20, 2), (30, 3)]), &links);
        let at = country_contexts.index_on(day(text));
        country_contexts.into_all().remove(at)
    }

    #[test]
    fn a_suspended_country_is_a_member_again_on_the_day_its_suspension_ends() {
        let on = |text| era_on(text).membership_of(1);
        assert_eq!(on("2012-08-14"), MembershipStatus::Member);
        assert_eq!(on("2012-08-15"), MembershipStatus::Suspended);
        assert_eq!(on("2025-03-06"), MembershipStatus::Suspended);
        assert_eq!(on("2025-03-07"), MembershipStatus::Member);
        assert_eq!(on("1971-12-31"), MembershipStatus::Outside);
        assert!(
            era_on("2020-01-01").world.members.contains(1),
            "suspended ones are among the members"
        );
    }

    #[test]
    fn who_is_no_member_has_no_group_and_a_member_without_one_has_none_stated() {
        let country_context = era_on("2020-01-01");
        assert_eq!(country_context.group_of(1), Some(GroupCode::Arab));
        assert_eq!(country_context.group_of(2), Some(GroupCode::None));
        assert_eq!(country_context.group_of(3), None);
        assert_eq!(country_context.ungrouped().iter().collect::<Vec<_>>(), [3]);
        assert_eq!(country_context.membership_of(200), MembershipStatus::Outside);
    }

    #[test]
    fn days_on_which_nothing_differs_share_an_era_and_the_future_is_known() {
        let (country_history, links) = (country_history(), Links::default());
        let mut country_contexts =
            CountryContexts::new(&country_history, HashMap::from([(10, 1), (20, 2), (30, 3)]), &links);
        let places = ["2013-01-01", "2024-12-31", "2025-03-07"].map(|text| country_contexts.index_on(day(text)));
        assert_eq!(places, [0, 0, 1]);
        assert!(country_contexts.changes_after(day("2025-03-06")));
        assert!(!country_contexts.changes_after(day("2025-03-07")));
    }
}
