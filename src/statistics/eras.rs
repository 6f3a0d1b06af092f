//! Which countries belonged to what on a day: memberships and regional groups are dated, and figures follow them as
//! they were on an activity's first day. Days on which nothing differs share one [`Era`].

use chrono::NaiveDate;
use diesel::prelude::*;

use super::bounds::{CountrySet, World};
use super::words::{GroupCode, MembershipCode};
use crate::db::Conn;
use crate::db::schema::{country_groups, country_memberships};
use crate::error::Error;
use crate::input::Code;
use crate::time::PartialDate;

/// What holds of a country from a day on (included) to another (not included).
#[derive(Debug, Clone)]
struct Period<T> {
    country: u8,
    value: T,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl<T: Copy> Period<T> {
    fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// The dated memberships and groups of all countries.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    memberships: Vec<Period<MembershipCode>>,
    groups: Vec<Period<GroupCode>>,
}

/// How the countries stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Era {
    /// Who an unnamed country can be: the members (suspended ones included), or any country at all. A country that the
    /// record does not know has one of the numbers that no country here has.
    pub world: World,
    groups: [CountrySet; 4],
    memberships: [CountrySet; 4],
}

type Row = (i64, String, Option<String>, Option<String>);

impl Calendar {
    /// Reads both tables; `number` gives a country's dense number.
    pub fn load(conn: &mut Conn, number: impl Fn(i64) -> Option<u8>) -> Result<Self, Error> {
        use {country_groups as g, country_memberships as m};
        let memberships: Vec<Row> = m::table
            .order((m::country_id.asc(), m::position.asc()))
            .select((m::country_id, m::status, m::from_on, m::to_on))
            .load(conn)?;
        let groups: Vec<Row> = g::table
            .order((g::country_id.asc(), g::position.asc()))
            .select((g::country_id, g::group_code, g::from_on, g::to_on))
            .load(conn)?;
        Ok(Self { memberships: periods(&memberships, &number), groups: periods(&groups, &number) })
    }

    /// How the countries stood on that day. Of several periods that hold, the one that began last decides.
    pub fn on(&self, day: NaiveDate) -> Era {
        let mut memberships = [CountrySet::EMPTY; 4];
        let mut groups = [CountrySet::EMPTY; 4];
        spread(&self.memberships, day, MembershipCode::ALL, &mut memberships);
        spread(&self.groups, day, GroupCode::ALL, &mut groups);
        let [member, observer, suspended, _] = memberships;
        let members = member.union(suspended);
        let [african, arab, asian, _] = groups;
        let grouped = african.union(arab).union(asian);
        Era {
            world: World { members, all: CountrySet::FULL },
            // Outside the members nobody has a group; a member without one has none stated.
            groups: [african, arab, asian, grouped.union(members).complement()],
            memberships: [member, observer, suspended, members.union(observer).complement()],
        }
    }

    /// Whether anything begins or ends after that day: then "today" means something else tomorrow.
    pub fn changes_after(&self, day: NaiveDate) -> bool {
        let later = |from: Option<NaiveDate>, to: Option<NaiveDate>| from.max(to).is_some_and(|date| date > day);
        self.memberships.iter().any(|p| later(p.from, p.to)) || self.groups.iter().any(|p| later(p.from, p.to))
    }
}

fn periods<C: Code>(rows: &[Row], number: impl Fn(i64) -> Option<u8>) -> Vec<Period<C>> {
    let day = |text: &Option<String>| text.as_deref().and_then(PartialDate::parse).map(PartialDate::first);
    rows.iter()
        .filter_map(|(country, code, from, to)| {
            Some(Period { country: number(*country)?, value: C::from_code(code)?, from: day(from), to: day(to) })
        })
        .collect()
}

/// Puts each country into the set of the value that holds on the day; the last set is for none of them.
fn spread<C: Copy + PartialEq>(periods: &[Period<C>], day: NaiveDate, all: &[C], sets: &mut [CountrySet; 4]) {
    let mut began: Vec<(u8, Option<NaiveDate>, C)> = Vec::new();
    for period in periods.iter().filter(|period| period.holds(day)) {
        match began.iter_mut().find(|(country, ..)| *country == period.country) {
            Some(known) if known.1 > period.from => {}
            Some(known) => *known = (period.country, period.from, period.value),
            None => began.push((period.country, period.from, period.value)),
        }
    }
    for (country, _, value) in began {
        let at = all.iter().position(|code| *code == value);
        if let Some(set) = at.and_then(|at| sets.get_mut(at)) {
            set.insert(country);
        }
    }
}

impl Era {
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
    pub fn membership(&self, membership: MembershipCode) -> CountrySet {
        let [member, observer, suspended, none] = self.memberships;
        match membership {
            MembershipCode::Member => member,
            MembershipCode::Observer => observer,
            MembershipCode::Suspended => suspended,
            MembershipCode::None => none,
        }
    }

    /// A country's group on the day; `None` for a member of which no group is stated.
    pub fn group_of(&self, country: u8) -> Option<GroupCode> {
        GroupCode::ALL.iter().copied().find(|group| self.group(*group).contains(country))
    }

    /// The members of which no group is stated.
    pub fn ungrouped(&self) -> CountrySet {
        GroupCode::ALL.iter().fold(CountrySet::FULL, |rest, group| rest.difference(self.group(*group)))
    }

    /// How a country stood on the day.
    pub fn membership_of(&self, country: u8) -> MembershipCode {
        let held = MembershipCode::ALL.iter().copied().find(|membership| self.membership(*membership).contains(country));
        held.unwrap_or(MembershipCode::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        crate::time::parse_day(text).expect("a day")
    }

    fn period<T>(country: u8, value: T, from: &str, to: Option<&str>) -> Period<T> {
        Period { country, value, from: Some(day(from)), to: to.map(day) }
    }

    fn syria() -> Calendar {
        Calendar {
            memberships: vec![
                period(1, MembershipCode::Member, "1972-01-01", None),
                period(1, MembershipCode::Suspended, "2012-08-15", Some("2025-03-07")),
                period(2, MembershipCode::Observer, "1994-01-01", None),
                period(3, MembershipCode::Member, "1970-01-01", None),
            ],
            groups: vec![period(1, GroupCode::Arab, "1972-01-01", None)],
        }
    }

    #[test]
    fn a_suspended_country_is_a_member_again_on_the_day_its_suspension_ends() {
        let on = |text| syria().on(day(text)).membership_of(1);
        assert_eq!(on("2012-08-14"), MembershipCode::Member);
        assert_eq!(on("2012-08-15"), MembershipCode::Suspended);
        assert_eq!(on("2025-03-06"), MembershipCode::Suspended);
        assert_eq!(on("2025-03-07"), MembershipCode::Member);
        assert_eq!(on("1971-12-31"), MembershipCode::None);
        assert!(syria().on(day("2020-01-01")).world.members.contains(1), "suspended ones are among the 57");
    }

    #[test]
    fn who_is_no_member_has_no_group_and_a_member_without_one_has_none_stated() {
        let era = syria().on(day("2020-01-01"));
        assert_eq!(era.group_of(1), Some(GroupCode::Arab));
        assert_eq!(era.group_of(2), Some(GroupCode::None));
        assert_eq!(era.group_of(3), None);
        assert_eq!(era.ungrouped().iter().collect::<Vec<_>>(), [3]);
        assert_eq!(era.membership_of(200), MembershipCode::None);
    }

    #[test]
    fn it_is_known_whether_the_future_holds_a_change() {
        assert!(syria().changes_after(day("2025-03-06")));
        assert!(!syria().changes_after(day("2025-03-07")));
    }
}
