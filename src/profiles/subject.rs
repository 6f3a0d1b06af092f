//! What is asked of a country, an agency or a programme.

use crate::activities::model::{AgencyRole, CountryRole};
use crate::statistics::question::Choice;
use crate::statistics::{Dimension, Filters, Measure, Question};

/// Whom a profile is about, by the code of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Country(String),
    Agency(String),
    Programme(String),
}

/// A question under the name that a profile gives its answer.
pub type Asked = (&'static str, Question);

/// A table of a profile: a row per value of one dimension, a column per question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<Asked>,
}

/// The filters that every profile takes.
const COMMON: [&str; 9] = [
    "from", "since", "to", "status", "type", "meetings", "mode", "our_role", "field",
];

impl Subject {
    /// The filters that a profile of this kind takes.
    pub fn filters(&self) -> Vec<&'static str> {
        let narrowing: &[&str] = match self {
            Self::Country(_) => &["programme", "programme_tree"],
            Self::Agency(_) => &["programme", "programme_tree", "predecessors"],
            Self::Programme(_) => &["programme_tree"],
        };
        [COMMON.as_slice(), narrowing].concat()
    }

    /// The figures, in the order of the profile.
    pub fn figures(&self, filters: &Filters) -> Vec<Asked> {
        let people = [
            ("participations", self.of_people(Measure::Participations, filters)),
            ("people", self.of_people(Measure::People, filters)),
        ];
        match self {
            Self::Country(_) | Self::Agency(_) => self.roles(filters).into_iter().chain(people).collect(),
            Self::Programme(_) => [("activities", self.of_activities(filters))]
                .into_iter()
                .chain(people)
                .chain([
                    ("countries", self.of_people(Measure::Countries, filters)),
                    ("agencies", self.of_people(Measure::Agencies, filters)),
                ])
                .collect(),
        }
    }

    /// The activities in each of the subject's roles; of a programme all of them.
    pub fn roles(&self, filters: &Filters) -> Vec<Asked> {
        match self {
            Self::Country(code) => vec![
                ("benefited", listed(code, CountryRole::Beneficiary, filters)),
                ("attended", listed(code, CountryRole::Attending, filters)),
                ("provided", listed(code, CountryRole::Provider, filters)),
                ("hosted", listed(code, CountryRole::Host, filters)),
                ("took_place", took_place(code, filters)),
            ],
            Self::Agency(code) => {
                let of = |agency_role: Vec<AgencyRole>| {
                    let filters = Filters {
                        agency: only(code),
                        agency_role,
                        ..filters.clone()
                    };
                    Question::total(Measure::Activities, filters)
                };
                let roles = AgencyRole::ALL.iter().map(|role| (role.as_str(), of(vec![*role])));
                [("listed", of(Vec::new()))].into_iter().chain(roles).collect()
            }
            Self::Programme(_) => vec![("activities", self.of_activities(filters))],
        }
    }

    /// Whether that role says that the subject took part: a country that only gave, hosted or lent its ground did not.
    pub fn takes_part_as(&self, role: &str) -> bool {
        !matches!(self, Self::Country(_)) || ["benefited", "attended"].contains(&role)
    }

    /// The tables, in the order of the profile.
    pub fn tables(&self, filters: &Filters) -> Vec<Table> {
        let participations = || ("participations", self.of_people(Measure::Participations, filters));
        match self {
            Self::Country(_) => {
                let columns: Vec<Asked> = self.roles(filters).into_iter().chain([participations()]).collect();
                by_each(
                    &[
                        ("programme", Dimension::Programme),
                        ("year", Dimension::Year),
                        ("field", Dimension::Field),
                    ],
                    &columns,
                )
            }
            Self::Agency(_) => {
                let shown = ["listed", "beneficiary", "provider"];
                let roles = self.roles(filters).into_iter().filter(|(name, _)| shown.contains(name));
                let columns: Vec<Asked> = roles.chain([participations()]).collect();
                by_each(
                    &[
                        ("programme", Dimension::Programme),
                        ("year", Dimension::Year),
                        ("field", Dimension::Field),
                    ],
                    &columns,
                )
            }
            Self::Programme(code) => {
                let columns = [("activities", self.of_activities(filters)), participations()];
                let mut tables = by_each(&[("type", Dimension::Type), ("year", Dimension::Year)], &columns);
                tables.push(by_country(code, filters, participations().1));
                tables
            }
        }
    }

    fn of_activities(&self, filters: &Filters) -> Question {
        Question::total(Measure::Activities, self.narrowed(filters))
    }

    fn of_people(&self, measure: Measure, filters: &Filters) -> Question {
        Question::total(measure, self.narrowed(filters))
    }

    /// The filters narrowed to the people, or the activities, of the subject.
    fn narrowed(&self, filters: &Filters) -> Filters {
        let mut filters = filters.clone();
        match self {
            Self::Country(code) => filters.country = only(code),
            Self::Agency(code) => filters.agency = only(code),
            Self::Programme(code) => filters.programme = only(code),
        }
        filters
    }
}

/// The code alone.
fn only(code: &str) -> Choice<String> {
    Choice {
        values: vec![code.to_owned()],
        not_stated: false,
    }
}

fn listed(code: &str, role: CountryRole, filters: &Filters) -> Question {
    let filters = Filters {
        activity_country: only(code),
        country_role: vec![role],
        ..filters.clone()
    };
    Question::total(Measure::Activities, filters)
}

fn took_place(code: &str, filters: &Filters) -> Question {
    let filters = Filters {
        host_country: only(code),
        ..filters.clone()
    };
    Question::total(Measure::Activities, filters)
}

fn split_by(question: &Question, dimension: Dimension) -> Question {
    Question {
        by: vec![dimension],
        ..question.clone()
    }
}

fn by_each(dimensions: &[(&'static str, Dimension)], columns: &[Asked]) -> Vec<Table> {
    let table = |(name, dimension): &(&'static str, Dimension)| Table {
        name,
        columns: columns
            .iter()
            .map(|(name, question)| (*name, split_by(question, *dimension)))
            .collect(),
    };
    dimensions.iter().map(table).collect()
}

/// The countries of a programme in each of their roles, and where its people come from.
fn by_country(code: &str, filters: &Filters, participations: Question) -> Table {
    let of = |role| {
        let filters = Filters {
            programme: only(code),
            country_role: vec![role],
            ..filters.clone()
        };
        split_by(
            &Question::total(Measure::Activities, filters),
            Dimension::ActivityCountry,
        )
    };
    Table {
        name: "country",
        columns: vec![
            ("benefited", of(CountryRole::Beneficiary)),
            ("attended", of(CountryRole::Attending)),
            ("provided", of(CountryRole::Provider)),
            ("participations", split_by(&participations, Dimension::Country)),
        ],
    }
}
