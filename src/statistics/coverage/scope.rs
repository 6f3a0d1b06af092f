//! What a question or a declaration is about: conditions that activities and their people fulfil, and a span of days.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Declared;
use super::values::{agency_roles, chosen, country_roles, dated, row_of, stretches, with_children};
use crate::activities::model::ActivityType;
use crate::input::Code;
use crate::statistics::answer::Key;
use crate::statistics::dataset::{Codes, Names};
use crate::statistics::plan::Plan;
use crate::statistics::question::{Choice, Filters};
use crate::statistics::words::{Dimension, Measure, Meetings};
use crate::time::PartialDate;

/// What a condition is on. Of an activity: of the first group it has one value at most, of the second it may have several.
/// Of its people: each of them has one, so that every activity may have all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Status,
    Type,
    Mode,
    OurRole,
    HostCountry,
    Year,
    Programme,
    Field,
    Language,
    ListedCountry,
    ListedGroup,
    ListedMembership,
    ListedAgency,
    ListedAgencyKind,
    Country,
    Group,
    Membership,
    Agency,
    AgencyKind,
    Sex,
    ParticipationRole,
    ParticipationStatus,
}

impl Subject {
    /// What a dimension, and the filter of its name, is on for a measure.
    pub fn of(dimension: Dimension, measure: Measure) -> Self {
        let of_people = measure.is_of_people();
        let either = |people: Self, listed: Self| if of_people { people } else { listed };
        match dimension {
            Dimension::Year => Self::Year,
            Dimension::Programme => Self::Programme,
            Dimension::Type => Self::Type,
            Dimension::Mode => Self::Mode,
            Dimension::Field => Self::Field,
            Dimension::Language => Self::Language,
            Dimension::Status => Self::Status,
            Dimension::OurRole => Self::OurRole,
            Dimension::HostCountry => Self::HostCountry,
            Dimension::Sex => Self::Sex,
            Dimension::ActivityCountry => Self::ListedCountry,
            Dimension::ActivityAgency => Self::ListedAgency,
            Dimension::Country => either(Self::Country, Self::ListedCountry),
            Dimension::OicGroup => either(Self::Group, Self::ListedGroup),
            Dimension::Membership => either(Self::Membership, Self::ListedMembership),
            Dimension::Agency => either(Self::Agency, Self::ListedAgency),
            Dimension::AgencyKind => either(Self::AgencyKind, Self::ListedAgencyKind),
        }
    }

    /// Whether an activity has one value of it, or none that is stated.
    fn is_single(self) -> bool {
        self <= Self::Year
    }
}

/// Values of which one is; `None` is *not stated*.
pub(super) type Values = BTreeSet<Option<String>>;

/// One of these values. For what is listed on an activity in one of these roles; no role is any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Condition {
    subject: Subject,
    /// The same on all days, or for each stretch of days on which the same agencies are one.
    values: Vec<Values>,
    roles: BTreeSet<&'static str>,
}

impl Condition {
    /// Whether it is fulfilled wherever the other is, on the days of these stretches.
    fn is_within(&self, wider: &Self, stretches: &[bool]) -> bool {
        let has_role = wider.roles.is_empty() || !self.roles.is_empty() && self.roles.is_subset(&wider.roles);
        let is_asked = |at: usize| self.values.len() == 1 || stretches.get(at).copied().unwrap_or(true);
        let mut values = self.values.iter().zip(&wider.values).enumerate();
        let is_within = values.all(|(at, (own, wider))| !is_asked(at) || own.is_subset(wider));
        self.subject == wider.subject && has_role && is_within
    }
}

/// Days from the first to the last, both included; without a first one since ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    pub first: Option<NaiveDate>,
    pub last: NaiveDate,
}

impl DayRange {
    /// From one date to another; an open end is today.
    fn of(from: Option<PartialDate>, to: Option<PartialDate>, today: NaiveDate) -> Self {
        Self {
            first: from.map(PartialDate::first),
            last: to.map_or(today, PartialDate::last),
        }
    }

    fn lies_in(self, other: Self) -> bool {
        let begins = other
            .first
            .is_none_or(|first| self.first.is_some_and(|own| own >= first));
        begins && self.last <= other.last
    }

    fn meets(self, other: Self) -> bool {
        let begins = |one: Self, other: Self| one.first.is_none_or(|first| first <= other.last);
        begins(self, other) && begins(other, self)
    }

    /// The days of these years that lie in it. Years that have not come yet under an open end are themselves.
    fn narrow(&mut self, first: PartialDate, last: PartialDate) {
        let begin = self.first.map_or(first.first(), |own| own.max(first.first()));
        let end = self.last.min(last.last());
        *self = if begin <= end {
            Self {
                first: Some(begin),
                last: end,
            }
        } else {
            Self {
                first: Some(first.first()),
                last: last.last(),
            }
        };
    }
}

/// What a question or a declaration is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Sorted, each once.
    conditions: Vec<Condition>,
    /// When it happened.
    pub span: DayRange,
    /// The days that are parted where an agency begins or ceases to be the same as another.
    stretches: Vec<DayRange>,
}

impl Scope {
    /// Of a question.
    pub fn of_question(filters: &Filters, measure: Measure, names: &Names, today: NaiveDate) -> Self {
        let span = DayRange::of(filters.from, filters.to, today);
        Self::new(filters, span, measure, names)
    }

    /// Of a declaration: its own dates, and those of its filter.
    pub fn declared(declared: &Declared, measure: Measure, names: &Names, today: NaiveDate) -> Self {
        let (filters, mut span) = (&declared.filters, DayRange::of(declared.from, declared.to, today));
        if let Some(from) = filters.from.map(PartialDate::first) {
            span.first = Some(span.first.map_or(from, |own| own.max(from)));
        }
        if let Some(to) = filters.to.map(PartialDate::last) {
            span.last = span.last.min(to);
        }
        Self::new(filters, span, measure, names)
    }

    fn new(filters: &Filters, span: DayRange, measure: Measure, names: &Names) -> Self {
        let mut scope = Self {
            conditions: Vec::new(),
            span,
            stretches: stretches(names),
        };
        let roles = country_roles(filters);
        let agency_roles = agency_roles(filters);
        let of = |dimension| Subject::of(dimension, measure);
        scope.words(Subject::Status, &filters.status);
        scope.words(Subject::Type, &filters.kind);
        scope.words(Subject::Mode, &filters.mode);
        scope.words(Subject::OurRole, &filters.our_role);
        scope.words(Subject::Sex, &filters.sex);
        scope.words(Subject::ParticipationRole, &filters.participation_role);
        scope.words(Subject::ParticipationStatus, &filters.participation_status);
        if let Some(meetings) = filters.meetings {
            let is_asked = |kind: &&ActivityType| ActivityType::MEETINGS.contains(kind) == (meetings == Meetings::Only);
            let kinds: Vec<ActivityType> = ActivityType::ALL.iter().filter(is_asked).copied().collect();
            scope.words(Subject::Type, &kinds);
        }
        let known = |codes: &Codes, given: &Choice<String>| {
            let code = |value: &String| {
                let number = codes.number(value).or_else(|| codes.number(&value.to_uppercase()));
                number
                    .and_then(|number| codes.code(number))
                    .map_or(value.clone(), ToString::to_string)
            };
            chosen(given, code)
        };
        let all = |values: Values| vec![values];
        let agencies = |given: &Choice<String>| dated(known(&names.agencies, given), names, filters.predecessors);
        let mut programmes = known(&names.programmes, &filters.programme);
        if filters.programme_tree {
            with_children(&mut programmes, names);
        }
        scope.add(Subject::Programme, vec![programmes], BTreeSet::new());
        scope.add(
            Subject::Field,
            all(known(&names.fields, &filters.field)),
            BTreeSet::new(),
        );
        scope.add(
            Subject::Language,
            all(chosen(&filters.language, Clone::clone)),
            BTreeSet::new(),
        );
        scope.add(
            Subject::HostCountry,
            all(known(&names.countries, &filters.host_country)),
            BTreeSet::new(),
        );
        let listed = |subject: Subject| match subject {
            Subject::ListedCountry | Subject::ListedGroup | Subject::ListedMembership => roles.clone(),
            Subject::ListedAgency | Subject::ListedAgencyKind => agency_roles.clone(),
            _ => BTreeSet::new(),
        };
        for (dimension, values) in [
            (Dimension::Country, all(known(&names.countries, &filters.country))),
            (
                Dimension::ActivityCountry,
                all(known(&names.countries, &filters.activity_country)),
            ),
            (Dimension::Agency, agencies(&filters.agency)),
            (Dimension::ActivityAgency, agencies(&filters.activity_agency)),
            (
                Dimension::OicGroup,
                all(chosen(&filters.oic_group, ToString::to_string)),
            ),
            (
                Dimension::Membership,
                all(chosen(&filters.membership, ToString::to_string)),
            ),
            (
                Dimension::AgencyKind,
                all(chosen(&filters.agency_kind, ToString::to_string)),
            ),
        ] {
            let subject = of(dimension);
            scope.add(subject, values, listed(subject));
        }
        if !filters.year.is_open() {
            scope.add(
                Subject::Year,
                all(chosen(&filters.year, ToString::to_string)),
                BTreeSet::new(),
            );
            let years = filters.year.values.iter();
            scope.narrow_years(
                years
                    .clone()
                    .min()
                    .zip(years.max())
                    .filter(|_| !filters.year.not_stated),
            );
        }
        scope
    }

    /// Adds what a row says of a dimension.
    pub fn narrow(&mut self, dimension: Dimension, key: &Key, plan: &Plan<'_>) {
        let (measure, filters, names) = (plan.measure, plan.filters(), &plan.dataset.names);
        let value = (*key != Key::NotStated).then(|| key.to_string());
        let subject = Subject::of(dimension, measure);
        let roles = match subject {
            Subject::ListedCountry | Subject::ListedGroup | Subject::ListedMembership => country_roles(filters),
            Subject::ListedAgency | Subject::ListedAgencyKind => agency_roles(filters),
            _ => BTreeSet::new(),
        };
        let values = match subject {
            Subject::ListedAgency => row_of(value, names, filters.predecessors),
            Subject::Agency => row_of(value, names, false),
            _ => vec![BTreeSet::from([value])],
        };
        self.add(subject, values, roles);
        if let Key::Year(year) = key {
            self.narrow_years(Some((year, year)));
        }
    }

    fn narrow_years(&mut self, years: Option<(&i32, &i32)>) {
        let read = |year: &i32| PartialDate::parse(&format!("{year:04}"));
        if let Some((first, last)) = years.and_then(|(first, last)| read(first).zip(read(last))) {
            self.span.narrow(first, last);
        }
    }

    fn words<C: Code>(&mut self, subject: Subject, values: &[C]) {
        let values = values.iter().map(|value| Some(value.code().to_owned())).collect();
        self.add(subject, vec![values], BTreeSet::new());
    }

    /// Adds a condition; none where there are no values.
    fn add(&mut self, subject: Subject, values: Vec<Values>, roles: BTreeSet<&'static str>) {
        let condition = Condition { subject, values, roles };
        if condition.values.iter().any(|values| !values.is_empty())
            && let Err(place) = self.conditions.binary_search(&condition)
        {
            self.conditions.insert(place, condition);
        }
    }

    /// What its conditions are on.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        self.conditions.iter().map(|condition| condition.subject)
    }

    /// Whether this declaration holds for a question: the question has each of its conditions with no other values, and
    /// lies in its span.
    pub fn holds_for(&self, asked: &Self) -> bool {
        let stretches: Vec<bool> = asked.stretches.iter().map(|days| days.meets(asked.span)).collect();
        let is_within = |own: &Condition, condition: &Condition| own.is_within(condition, &stretches);
        let has = |condition: &Condition| asked.conditions.iter().any(|own| is_within(own, condition));
        self.conditions.iter().all(has) && asked.span.lies_in(self.span)
    }

    /// Whether an activity can belong to both.
    pub fn touches(&self, other: &Self) -> bool {
        let all = || self.conditions.iter().chain(&other.conditions);
        let can_be = |subject: Subject| {
            let of = || all().filter(move |condition| condition.subject == subject);
            let values = || of().flat_map(|condition| &condition.values);
            let is_common = |value: &Option<String>| values().all(|values| values.contains(value));
            values().flatten().any(is_common)
        };
        let single = all()
            .map(|condition| condition.subject)
            .filter(|subject| subject.is_single());
        self.span.meets(other.span) && single.into_iter().all(can_be)
    }

    /// Whether it is of more than the other, and of all that the other is of.
    pub fn is_wider_than(&self, other: &Self) -> bool {
        self.holds_for(other) && !other.holds_for(self)
    }

    /// Whether they are of one filter, whatever their times.
    pub fn is_of_one_filter_with(&self, other: &Self) -> bool {
        self.conditions == other.conditions
    }
}
