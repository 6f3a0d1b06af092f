//! What every country was on a day: member, observer, suspended or none of these, and in which regional group.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::Value;

use super::KIND;
use super::model::{Group, MembershipStatus};
use crate::db::Conn;
use crate::db::schema::{countries, country_groups, country_memberships, versions};
use crate::error::Error;
use crate::input::Code;
use crate::reference::draft::Period;
use crate::time::PartialDate;

/// A country as far as figures depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedCountry {
    pub alpha3: String,
    /// None overlaps another.
    pub memberships: Vec<(Period, MembershipStatus)>,
    /// None overlaps another.
    pub groups: Vec<(Period, Group)>,
}

/// All countries by their keys, as they stand or as they stood at an entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountryHistory(BTreeMap<i64, DatedCountry>);

type Dated = (i64, Option<String>, Option<String>);

impl CountryHistory {
    /// Of countries that are given.
    pub fn new(lands: impl IntoIterator<Item = (i64, DatedCountry)>) -> Self {
        Self(lands.into_iter().collect())
    }

    /// As the record stands.
    pub fn load(conn: &mut Conn) -> Result<Self, Error> {
        let named: Vec<(i64, String)> = countries::table.select((countries::id, countries::alpha3)).load(conn)?;
        let land = |alpha3| DatedCountry {
            alpha3,
            memberships: Vec::new(),
            groups: Vec::new(),
        };
        let mut country_history = Self(named.into_iter().map(|(key, alpha3)| (key, land(alpha3))).collect());
        let memberships: Vec<(Dated, MembershipStatus)> = country_memberships::table
            .order((country_memberships::country_id, country_memberships::position))
            .select((
                (
                    country_memberships::country_id,
                    country_memberships::from_on,
                    country_memberships::to_on,
                ),
                country_memberships::status,
            ))
            .load(conn)?;
        for ((key, from, to), status) in memberships {
            country_history
                .0
                .entry(key)
                .and_modify(|land| land.memberships.push((period(from.as_deref(), to.as_deref()), status)));
        }
        let groups: Vec<(Dated, Group)> = country_groups::table
            .order((country_groups::country_id, country_groups::position))
            .select((
                (
                    country_groups::country_id,
                    country_groups::from_on,
                    country_groups::to_on,
                ),
                country_groups::group_code,
            ))
            .load(conn)?;
        for ((key, from, to), group) in groups {
            country_history
                .0
                .entry(key)
                .and_modify(|land| land.groups.push((period(from.as_deref(), to.as_deref()), group)));
        }
        Ok(country_history)
    }

    /// As the record stood after the ledger's entry `seq`.
    pub fn as_of(conn: &mut Conn, seq: i64) -> Result<Self, Error> {
        let rows: Vec<(i64, Option<String>)> = versions::table
            .filter(versions::kind.eq(KIND).and(versions::seq.le(seq)))
            .order((versions::record_id.asc(), versions::version.asc()))
            .select((versions::record_id, versions::document))
            .load(conn)?;
        let mut country_history = Self::default();
        for (key, text) in rows {
            let document = text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
            match document {
                Some(document) => drop(country_history.0.insert(key, land_of(&document))),
                None => drop(country_history.0.remove(&key)),
            }
        }
        Ok(country_history)
    }

    /// What the country was on that day; `Outside` where nothing is stated.
    pub fn membership(&self, key: i64, day: NaiveDate) -> MembershipStatus {
        let stated = self
            .0
            .get(&key)
            .and_then(|land| land.memberships.iter().find(|(period, _)| period.holds_on(day)));
        stated.map_or(MembershipStatus::Outside, |(_, status)| *status)
    }

    /// The regional group the country belonged to on that day.
    pub fn group(&self, key: i64, day: NaiveDate) -> Option<Group> {
        let stated = self.0.get(&key)?.groups.iter().find(|(period, _)| period.holds_on(day));
        stated.map(|(_, group)| *group)
    }

    /// The country with that key.
    pub fn country(&self, key: i64) -> Option<&DatedCountry> {
        self.0.get(&key)
    }

    /// Every country with its key, in the order of the keys.
    pub fn countries(&self) -> impl Iterator<Item = (i64, &DatedCountry)> {
        self.0.iter().map(|(key, land)| (*key, land))
    }

    /// The keys of the members on that day, suspended ones included.
    pub fn members(&self, day: NaiveDate) -> impl Iterator<Item = i64> {
        self.0
            .keys()
            .copied()
            .filter(move |key| self.membership(*key, day).is_of_the_members())
    }
}

fn period(from: Option<&str>, to: Option<&str>) -> Period {
    Period {
        from: from.and_then(PartialDate::parse),
        to: to.and_then(PartialDate::parse),
    }
}

fn land_of(document: &Value) -> DatedCountry {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let dated = |value: &Value| period(text(value, "from").as_deref(), text(value, "to").as_deref());
    let list = |name: &str| document.get(name).and_then(Value::as_array).into_iter().flatten();
    let status = |item: &Value| Some((dated(item), MembershipStatus::from_code(&text(item, "status")?)?));
    let group = |item: &Value| Some((dated(item), Group::from_code(&text(item, "group")?)?));
    DatedCountry {
        alpha3: text(document, "alpha3").unwrap_or_default(),
        memberships: list("memberships").filter_map(status).collect(),
        groups: list("groups").filter_map(group).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SYRIA: i64 = 1;
    const EGYPT: i64 = 2;

    fn country_history() -> CountryHistory {
        let syria = json!({"alpha3": "SYR", "memberships": [
            {"status": "member", "from": "1972", "to": "2012-08-15"},
            {"status": "suspended", "from": "2012-08-15", "to": "2025-03-07"},
            {"status": "member", "from": "2025-03-07", "to": null},
        ], "groups": [{"group": "Arab", "from": null, "to": null, "inferred": true}]});
        let egypt = json!({"alpha3": "EGY", "memberships": [
            {"status": "member", "from": "1969", "to": "1979-05"},
            {"status": "suspended", "from": "1979-05", "to": "1984"},
            {"status": "member", "from": "1984", "to": null},
        ], "groups": [{"group": "African", "from": null, "to": "1990"}, {"group": "Arab", "from": "1990-06", "to": null}]});
        CountryHistory(BTreeMap::from([(SYRIA, land_of(&syria)), (EGYPT, land_of(&egypt))]))
    }

    fn day(text: &str) -> NaiveDate {
        crate::time::parse_day(text).unwrap()
    }

    #[test]
    fn syria_was_suspended_from_august_2012_and_is_a_member_again_on_7_march_2025() {
        let country_history = country_history();
        for (on, status) in [
            ("1971-12-31", "none"),
            ("1972-01-01", "member"),
            ("2012-08-14", "member"),
            ("2012-08-15", "suspended"),
            ("2025-03-06", "suspended"),
            ("2025-03-07", "member"),
            ("2100-01-01", "member"),
        ] {
            assert_eq!(country_history.membership(SYRIA, day(on)).as_str(), status, "{on}");
        }
        assert_eq!(
            country_history.members(day("2020-01-01")).collect::<Vec<_>>(),
            [SYRIA, EGYPT]
        );
        assert_eq!(country_history.members(day("1970-01-01")).collect::<Vec<_>>(), [EGYPT]);
    }

    #[test]
    fn a_month_or_a_year_means_its_first_day() {
        let country_history = country_history();
        for (on, status) in [
            ("1968-12-31", "none"),
            ("1969-01-01", "member"),
            ("1979-04-30", "member"),
            ("1979-05-01", "suspended"),
            ("1983-12-31", "suspended"),
            ("1984-01-01", "member"),
        ] {
            assert_eq!(country_history.membership(EGYPT, day(on)).as_str(), status, "{on}");
        }
    }

    #[test]
    fn a_country_is_in_one_group_or_in_none() {
        let country_history = country_history();
        assert_eq!(country_history.group(EGYPT, day("1989-12-31")), Some(Group::African));
        assert_eq!(country_history.group(EGYPT, day("1990-01-01")), None);
        assert_eq!(country_history.group(EGYPT, day("1990-06-01")), Some(Group::Arab));
        assert_eq!(country_history.group(SYRIA, day("1900-01-01")), Some(Group::Arab));
        assert_eq!(country_history.group(99, day("2000-01-01")), None);
        assert_eq!(
            country_history.membership(99, day("2000-01-01")),
            MembershipStatus::Outside
        );
    }
}
