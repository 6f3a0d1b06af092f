//! The columns of the summaries.

use crate::agencies::model::AgencyKind;
use crate::programmes::model::ProgrammeKind;
use crate::reports::column::{Column, Kind};
use crate::reports::figures::COVERAGE;
use crate::text::Lang;

const VALUE: &str = "The number, where it is certain; else empty";
const LOW: &str = "It is certainly not less; empty where the record has no such row or it is withheld";
const HIGH: &str = "It is certainly not more; empty where nothing bounds it";
const WITHHELD: &str = "Whether its four numbers are withheld: then they are empty, and neither unknown nor zero";
const REPORTED: &str = "What was stated; empty where nobody stated a number";

/// The four columns of a measure.
macro_rules! four {
    ($name:literal, $en:literal, $ar:literal, $fr:literal) => {
        [
            Column::new($name, Kind::Integer, [$en, $ar, $fr], VALUE),
            Column::new(
                concat!($name, "_low"),
                Kind::Integer,
                [
                    concat!($en, ", at least"),
                    concat!($ar, "، على الأقل"),
                    concat!($fr, ", au moins"),
                ],
                LOW,
            ),
            Column::new(
                concat!($name, "_high"),
                Kind::Integer,
                [
                    concat!($en, ", at most"),
                    concat!($ar, "، على الأكثر"),
                    concat!($fr, ", au plus"),
                ],
                HIGH,
            ),
            Column::new(
                concat!($name, "_reported"),
                Kind::Integer,
                [
                    concat!($en, ", reported"),
                    concat!($ar, "، المعلن"),
                    concat!($fr, ", annoncé"),
                ],
                REPORTED,
            ),
        ]
    };
}

/// Whether the four numbers of a measure are withheld.
macro_rules! withheld {
    ($name:literal, $en:literal, $ar:literal, $fr:literal) => {
        Column::new(
            concat!($name, "_withheld"),
            Kind::Flag,
            [
                concat!($en, ", withheld"),
                concat!($ar, "، محجوب"),
                concat!($fr, ", retenu"),
            ],
            WITHHELD,
        )
        .required()
    };
}

const PARTICIPATIONS: [Column; 4] = four!("participations", "Participations", "المشاركات", "Participations");
const PEOPLE: [Column; 4] = four!("people", "People", "الأشخاص", "Personnes");
const PARTICIPATIONS_WITHHELD: Column = withheld!("participations", "Participations", "المشاركات", "Participations");
const PEOPLE_WITHHELD: Column = withheld!("people", "People", "الأشخاص", "Personnes");
const COUNTRIES: [Column; 4] = four!("countries", "Countries", "البلدان", "Pays");
const AGENCIES: [Column; 4] = four!("agencies", "Agencies", "المؤسسات", "Institutions");

const fn count(name: &'static str, titles: [&'static str; 3], about: &'static str) -> Column {
    Column::new(name, Kind::Integer, titles, about).required()
}

const NAME_EN: Column = Column::new(
    "name_en",
    Kind::FreeText,
    ["Name", "الاسم بالإنجليزية", "Nom (anglais)"],
    "Its name in English",
)
.in_lang(Lang::En);
const NAME_AR: Column = Column::new(
    "name_ar",
    Kind::FreeText,
    ["Name (Arabic)", "الاسم", "Nom (arabe)"],
    "Its name in Arabic",
)
.in_lang(Lang::Ar);
const NAME_FR: Column = Column::new(
    "name_fr",
    Kind::FreeText,
    ["Name (French)", "الاسم بالفرنسية", "Nom"],
    "Its name in French",
)
.in_lang(Lang::Fr);
const ACTIVITIES: Column = count(
    "activities",
    ["Activities", "الأنشطة", "Activités"],
    "Activities that surely match",
);
const UNDECIDED: Column = count(
    "undecided",
    ["Undecided", "غير المحسومة", "Indécises"],
    "Further activities that may or may not belong, by their dates or their countries",
);
const UNCOUNTED: Column = Column::new(
    "uncounted",
    Kind::Integer,
    ["Uncounted", "غير المحصاة", "Sans effectif"],
    "How many of those that may have brought people say nothing about how many came",
);
const FIRST_YEAR: Column = Column::new(
    "first_year",
    Kind::Year,
    ["First year", "السنة الأولى", "Première année"],
    "The year of the first activity that is dated",
);
const LAST_YEAR: Column = Column::new(
    "last_year",
    Kind::Year,
    ["Last year", "السنة الأخيرة", "Dernière année"],
    "The year of the last activity that is dated",
);

#[rustfmt::skip] // one column a line
pub(super) const ANNUAL: &[Column] = &[
    Column::new("year", Kind::Year, ["Year", "السنة", "Année"], "The year of the first day; empty for what is undated"),
    ACTIVITIES,
    UNDECIDED,
    PARTICIPATIONS[0], PARTICIPATIONS[1], PARTICIPATIONS[2], PARTICIPATIONS[3], PARTICIPATIONS_WITHHELD,
    UNCOUNTED,
    PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[3], PEOPLE_WITHHELD,
    COUNTRIES[0], COUNTRIES[1], COUNTRIES[2], COUNTRIES[3],
    AGENCIES[0], AGENCIES[1], AGENCIES[2], AGENCIES[3],
    COVERAGE,
];

#[rustfmt::skip] // one column a line
pub(super) const COUNTRY: &[Column] = &[
    Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "Alpha-3; empty for people whose country is not stated"),
    NAME_EN,
    NAME_AR,
    NAME_FR,
    count("benefited", ["Benefited from", "استفاد من", "A bénéficié de"], "Activities that list it as beneficiary"),
    count("attended", ["Attended", "حضر", "A assisté à"], "Activities that list it as attending"),
    count("provided", ["Provided", "قدّم", "A fourni"], "Activities that list it as provider"),
    count("hosted", ["Hosted", "استضاف", "A accueilli"], "Activities that list it as host"),
    count("took_place", ["Took place in", "انعقدت في", "A eu lieu dans"], "Activities in person or hybrid whose place is in it"),
    UNDECIDED,
    PARTICIPATIONS[0], PARTICIPATIONS[1], PARTICIPATIONS[2], PARTICIPATIONS[3], PARTICIPATIONS_WITHHELD,
    UNCOUNTED,
    PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[3], PEOPLE_WITHHELD,
    FIRST_YEAR,
    LAST_YEAR,
    COVERAGE,
];

#[rustfmt::skip] // one column a line
pub(super) const AGENCY: &[Column] = &[
    Column::new("agency", Kind::Code, ["Agency", "المؤسسة", "Institution"], "By code; empty for people whose agency is not stated"),
    NAME_EN,
    NAME_AR,
    NAME_FR,
    Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "Its country, alpha-3"),
    Column::new("kind", Kind::Word(AgencyKind::CODES), ["Kind", "النوع", "Nature"], "What it is"),
    ACTIVITIES,
    count("benefited", ["Benefited from", "استفادت من", "A bénéficié de"], "Activities that list it as beneficiary"),
    count("provided", ["Provided", "قدّمت", "A fourni"], "Activities that list it as provider"),
    count("organised", ["Organised", "نظّمت", "A organisé"], "Activities that list it as organiser"),
    count("co_organised", ["Co-organised", "شاركت في تنظيم", "A coorganisé"], "Activities that list it as co-organiser"),
    count("hosted", ["Hosted", "استضافت", "A accueilli"], "Activities that list it as host"),
    count("funded", ["Funded", "موّلت", "A financé"], "Activities that list it as funder"),
    count("supported", ["Supported", "دعمت", "A soutenu"], "Activities that list it as supporter"),
    count("partnered", ["Partner in", "شريكة في", "Partenaire de"], "Activities that list it in a role that no source states"),
    UNDECIDED,
    PARTICIPATIONS[0], PARTICIPATIONS[1], PARTICIPATIONS[2], PARTICIPATIONS[3], PARTICIPATIONS_WITHHELD,
    UNCOUNTED,
    PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[3], PEOPLE_WITHHELD,
    FIRST_YEAR,
    LAST_YEAR,
    COVERAGE,
];

#[rustfmt::skip] // one column a line
pub(super) const PROGRAMME: &[Column] = &[
    Column::new("programme", Kind::Code, ["Programme", "البرنامج", "Programme"], "By code; empty for activities of no programme"),
    NAME_EN,
    NAME_AR,
    NAME_FR,
    Column::new("kind", Kind::Word(ProgrammeKind::CODES), ["Kind", "النوع", "Nature"], "What it is"),
    ACTIVITIES,
    UNDECIDED,
    PARTICIPATIONS[0], PARTICIPATIONS[1], PARTICIPATIONS[2], PARTICIPATIONS[3], PARTICIPATIONS_WITHHELD,
    UNCOUNTED,
    PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[3], PEOPLE_WITHHELD,
    COUNTRIES[0], COUNTRIES[1], COUNTRIES[2], COUNTRIES[3],
    FIRST_YEAR,
    LAST_YEAR,
    COVERAGE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Measure;

    #[test]
    fn a_column_of_a_measure_has_the_name_and_the_titles_of_its_definition() {
        for columns in [ANNUAL, COUNTRY, AGENCY, PROGRAMME] {
            let numbers = columns.iter().filter(|column| column.about == VALUE);
            assert!(numbers.clone().count() > 0);
            for column in numbers {
                let measure = Measure::ALL.iter().find(|measure| measure.as_str() == column.name);
                let measure = measure.unwrap_or_else(|| panic!("{} is no measure", column.name));
                assert_eq!(
                    column.titles.map(str::to_owned),
                    Lang::ALL.map(|lang| measure.title(lang))
                );
            }
        }
    }
}
