//! What narrows a figure, and the question to the statistics that comes of it.

use crate::published_figures::proposals::lexicon::Family;
use crate::statistics::link::escaped;
use crate::time::PartialDate;

/// Something that narrows figures, with the pieces that say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Modifier {
    pub from: usize,
    pub to: usize,
    pub what: Narrowing,
}

/// What narrows.
#[derive(Debug, Clone, PartialEq)]
pub enum Narrowing {
    Programme(Vec<String>),
    Field(Vec<String>),
    Mode(String),
    Type(&'static str, String),
    /// Took place there.
    Place(Vec<String>),
    /// The activities of countries, in a role.
    Countries(Vec<String>, Option<&'static str>),
    /// The activities of agencies.
    Agencies(Vec<String>),
    /// The activities of the countries of a group.
    Group(&'static str),
    /// People from countries, agencies, a group.
    FromCountries(Vec<String>),
    FromAgencies(Vec<String>),
    FromGroup(&'static str),
    OurRole(&'static str),
    Since(PartialDate),
    AsOf(PartialDate),
}

/// The office held it.
pub const ORGANISED: &str = "organiser,co_organiser,host";

impl Narrowing {
    /// Whether it says only where people come from.
    pub fn is_origin(&self) -> bool {
        matches!(
            self,
            Self::FromCountries(_) | Self::FromAgencies(_) | Self::FromGroup(_)
        )
    }

    /// Its filter for a figure of a family; `Err` where no filter says it of that.
    fn pairs(&self, family: Family) -> Result<Vec<(&'static str, String)>, ()> {
        let list = |codes: &[String]| codes.iter().map(|code| escaped(code)).collect::<Vec<_>>().join(",");
        let people = family == Family::People;
        // Programmes are counted by their kind alone.
        if family == Family::Other && !matches!(self, Self::Since(_) | Self::AsOf(_)) {
            return Err(());
        }
        Ok(match self {
            Self::Programme(codes) => vec![("programme", list(codes))],
            Self::Field(codes) => vec![("field", list(codes))],
            Self::Mode(mode) => vec![("mode", mode.clone())],
            Self::Type(name, value) => vec![(name, value.clone())],
            Self::Place(codes) => vec![("host_country", list(codes))],
            Self::Countries(codes, role) => {
                let role = role.map(|role| ("country_role", role.to_owned()));
                std::iter::once(("activity_country", list(codes))).chain(role).collect()
            }
            Self::Agencies(codes) if people => vec![("activity_agency", list(codes))],
            Self::Agencies(codes) => vec![("agency", list(codes))],
            Self::Group(group) if family == Family::Activities => vec![("oic_group", (*group).to_owned())],
            Self::FromCountries(codes) if people => vec![("country", list(codes))],
            Self::FromAgencies(codes) if people => vec![("agency", list(codes))],
            Self::FromGroup(group) if people => vec![("oic_group", (*group).to_owned())],
            Self::OurRole(roles) => vec![("our_role", (*roles).to_owned())],
            Self::Since(_) | Self::AsOf(_) => Vec::new(),
            Self::Group(_) | Self::FromCountries(_) | Self::FromAgencies(_) | Self::FromGroup(_) => return Err(()),
        })
    }

    /// What kind of narrowing it is: two of one kind contradict each other.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Programme(_) => "programme",
            Self::Field(_) => "field",
            Self::Mode(_) => "mode",
            Self::Type(..) => "type",
            Self::Place(_) => "place",
            Self::Countries(..) | Self::Group(_) => "country",
            Self::Agencies(_) => "agency",
            Self::FromCountries(_) | Self::FromAgencies(_) | Self::FromGroup(_) => "origin",
            Self::OurRole(_) => "our role",
            Self::Since(_) => "since",
            Self::AsOf(_) => "as of",
        }
    }

    /// In words: by the codes.
    fn words(&self) -> Option<String> {
        Some(match self {
            Self::Programme(codes) => format!("programme: {}", codes.join(", ")),
            Self::Field(codes) => format!("field: {}", codes.join(", ")),
            Self::Place(codes) => format!("took place in: {}", codes.join(", ")),
            Self::Countries(codes, _) | Self::FromCountries(codes) => format!("country: {}", codes.join(", ")),
            Self::Agencies(codes) | Self::FromAgencies(codes) => format!("agency: {}", codes.join(", ")),
            Self::Group(group) | Self::FromGroup(group) => format!("OIC group: {group}"),
            Self::Mode(_) | Self::Type(..) | Self::OurRole(_) | Self::Since(_) | Self::AsOf(_) => return None,
        })
    }
}

/// The order of a filter's members.
const ORDER: [&str; 14] = [
    "programme",
    "field",
    "agency",
    "activity_agency",
    "host_country",
    "country",
    "activity_country",
    "country_role",
    "oic_group",
    "our_role",
    "mode",
    "type",
    "meetings",
    "sex",
];

/// What narrows one figure, all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope(Vec<Modifier>);

impl Scope {
    /// One thing alone.
    pub fn of(what: &Narrowing) -> Self {
        Self(vec![Modifier {
            from: 0,
            to: 0,
            what: what.clone(),
        }])
    }

    /// Adds what narrows; the modifier back where one of its kind says something else.
    pub fn add(&mut self, modifier: &Modifier) -> Result<(), Modifier> {
        match self.0.iter().find(|known| known.what.kind() == modifier.what.kind()) {
            Some(known) if known.what == modifier.what => Ok(()),
            Some(_) => Err(modifier.clone()),
            None => {
                self.0.push(modifier.clone());
                Ok(())
            }
        }
    }

    pub fn modifiers(&self) -> &[Modifier] {
        &self.0
    }

    pub fn since(&self) -> Option<PartialDate> {
        self.0.iter().find_map(|modifier| match modifier.what {
            Narrowing::Since(date) => Some(date),
            _ => None,
        })
    }

    pub fn as_of(&self) -> Option<PartialDate> {
        self.0.iter().find_map(|modifier| match modifier.what {
            Narrowing::AsOf(date) => Some(date),
            _ => None,
        })
    }

    /// The question to the statistics, as text; the modifier that no filter can say of the family where there is one.
    pub fn filter(&self, family: Family, own: Option<(&'static str, &str)>) -> Result<String, Modifier> {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        for modifier in &self.0 {
            pairs.extend(modifier.what.pairs(family).map_err(|()| modifier.clone())?);
        }
        pairs.extend(own.map(|(name, value)| (name, value.to_owned())));
        pairs.sort_by_key(|(name, _)| ORDER.iter().position(|known| known == name));
        let spelt: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(if spelt.is_empty() {
            "all".to_owned()
        } else {
            spelt.join("&")
        })
    }

    /// Of what, in words.
    pub fn words(&self) -> String {
        let said: Vec<String> = self.0.iter().filter_map(|modifier| modifier.what.words()).collect();
        if said.is_empty() {
            "all programmes".to_owned()
        } else {
            said.join("; ")
        }
    }
}
