//! What each measure is: a named, versioned definition. Its text is what the API, CSV metadata, footnotes and
//! `docs/COUNTING.md` say; a change of meaning is a new version.

use super::words::Measure;
use crate::text::Lang;
use crate::texts;

impl Measure {
    /// The version of its definition; it rises when the same record would give another number.
    pub fn version(self) -> u32 {
        match self {
            Self::Activities | Self::Participations | Self::People | Self::Countries | Self::Agencies => 1,
        }
    }

    /// What is counted and what is not, in words.
    pub fn definition(self, lang: Lang) -> String {
        texts::say(lang, &format!("measure-{}", self.as_str()), &[])
    }

    /// Its name for headings.
    pub fn title(self, lang: Lang) -> String {
        texts::say(lang, &format!("measure-{}-title", self.as_str()), &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_its_definition_in_three_languages() {
        for measure in Measure::ALL {
            for lang in Lang::ALL {
                for id in [format!("measure-{measure}"), format!("measure-{measure}-title")] {
                    assert!(texts::knows(lang, &id), "{id} in {}", lang.tag());
                }
            }
        }
    }

    #[test]
    fn the_page_on_counting_has_every_definition_word_by_word() {
        let page = include_str!("../../docs/COUNTING.md")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for measure in Measure::ALL {
            let definition = measure.definition(Lang::En);
            assert!(
                page.contains(&definition),
                "docs/COUNTING.md lacks the definition of {measure}: {definition}"
            );
            assert!(
                page.contains(&format!("`{measure}` (version {})", measure.version())),
                "version of {measure}"
            );
        }
    }
}
