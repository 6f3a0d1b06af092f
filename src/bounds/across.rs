//! From the bounds of each activity to distinct countries over many.

use super::conclusions::Bounds;
use super::interval::Interval;
use super::set::CountrySet;
use super::statement::{CountriesOf, World};

/// Which countries sent people to one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sent {
    /// These did, by name.
    pub named: CountrySet,
    /// These may have: listed, but no head count says that they came.
    pub perhaps: CountrySet,
    /// So many others did, without a name: u with a head count, 0 to u without.
    pub unnamed: Interval,
    /// The unnamed are among these.
    pub pool: CountrySet,
    /// Whether the unnamed are members or can be of any country.
    pub of: CountriesOf,
    /// At most so many of `perhaps` and the unnamed together: there are no more people left to come from there.
    pub at_most: u64,
    /// Nobody counted, or people are left who can be of any country: nothing bounds the number of countries.
    pub open: bool,
}

impl Bounds {
    /// Which countries sent people. An activity that nobody counted names none and is open.
    pub fn sent(&self) -> Sent {
        let lands = &self.lands;
        let floor = lands.everybody(|place| place.sexes).whole.low;
        let left = self.sexes.whole.subtract(floor).high;
        let up_to = |number: u64| left.map_or(number, |left| left.min(number));
        let nowhere = CountrySet::of_one(CountrySet::NOWHERE);
        let open = !self.counted || (!lands.further.is_within(&nowhere) && left != Some(0));
        let (pool, of) = (lands.pool, lands.unnamed_of);
        if lands.each > 0 {
            let (unnamed, at_most) = (Interval::exactly(lands.unnamed), lands.unnamed);
            return Sent {
                named: lands.certain,
                perhaps: CountrySet::EMPTY,
                unnamed,
                pool,
                of,
                at_most,
                open,
            };
        }
        let perhaps = lands.named.difference(lands.certain);
        let unnamed = Interval::between(0, up_to(lands.unnamed));
        let at_most = up_to(perhaps.len().saturating_add(lands.unnamed));
        Sent {
            named: lands.certain,
            perhaps,
            unnamed,
            pool,
            of,
            at_most,
            open,
        }
    }
}

/// Adds up the distinct countries that sent people to any of many activities.
#[derive(Clone, Debug, Default)]
pub struct DistinctCountries {
    named: CountrySet,
    perhaps: CountrySet,
    /// u and the pool of the activities that have one.
    unnamed: Vec<(u64, CountrySet)>,
    /// Sums of what the unnamed can be at most, by whom they can be.
    unnamed_members: u64,
    unnamed_any: u64,
    /// The same with the `perhaps` among them, for activities that have any.
    with_perhaps: u64,
    members_alone: u64,
    any_alone: u64,
    open: bool,
}

impl DistinctCountries {
    /// One more activity.
    pub fn add(&mut self, sent: &Sent) {
        self.open |= sent.open;
        self.named = self.named.union(sent.named);
        if sent.unnamed.low > 0 {
            self.unnamed.push((sent.unnamed.low, sent.pool));
        }
        if sent.at_most == 0 {
            return;
        }
        let unnamed = sent.unnamed.high.unwrap_or(sent.at_most);
        let members = sent.of == CountriesOf::Members;
        *(if members {
            &mut self.unnamed_members
        } else {
            &mut self.unnamed_any
        }) += unnamed;
        self.perhaps = self.perhaps.union(sent.perhaps);
        *match (sent.perhaps.is_empty(), members) {
            (false, _) => &mut self.with_perhaps,
            (true, true) => &mut self.members_alone,
            (true, false) => &mut self.any_alone,
        } += sent.at_most;
    }

    /// One more activity that was sent people by these countries and no other.
    pub fn add_named(&mut self, named: CountrySet) {
        self.named = self.named.union(named);
    }

    /// How many countries, with U named and the unnamed of each activity i among its pool:
    ///
    /// - low: `|U| + max_i max(0, u_i - |U ∩ pool_i|)`;
    /// - high: `|U| + min(Σ u_i, |members not in U|)`, where the `u_i` of `any` are added without that cap;
    ///   `None` where an activity is open.
    pub fn range(&self, world: &World) -> Interval {
        let beyond = |(unnamed, pool): &(u64, CountrySet)| unnamed.saturating_sub(self.named.intersect(*pool).len());
        let low = self
            .named
            .len()
            .saturating_add(self.unnamed.iter().map(beyond).max().unwrap_or(0));
        if self.open {
            return Interval::at_least(low);
        }
        let with = |named: CountrySet, members: u64, others: u64| {
            named
                .len()
                .saturating_add(members.min(world.members.difference(named).len()))
                .saturating_add(others)
        };
        let all_came = with(self.named.union(self.perhaps), self.unnamed_members, self.unnamed_any);
        let few_came = with(
            self.named,
            self.members_alone,
            self.any_alone.saturating_add(self.with_perhaps),
        );
        Interval::between(low, all_came.min(few_came).max(low))
    }
}

/// Distinct countries over activities; see [`DistinctCountries::range`].
#[cfg(test)]
pub fn distinct_countries<'a>(activities: impl IntoIterator<Item = &'a Sent>, world: &World) -> Interval {
    let mut countries = DistinctCountries::default();
    activities.into_iter().for_each(|sent| countries.add(sent));
    countries.range(world)
}
