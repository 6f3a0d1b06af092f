//! `statistics.csv`: any question that `/statistics` takes, however many rows the answer has.

use super::Report;
use super::column::{Column, Kind};
use super::plan::{ExportRequest, Pages};
use super::sheet::Sheet;
use crate::access::Caller;
use crate::activities::model::{ActivityType, Mode, OurRole, Status};
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;
use crate::db::Conn;
use crate::input::Params;
use crate::participants::model::Sex;
use crate::statistics::figure::Scale;
use crate::statistics::words::GroupCode;
use crate::statistics::{Answer, Coverage, Dimension, Figure, Measure, Question};
use crate::text::Lang;

/// `statistics.csv`.
pub const REPORT: Report = Report {
    name: "statistics",
    title: "Statistics",
    about: "One row per combination of the dimensions asked for in `by`, each once and never added up from other rows; \
            without parameters participations by year, and with an empty `by` the total alone. An empty cell of a \
            dimension is what is not stated. Zero is `0`; unknown is an empty cell in a row that is not withheld: an empty \
            `value` is not certain, an empty `high` has no bound, an empty `reported` was stated by nobody; withheld is an \
            empty cell in a row where `withheld` is `true`, and there alone `low` is empty too.",
    columns: COLUMNS,
    key: &[],
    of_persons: false,
    read,
};

/// How many rows a page has.
const PAGE: usize = 4_000;

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    dimension(Dimension::Year),
    Column::new("measure", Kind::Word(Measure::CODES), ["Measure", "المقياس", "Mesure"], "What is counted").required(),
    Column::new("value", Kind::Integer, ["Value", "القيمة", "Valeur"], "The number, where `low` and `high` agree; empty where it is not certain"),
    Column::new("low", Kind::Integer, ["At least", "على الأقل", "Au moins"], "It is certainly not less; empty only where it is withheld"),
    Column::new("high", Kind::Integer, ["At most", "على الأكثر", "Au plus"], "It is certainly not more; empty where nothing bounds it"),
    Column::new("reported", Kind::Integer, ["Reported", "المعلن", "Annoncé"], "The sum of the numbers as they were stated; empty where nobody stated one"),
    Column::new("activities", Kind::Integer, ["Activities", "الأنشطة", "Activités"], "How many activities may contribute").required(),
    Column::new("uncounted", Kind::Integer, ["Uncounted", "غير المحصاة", "Sans effectif"], "How many of them say nothing about how many came").required(),
    Column::new("undecided", Kind::Integer, ["Undecided", "غير المحسومة", "Indécises"], "How many further activities may or may not belong, by their dates or their countries: outside `low`, inside `high`").required(),
    Column::new("withheld", Kind::Flag, ["Withheld", "محجوب", "Retenu"], "Whether the four numbers are withheld: then they are empty, and neither unknown nor zero").required(),
    COVERAGE,
];

/// What the office declares of its record for the row's own scope: always the last column.
pub(super) const COVERAGE: Column = Column::new(
    "coverage",
    Kind::Word(Coverage::CODES),
    ["Coverage", "التغطية", "Couverture"],
    "What the office declares of its record for the row's own scope: `complete`, `partial` (a zero is *none recorded*), or `not_stated`",
)
.required();

/// The columns of a figure of one measure.
fn columns(measure: Measure) -> impl Iterator<Item = Column> {
    COLUMNS
        .iter()
        .skip(1)
        .map(move |column| match (measure.scale(), column.name) {
            (Scale::TenThousandths, "value" | "low" | "high" | "reported") => Column {
                kind: Kind::Share,
                ..*column
            },
            _ => *column,
        })
}

/// What the metadata says of a measure: its definition.
pub(super) fn about(measure: Measure) -> String {
    let (version, unit, text) = (measure.version(), measure.unit(Lang::En), measure.text(Lang::En));
    format!("`{measure}`, version {version}, in {unit}: {text}")
}

/// The column of a dimension.
#[rustfmt::skip] // one column a line
const fn dimension(dimension: Dimension) -> Column {
    match dimension {
        Dimension::Year => Column::new("year", Kind::Year, ["Year", "السنة", "Année"], "The year of the first day; empty for what is undated"),
        Dimension::Programme => Column::new("programme", Kind::Code, ["Programme", "البرنامج", "Programme"], "The programme, by code"),
        Dimension::Type => Column::new("type", Kind::Word(ActivityType::CODES), ["Type", "النوع", "Type"], "What the activity is"),
        Dimension::Mode => Column::new("mode", Kind::Word(Mode::CODES), ["Mode", "طريقة الانعقاد", "Mode"], "How people take part"),
        Dimension::Field => Column::new("field", Kind::Code, ["Field", "المجال", "Domaine"], "The field of work, by code"),
        Dimension::Country => Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "The country that people come from, or for measures that count no people one listed on the activity; alpha-3"),
        Dimension::ActivityCountry => Column::new("activity_country", Kind::Code, ["Country of the activity", "بلد النشاط", "Pays de l'activité"], "A country listed on the activity, alpha-3"),
        Dimension::HostCountry => Column::new("host_country", Kind::Code, ["Host country", "البلد المضيف", "Pays hôte"], "Where it took place, alpha-3; empty for what took place online"),
        Dimension::OicGroup => Column::new("oic_group", Kind::Word(GroupCode::CODES), ["Regional group", "المجموعة الإقليمية", "Groupe régional"], "The country's regional group on the first day; `none` for countries that have none"),
        Dimension::Membership => Column::new("membership", Kind::Word(MembershipStatus::CODES), ["Membership", "العضوية", "Adhésion"], "What the country was to the organisation on the first day"),
        Dimension::Sex => Column::new("sex", Kind::Word(Sex::CODES), ["Sex", "الجنس", "Sexe"], "The sex of the people counted"),
        Dimension::Agency => Column::new("agency", Kind::Code, ["Agency", "المؤسسة", "Institution"], "The agency that people come from, or for measures that count no people one listed on the activity; by code"),
        Dimension::ActivityAgency => Column::new("activity_agency", Kind::Code, ["Agency of the activity", "مؤسسة النشاط", "Institution de l'activité"], "An agency listed on the activity, by code"),
        Dimension::AgencyKind => Column::new("agency_kind", Kind::Word(AgencyKind::CODES), ["Kind of agency", "نوع المؤسسة", "Nature de l'institution"], "What the agency is"),
        Dimension::Language => Column::new("language", Kind::Code, ["Language", "اللغة", "Langue"], "A language of the activity, BCP 47"),
        Dimension::Status => Column::new("status", Kind::Word(Status::CODES), ["Status", "الحالة", "Statut"], "How far the activity has come"),
        Dimension::OurRole => Column::new("our_role", Kind::Word(OurRole::CODES), ["Our role", "دورنا", "Notre rôle"], "The secretariat's own role"),
    }
}

fn read(params: &Params, caller: &Caller) -> ExportRequest {
    let by_year = !params.has("by");
    let mut question = Question::read(params).for_caller(caller);
    question.filters.refuse_hidden(params, caller);
    if by_year {
        question.by = vec![Dimension::Year];
    }
    let dimensions = question.by.iter().copied().map(dimension);
    let (all, about) = (
        dimensions.chain(columns(question.measure)).collect(),
        about(question.measure),
    );
    let asked = ExportRequest::figures(all, move |_, dataset| {
        let answer = dataset.answer(&question, None)?;
        // Without dimensions the total is the one row.
        let rows = if answer.by.is_empty() { 1 } else { answer.rows.len() };
        let write = move |_: &mut Conn, page: usize, sheet: &mut Sheet<'_>| {
            write(&answer, page, sheet);
            Ok(())
        };
        Ok(Pages::Each(rows.div_ceil(PAGE), Box::new(write)))
    });
    asked.that_says(about)
}

fn write(answer: &Answer, page: usize, sheet: &mut Sheet<'_>) {
    if answer.by.is_empty() {
        row(answer.measure, &answer.total, sheet);
        return;
    }
    for line in answer.rows.chunks(PAGE).nth(page).unwrap_or_default() {
        for key in &line.keys {
            sheet.text(&key.to_string());
        }
        row(answer.measure, &line.figure, sheet);
    }
}

fn row(measure: Measure, figure: &Figure, sheet: &mut Sheet<'_>) {
    sheet.word(measure.as_str());
    numbers(Some(figure), sheet);
    sheet.plain(figure.activities);
    sheet.plain(figure.uncounted);
    sheet.plain(figure.undecided);
    sheet.plain(figure.withheld);
    sheet.word(figure.coverage.as_str());
    sheet.end();
}

/// The four cells of a figure's numbers: value, low, high, reported. Empty where there is no such figure.
pub(super) fn numbers(figure: Option<&Figure>, sheet: &mut Sheet<'_>) {
    for number in figure.map_or([None; 4], Figure::numbers) {
        sheet.plain_or_empty(number);
    }
}
