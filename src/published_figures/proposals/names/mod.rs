//! The names of the record as an announcement may use them: countries, programmes, fields and agencies by name, other
//! name and code.

mod load;

use super::lexicon::{self, Phrases};
use crate::text::Multilingual;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Country,
    Programme,
    Field,
    Agency,
    /// The agency that is the office itself: whatever it announces is its own.
    Office,
}

impl Kind {
    /// The filter of the statistics that takes its codes.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Programme => "programme",
            Self::Field => "field",
            Self::Agency | Self::Office => "agency",
        }
    }
}

/// What a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub kind: Kind,
    /// The code of today.
    pub code: String,
    /// A short acronym or code that is a word too unless it is written as it is: WHO, UN, AND.
    pub exactly: Option<String>,
}

/// Every name, by its first word.
#[derive(Debug, Default)]
pub struct Names(pub Phrases<Named>);

/// Adjectives that say a whole field: its code, and the words of the three languages.
const ADJECTIVES: [(&str, [&str; 6]); 3] = [
    (
        "statistics",
        [
            "statistical",
            "statistiques",
            "statistique",
            "إحصائي",
            "إحصائية",
            "إحصائيا",
        ],
    ),
    (
        "environment",
        [
            "environmental",
            "environnementales",
            "environnementale",
            "بيئي",
            "بيئية",
            "بيئيا",
        ],
    ),
    (
        "tourism",
        ["touristic", "touristiques", "touristique", "سياحي", "سياحية", "سياحيا"],
    ),
];

/// From so many letters on an acronym is nobody's word.
const SURE: usize = 6;

impl Names {
    fn add_all<'a>(
        &mut self,
        kind: Kind,
        code: &str,
        name: &str,
        aliases: impl IntoIterator<Item = &'a str>,
        short: &[&str],
    ) {
        let names = Multilingual::from_json(name).0;
        for name in names.into_values().chain(aliases.into_iter().map(str::to_owned)) {
            // Some have no other name than their acronym.
            self.add(
                kind,
                code,
                &name,
                name.len() < SURE && name.chars().all(char::is_uppercase),
            );
        }
        for short in short {
            self.add(kind, code, short, short.len() < SURE);
        }
        let adjectives = ADJECTIVES.iter().filter(|(of, _)| kind == Kind::Field && *of == code);
        for adjective in adjectives.flat_map(|(_, words)| words) {
            self.add(kind, code, adjective, false);
        }
    }

    fn add(&mut self, kind: Kind, code: &str, name: &str, exactly: bool) {
        let named = Named {
            kind,
            code: code.to_owned(),
            exactly: exactly.then(|| name.to_owned()),
        };
        lexicon::add(&mut self.0, name, named);
    }
}
