//! Agencies that count as one: those that are `same_as` another on a day, and those that one succeeds. The rule is here
//! alone, for figures (by the numbers of agencies) and for lists (by their keys).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Link, Relation};
use crate::db::Conn;
use crate::db::schema::agency_links;
use crate::error::{Error, Fault};
use crate::reference::draft::Period;
use crate::time::PartialDate;

/// The relation of an agency to its successor, as `agency_links` keeps it.
pub const SUCCEEDED_BY: &str = "succeeded_by";

/// An agency that is the same as another, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameAs<K> {
    pub agency: K,
    pub other: K,
    pub period: Period,
}

/// How agencies are linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links<K> {
    /// Agencies that are the same as another, in order. Where one is the same as two at once, the first link counts.
    pub same_as: Vec<SameAs<K>>,
    /// Agencies that another succeeded: the older one, and the newer. A succession has no dates: what the older one took
    /// part in is the newer one's past, whenever it was.
    pub succeeded: Vec<(K, K)>,
}

/// Which agencies count as one on a day: each that is the same as another with the one that stands for it, in order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MergedAgencies<K>(Vec<(K, K)>);

/// Days on which the same agencies count as one: from the first one to the last, both included; `None` is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPeriod<K> {
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub one: MergedAgencies<K>,
}

impl<K> Default for Links<K> {
    fn default() -> Self {
        Self {
            same_as: Vec::new(),
            succeeded: Vec::new(),
        }
    }
}

impl<K> Default for MergedAgencies<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl Links<i64> {
    /// Those that this record has, by the agencies' keys.
    pub fn load(conn: &mut Conn) -> Result<Self, Error> {
        let links: Vec<(i64, String, i64, Option<String>, Option<String>)> = agency_links::table
            .filter(agency_links::relation.eq_any([Relation::SameAs.as_str(), SUCCEEDED_BY]))
            .order((agency_links::agency_id, agency_links::other_id))
            .select((
                agency_links::agency_id,
                agency_links::relation,
                agency_links::other_id,
                agency_links::from_on,
                agency_links::to_on,
            ))
            .load(conn)?;
        let date = |text: Option<String>| text.as_deref().and_then(PartialDate::parse);
        let mut all = Self::default();
        for (agency, relation, other, from, to) in links {
            if relation == SUCCEEDED_BY {
                all.succeeded.push((agency, other));
            } else {
                let (from, to) = (date(from), date(to));
                let period = Period { from, to };
                all.same_as.push(SameAs { agency, other, period });
            }
        }
        Ok(all)
    }

    /// The same with other words for the agencies.
    pub fn map_agencies<K>(&self, number: impl Fn(i64) -> K) -> Links<K> {
        let link = |link: &SameAs<i64>| SameAs {
            agency: number(link.agency),
            other: number(link.other),
            period: link.period,
        };
        let succeeded = self.succeeded.iter();
        Links {
            same_as: self.same_as.iter().map(link).collect(),
            succeeded: succeeded
                .map(|(older, newer)| (number(*older), number(*newer)))
                .collect(),
        }
    }
}

impl<K: Copy + Ord> Links<K> {
    /// Which agencies count as one on a day.
    pub fn merged_on(&self, day: NaiveDate) -> MergedAgencies<K> {
        let held = |link: &&SameAs<K>| link.period.holds_on(day);
        let agencies: BTreeSet<K> = self.same_as.iter().filter(held).map(|link| link.agency).collect();
        MergedAgencies(
            agencies
                .into_iter()
                .map(|agency| (agency, self.last(agency, day)))
                .collect(),
        )
    }

    fn next(&self, agency: K, day: NaiveDate) -> Option<K> {
        let mut links = self.same_as.iter().filter(|link| link.agency == agency);
        links.find(|link| link.period.holds_on(day)).map(|link| link.other)
    }

    /// The agencies that one is the same as by way of each other, the next first; each once.
    fn chain(&self, agency: K, day: NaiveDate) -> Vec<K> {
        let mut chain: Vec<K> = Vec::new();
        while let Some(next) = self.next(chain.last().copied().unwrap_or(agency), day) {
            if chain.contains(&next) {
                break;
            }
            chain.push(next);
        }
        chain
    }

    /// The last of a chain stands for all of it. Of a circle, which is refused and may have been stored before it was, the
    /// first agency in order does.
    fn last(&self, agency: K, day: NaiveDate) -> K {
        let chain = self.chain(agency, day);
        let last = chain.last().copied().unwrap_or(agency);
        let circle = self.chain(last, day);
        circle.into_iter().chain([last]).min().unwrap_or(last)
    }

    /// Whether an agency would be the same as itself by way of others on some day.
    fn leads_back(&self, agency: K) -> bool {
        self.begins().any(|day| self.chain(agency, day).contains(&agency))
    }

    /// The days on which something begins or ends, and the first of all.
    fn begins(&self) -> impl Iterator<Item = NaiveDate> {
        let ends = self.same_as.iter().flat_map(|link| [link.period.from, link.period.to]);
        let days: BTreeSet<NaiveDate> = ends.flatten().map(PartialDate::first).collect();
        std::iter::once(NaiveDate::MIN).chain(days)
    }

    /// All days, parted where something begins or ends.
    pub fn periods(&self) -> Vec<LinkPeriod<K>> {
        let first = |day: NaiveDate| (day != NaiveDate::MIN).then_some(day);
        let days: Vec<NaiveDate> = self.begins().collect();
        let ends = days.iter().skip(1).map(NaiveDate::pred_opt).chain([None]);
        let parts = days.iter().zip(ends).map(|(day, last)| LinkPeriod {
            first: first(*day),
            last,
            one: self.merged_on(*day),
        });
        parts.collect()
    }

    /// The agencies that stand for these and, with `predecessors`, for those that they succeed, however long ago.
    pub fn representatives(
        &self,
        asked: impl IntoIterator<Item = K>,
        one: &MergedAgencies<K>,
        predecessors: bool,
    ) -> BTreeSet<K> {
        let asked = asked.into_iter().map(|agency| one.agency(agency)).collect();
        if predecessors {
            self.closure(asked, |older, newer| (one.agency(newer), one.agency(older)))
        } else {
            asked
        }
    }

    /// The agencies that stand for those that succeed one, however late, itself excluded.
    pub fn successors(&self, agency: K, one: &MergedAgencies<K>) -> BTreeSet<K> {
        let own = one.agency(agency);
        let mut all = self.closure(BTreeSet::from([own]), |older, newer| {
            (one.agency(older), one.agency(newer))
        });
        all.remove(&own);
        all
    }

    /// These and all that a step, from one agency to another for each succession, leads to.
    fn closure(&self, mut all: BTreeSet<K>, step: impl Fn(K, K) -> (K, K)) -> BTreeSet<K> {
        loop {
            let steps = self.succeeded.iter().map(|(older, newer)| step(*older, *newer));
            let reached: Vec<K> = steps.filter(|(from, _)| all.contains(from)).map(|(_, to)| to).collect();
            let before = all.len();
            all.extend(reached);
            if all.len() == before {
                return all;
            }
        }
    }

    /// Every agency that counts for one of these on a day, under whatever name; with `predecessors` those that they succeed
    /// too. What is recorded under any of them is found by each.
    pub fn under_any_name(&self, asked: &[K], one: &MergedAgencies<K>, predecessors: bool) -> BTreeSet<K> {
        let mut all = self.representatives(asked.iter().copied(), one, predecessors);
        all.extend(
            one.0
                .iter()
                .filter(|(_, standing)| all.contains(standing))
                .map(|(own, _)| *own)
                .collect::<Vec<_>>(),
        );
        all
    }
}

impl<K> LinkPeriod<K> {
    /// Whether a day lies in it.
    pub fn has(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

impl<K: Copy + Ord> MergedAgencies<K> {
    /// The agency that stands for this one.
    pub fn agency(&self, agency: K) -> K {
        let at = self.0.binary_search_by_key(&agency, |(own, _)| *own);
        let standing = at.ok().and_then(|at| self.0.get(at));
        standing.map_or(agency, |(_, standing)| *standing)
    }

    /// Whether each stands for itself.
    pub fn is_each_its_own(&self) -> bool {
        self.0.is_empty()
    }
}

/// Refuses links by which an agency would be the same as two at once, or as itself by way of others, on any day. Links that
/// stay as they are stored are not checked again.
pub fn check_links(conn: &mut Conn, id: Option<i64>, links: &[Link]) -> Result<(), Error> {
    let same = || links.iter().filter(|link| link.relation == Relation::SameAs);
    if same().next().is_none() {
        return Ok(());
    }
    let mut all = Links::load(conn)?;
    let key = id.unwrap_or(0);
    let linked = |link: &Link| SameAs {
        agency: key,
        other: link.agency.key,
        period: link.period,
    };
    let mut own: Vec<SameAs<i64>> = same().map(linked).collect();
    own.sort_by_key(|link| link.other);
    let stored: Vec<SameAs<i64>> = all.same_as.iter().filter(|link| link.agency == key).copied().collect();
    if own == stored {
        return Ok(());
    }
    all.same_as.retain(|link| link.agency != key);
    let mut faults: Vec<Fault> = Vec::new();
    for link in same() {
        let mut earlier = same().filter(|other| other.place < link.place);
        if earlier.any(|earlier| earlier.period.overlaps(link.period)) {
            faults.push(Fault::at(format!("/links/{}", link.place), "overlapping_periods"));
        }
        let mut with = all.clone();
        with.same_as.push(linked(link));
        if with.leads_back(key) {
            faults.push(Fault::at(format!("/links/{}/agency", link.place), "circle"));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_day;

    fn links(same_as: &[(u32, u32, &str, &str)], succeeded: &[(u32, u32)]) -> Links<u32> {
        let link = |(agency, other, from, to): &(u32, u32, &str, &str)| SameAs {
            agency: *agency,
            other: *other,
            period: Period {
                from: PartialDate::parse(from),
                to: PartialDate::parse(to),
            },
        };
        Links {
            same_as: same_as.iter().map(link).collect(),
            succeeded: succeeded.to_vec(),
        }
    }

    fn on(links: &Links<u32>, day: &str) -> MergedAgencies<u32> {
        links.merged_on(parse_day(day).unwrap())
    }

    #[test]
    fn the_last_of_a_chain_stands_for_all_on_the_days_of_its_links() {
        let links = links(&[(1, 2, "2015", ""), (2, 3, "", "2020")], &[]);
        let standing = |day: &str| [1, 2, 3].map(|agency| on(&links, day).agency(agency));
        assert_eq!(standing("2014-12-31"), [1, 3, 3]);
        assert_eq!(standing("2015-01-01"), [3, 3, 3]);
        assert_eq!(standing("2020-01-01"), [2, 2, 3]);
        let stretches = links.periods();
        assert_eq!(stretches.len(), 3);
        assert_eq!(stretches[0].first, None);
        assert_eq!(stretches[0].last, parse_day("2014-12-31"));
        assert_eq!((stretches[2].first, stretches[2].last), (parse_day("2020-01-01"), None));
    }

    #[test]
    fn a_circle_that_was_stored_counts_as_one_and_what_leads_into_it_too() {
        let links = links(
            &[(1, 2, "", ""), (2, 3, "", ""), (3, 2, "", ""), (4, 4, "", "")],
            &[(5, 6), (6, 5)],
        );
        let one = on(&links, "2020-01-01");
        assert_eq!([1, 2, 3, 4].map(|agency| one.agency(agency)), [2, 2, 2, 4]);
        assert_eq!(links.representatives([5], &one, true), BTreeSet::from([5, 6]));
    }

    #[test]
    fn chains_of_both_kinds_are_followed_together() {
        // 1 was succeeded by 2, which is the same as 3; 3 was succeeded by 4.
        let links = links(&[(2, 3, "", "")], &[(1, 2), (3, 4)]);
        let one = on(&links, "2020-01-01");
        assert_eq!(links.representatives([4], &one, true), BTreeSet::from([1, 3, 4]));
        assert_eq!(links.under_any_name(&[4], &one, true), BTreeSet::from([1, 2, 3, 4]));
        assert_eq!(links.under_any_name(&[3], &one, false), BTreeSet::from([2, 3]));
        assert_eq!(links.successors(1, &one), BTreeSet::from([3, 4]));
    }
}
