//! Filters whose codes have been looked up: which numbers, countries, agencies and roster rows will do.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::bounds::CountrySet;
use super::country_contexts::CountryContext;
use super::dataset::Row;
use super::keys::{CountryPart, NOT_STATED, kind};
use super::question::Choice;
use super::words::{CAME, GroupCode};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::agencies::links::Links;
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;

/// Numbers of which any will do, and whether having none will do too. `None` is a filter that was not given.
#[derive(Debug, Clone, Default)]
pub struct Pick(pub Option<(BTreeSet<u32>, bool)>);

impl Pick {
    /// Whether this number will do.
    pub fn admits(&self, number: u32) -> bool {
        self.0.as_ref().is_none_or(|(numbers, _)| numbers.contains(&number))
    }

    /// Whether having none will do.
    pub fn admits_none(&self) -> bool {
        self.0.as_ref().is_none_or(|(_, not_stated)| *not_stated)
    }

    /// Whether one of these numbers will do, or having none where there are none.
    pub fn admits_any(&self, numbers: &[u32]) -> bool {
        if numbers.is_empty() {
            self.admits_none()
        } else {
            numbers.iter().any(|number| self.admits(*number))
        }
    }

    /// The keys that an activity with these numbers has: those that are admitted, or *not stated*.
    pub fn keys(&self, numbers: &[u32]) -> impl Iterator<Item = u32> {
        let none = numbers.is_empty() && self.admits_none();
        let admitted = numbers.iter().copied().filter(|number| self.admits(*number));
        admitted.chain(Some(NOT_STATED).filter(|_| none))
    }
}

/// Which countries will do, by code, group and membership together.
#[derive(Debug, Clone, Default)]
pub struct CountryFilter {
    pub codes: Option<(CountrySet, bool)>,
    pub groups: Choice<GroupCode>,
    pub memberships: Choice<MembershipStatus>,
}

impl CountryFilter {
    /// Whether any country will do.
    pub fn is_open(&self) -> bool {
        self.codes.is_none() && self.groups.is_open() && self.memberships.is_open()
    }

    /// What it tells countries apart by.
    pub fn parts(&self) -> Vec<CountryPart> {
        let given = [
            (CountryPart::Code, self.codes.is_some()),
            (CountryPart::Group, !self.groups.is_open()),
            (CountryPart::Membership, !self.memberships.is_open()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(part, _)| part)
            .collect()
    }

    /// The countries that will do, as they stood in a context.
    pub fn set(&self, country_context: &CountryContext) -> CountrySet {
        let mut set = self.codes.map_or(CountrySet::FULL, |(set, _)| set);
        if !self.groups.is_open() {
            let none = if self.groups.not_stated {
                country_context.ungrouped()
            } else {
                CountrySet::EMPTY
            };
            set = set.intersect(
                self.groups
                    .values
                    .iter()
                    .fold(none, |all, group| all.union(country_context.group(*group))),
            );
        }
        if !self.memberships.is_open() {
            let all =
                |all: CountrySet, membership: &MembershipStatus| all.union(country_context.membership(*membership));
            set = set.intersect(self.memberships.values.iter().fold(CountrySet::EMPTY, all));
        }
        set
    }

    /// Whether no country at all will do.
    pub fn admits_none(&self) -> bool {
        self.codes.is_none_or(|(_, none)| none)
            && (self.groups.is_open() || self.groups.not_stated)
            && (self.memberships.is_open() || self.memberships.not_stated)
    }
}

/// Which agencies will do, by code and kind together.
#[derive(Debug, Clone, Default)]
pub struct AgencyFilter {
    pub codes: Pick,
    pub kinds: Pick,
    /// The kind of each agency.
    pub kind_of: Arc<[AgencyKind]>,
}

impl AgencyFilter {
    /// Whether any agency will do.
    pub fn is_open(&self) -> bool {
        self.codes.0.is_none() && self.kinds.0.is_none()
    }

    /// Whether this agency will do.
    pub fn admits(&self, agency: u32) -> bool {
        self.codes.admits(agency) && self.kinds.admits(kind(&self.kind_of, agency))
    }

    /// Whether no agency at all will do.
    pub fn admits_none(&self) -> bool {
        self.codes.admits_none() && self.kinds.admits_none()
    }

    /// The agencies that will do, where they were named; otherwise agencies that nobody mentions may be among them.
    pub fn named(&self) -> Option<Vec<u32>> {
        self.codes
            .0
            .as_ref()
            .map(|(codes, _)| codes.iter().copied().filter(|agency| self.admits(*agency)).collect())
    }

    /// With only this kind of agency.
    #[must_use]
    pub fn of_kind(&self, kind: u32) -> Self {
        let kinds = Pick(Some((BTreeSet::from([kind]), false)));
        Self {
            codes: self.codes.clone(),
            kinds,
            kind_of: self.kind_of.clone(),
        }
    }
}

/// Which agencies will do on the days of each context: one that is asked for finds the one that stands for it and, where that is
/// asked too, those that it succeeds.
#[derive(Debug, Clone, Default)]
pub struct DatedAgencies {
    /// As it was asked.
    pub asked: AgencyFilter,
    /// By context; empty where it is the same in all.
    country_contexts: Vec<AgencyFilter>,
}

impl DatedAgencies {
    /// Looks up the links of the agencies asked for.
    pub fn of(
        asked: AgencyFilter,
        links: &Links<u32>,
        country_contexts: &[CountryContext],
        predecessors: bool,
    ) -> Self {
        let codes = asked.codes.0.as_ref();
        let is_linked = predecessors
            || country_contexts
                .iter()
                .any(|country_context| !country_context.agencies.is_each_its_own());
        let country_contexts = codes.filter(|_| is_linked).map_or_else(Vec::new, |(codes, none)| {
            let on = |country_context: &CountryContext| AgencyFilter {
                codes: Pick(Some((
                    links.representatives(codes.iter().copied(), &country_context.agencies, predecessors),
                    *none,
                ))),
                ..asked.clone()
            };
            country_contexts.iter().map(on).collect()
        });
        Self {
            asked,
            country_contexts,
        }
    }

    /// On the days of an context.
    pub fn in_context(&self, country_context: usize) -> &AgencyFilter {
        self.country_contexts.get(country_context).unwrap_or(&self.asked)
    }
}

/// Whose participations are counted.
#[derive(Debug, Clone)]
pub struct Who {
    pub roles: Vec<Role>,
    pub statuses: Vec<ParticipationStatus>,
}

impl Who {
    /// Whether a roster row is one of those asked for.
    pub fn asks_for(&self, row: &Row) -> bool {
        self.roles.contains(&row.role) && self.statuses.contains(&row.status)
    }

    /// Whether those who came are asked for, all of them and nobody else.
    pub fn is_who_came(&self) -> bool {
        self.has_all_who_came() && self.has_only_who_came()
    }

    /// Whether all who came are among those asked for: then the head count speaks of them.
    pub fn has_all_who_came(&self) -> bool {
        CAME.iter().all(|role| self.roles.contains(role)) && self.statuses.contains(&ParticipationStatus::Attended)
    }

    /// Whether only those who came are asked for.
    pub fn has_only_who_came(&self) -> bool {
        self.roles.iter().all(|role| CAME.contains(role))
            && self
                .statuses
                .iter()
                .all(|status| *status == ParticipationStatus::Attended)
    }
}
