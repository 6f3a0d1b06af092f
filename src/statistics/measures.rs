//! What each measure is: a named, versioned definition. What the API, CSV headers and metadata, footnotes and
//! `docs/COUNTING.md` say of a measure comes from here and from its text in `locales/`; a change of meaning is a new
//! version.

use super::figure::Scale;
use super::words::{Dimension, Measure};
use crate::codes;
use crate::text::Lang;
use crate::texts;

codes! {
    /// What a measure counts in.
    pub enum Unit {
        Activity = "activity", Participation = "participation", Person = "person", Country = "country",
        Agency = "agency", Day = "day", PersonDay = "person_day", Programme = "programme",
        /// A number from 0 to 1.
        Share = "share",
    }
}

/// How the figures of several activities become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// They are added.
    Added,
    /// What several of them have in common counts once.
    CountedOnce,
    /// It is the ratio of two sums.
    Divided,
    /// It is of no activities: what there is on a day, out of the reference data.
    Stock,
}

/// A definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// It rises when the same record would give another number.
    pub version: u32,
    pub unit: Unit,
    pub together: Together,
    /// Whether it counts people, so that `country` and `agency` mean where they come from.
    pub of_people: bool,
    /// Whether it can be split by sex.
    pub by_sex: bool,
}

impl Measure {
    /// The measures of `/statistics/totals`.
    pub const TOTALS: [Self; 5] = [
        Self::Activities,
        Self::Participations,
        Self::People,
        Self::Countries,
        Self::Agencies,
    ];

    /// Its definition.
    #[rustfmt::skip] // one measure a line
    pub const fn definition(self) -> Definition {
        use Together::{Added, CountedOnce, Divided, Stock};
        let (version, unit, together, of_people, by_sex) = match self {
            Self::Activities     => (2, Unit::Activity,      Added,       false, false),
            Self::Participations => (2, Unit::Participation, Added,       true,  true),
            Self::People         => (2, Unit::Person,        CountedOnce, true,  true),
            Self::Countries      => (2, Unit::Country,       CountedOnce, false, false),
            Self::Agencies       => (2, Unit::Agency,        CountedOnce, false, false),
            Self::Days           => (2, Unit::Day,           Added,       false, false),
            Self::PersonDays     => (2, Unit::PersonDay,     Added,       true,  true),
            Self::ShareOfWomen   => (2, Unit::Share,         Divided,     true,  false),
            Self::Programmes     => (1, Unit::Programme,     Stock,       false, false),
            Self::MemberCountries => (1, Unit::Country,      Stock,       false, false),
        };
        Definition { version, unit, together, of_people, by_sex }
    }

    /// The version of its definition.
    pub const fn version(self) -> u32 {
        self.definition().version
    }

    /// Whether it counts people, so that `country` and `agency` mean where they come from.
    pub const fn is_of_people(self) -> bool {
        self.definition().of_people
    }

    /// Whether it counts what there is on a day, and no activities.
    pub fn is_stock(self) -> bool {
        self.definition().together == Together::Stock
    }

    /// Whether a question about it takes a dimension or the filter of that name.
    pub fn takes(self, dimension: Dimension) -> bool {
        match self {
            Self::Programmes => false,
            Self::MemberCountries => dimension == Dimension::OicGroup,
            _ => dimension != Dimension::Sex || self.definition().by_sex,
        }
    }

    /// The filters that a measure of no activities takes; none of them chooses activities.
    pub const fn stock_filters(self) -> &'static [&'static str] {
        match self {
            Self::Programmes => &["programme_kind", "to"],
            Self::MemberCountries => &["oic_group", "to"],
            _ => &[],
        }
    }

    /// The measures that take a dimension, separated by commas.
    pub fn taking(dimension: Dimension) -> String {
        let taking = Self::ALL.iter().filter(|measure| measure.takes(dimension));
        taking.map(|measure| measure.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// In what its numbers are held.
    pub const fn scale(self) -> Scale {
        match self.definition().unit {
            Unit::Share => Scale::TenThousandths,
            _ => Scale::Whole,
        }
    }

    /// What is counted and what is not, in words.
    pub fn text(self, lang: Lang) -> String {
        texts::say(lang, &format!("measure-{}", self.as_str()), &[])
    }

    /// Its name for headings.
    pub fn title(self, lang: Lang) -> String {
        texts::say(lang, &format!("measure-{}-title", self.as_str()), &[])
    }

    /// Its unit in words.
    pub fn unit(self, lang: Lang) -> String {
        texts::say(lang, &format!("unit-{}", self.definition().unit), &[])
    }

    /// How the figures of several activities become one, in words.
    pub fn together(self, lang: Lang) -> String {
        let id = match self.definition().together {
            Together::Added => "measure-together-added",
            Together::CountedOnce => "measure-together-counted_once",
            Together::Divided => "measure-together-divided",
            Together::Stock => "measure-together-stock",
        };
        texts::say(lang, id, &[])
    }
}

/// The section of `docs/COUNTING.md` about the measures: what a test compares.
#[cfg(test)]
pub fn describe() -> String {
    let lang = Lang::En;
    let mut text = String::from(
        "## The measures\n\n| measure | version | unit | of several activities | `country` and `agency` | by `sex` |\n|---|---|---|---|---|---|\n",
    );
    for measure in Measure::ALL {
        let Definition {
            version,
            of_people,
            by_sex,
            ..
        } = measure.definition();
        let (unit, together) = (measure.unit(lang), measure.together(lang));
        let whose = match measure.is_stock() {
            true => "no",
            false if of_people => "where people come from",
            false => "listed on the activity",
        };
        let by_sex = if by_sex { "yes" } else { "no" };
        text.push_str(&format!(
            "| `{measure}` | {version} | {unit} | {together} | {whose} | {by_sex} |\n"
        ));
    }
    for measure in Measure::ALL {
        text.push_str(&format!(
            "\n### `{measure}` (version {})\n\n{}\n",
            measure.version(),
            measure.text(lang)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_its_definition_in_three_languages() {
        for measure in Measure::ALL {
            let unit = measure.definition().unit;
            for lang in Lang::ALL {
                for id in [
                    format!("measure-{measure}"),
                    format!("measure-{measure}-title"),
                    format!("unit-{unit}"),
                ] {
                    assert!(texts::knows(lang, &id), "{id} in {}", lang.tag());
                }
                assert!(
                    !measure.together(lang).starts_with("measure-"),
                    "{measure} in {}",
                    lang.tag()
                );
            }
        }
    }

    #[test]
    fn the_page_on_counting_has_every_definition_word_by_word() {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let page = words(include_str!("../../docs/COUNTING.md"));
        let section = words(&describe());
        assert!(page.contains(&section), "docs/COUNTING.md lacks:\n{}", describe());
    }

    #[test]
    fn totals_are_whole_numbers() {
        assert!(Measure::TOTALS.iter().all(|measure| measure.scale() == Scale::Whole));
    }
}
