//! `activities.csv`: what the importer of activities reads, and a little more.

use diesel::prelude::*;
use serde::Deserialize;

use super::Report;
use super::column::{Column, Kind};
use super::plan::{ExportRequest, Pages};
use super::reference::{self, Texts, list};
use super::sheet::Sheet;
use crate::access::Caller;
use crate::activities::KIND;
use crate::activities::counts::{CountriesOf, Qualifier};
use crate::activities::model::{ActivityType, AgencyRole, Basis, CountryRole, Mode, OurRole, Status};
use crate::activities::redacted;
use crate::db::Conn;
use crate::db::schema::versions;
use crate::disclosure::Clearance;
use crate::error::{Error, OrInternal};
use crate::input::{self, Params};
use crate::lists::filter::ListFilter;
use crate::text::Lang;
use crate::time::Precision;

/// `activities.csv`.
pub const REPORT: Report = Report {
    name: "activities",
    title: "Activities",
    about: "One row per activity, with its places, programmes, countries and agencies by role, and its standing statement \
            of how many came. An empty cell is not stated; it is never zero.",
    columns: COLUMNS,
    key: &["code"],
    of_persons: false,
    read,
};

/// How many activities a page has: some 250 KiB.
const PAGE: usize = 250;

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("code", Kind::Code, ["Code", "الرمز", "Code"], "The activity's code").required(),
    Column::new("title_en", Kind::FreeText, ["Title", "العنوان", "Titre"], "Its title in English").in_lang(Lang::En),
    Column::new("title_ar", Kind::FreeText, ["Title (Arabic)", "العنوان بالعربية", "Titre (arabe)"], "Its title in Arabic").in_lang(Lang::Ar),
    Column::new("title_fr", Kind::FreeText, ["Title (French)", "العنوان بالفرنسية", "Titre (français)"], "Its title in French").in_lang(Lang::Fr),
    Column::new("type", Kind::Word(ActivityType::CODES), ["Type", "النوع", "Type"], "What it is").required(),
    Column::new("mode", Kind::Word(Mode::CODES), ["Mode", "طريقة الانعقاد", "Mode"], "How people take part").required(),
    Column::new("status", Kind::Word(Status::CODES), ["Status", "الحالة", "Statut"], "How far it has come").required(),
    Column::new("our_role", Kind::Word(OurRole::CODES), ["Our role", "دورنا", "Notre rôle"], "The secretariat's own role").required(),
    Column::new("start_date", Kind::Day, ["First day", "اليوم الأول", "Premier jour"], "The first day, where it is known"),
    Column::new("end_date", Kind::Day, ["Last day", "اليوم الأخير", "Dernier jour"], "The last day, where it is known"),
    Column::new("period", Kind::PartialDate, ["Period", "الفترة", "Période"], "The month or year in which the first day lies, where that is all that is known"),
    Column::new("date_precision", Kind::Word(Precision::CODES), ["Precision of the date", "دقة التاريخ", "Précision de la date"], "How exactly the first day is known").required(),
    Column::new("days", Kind::Codes, ["Days", "الأيام", "Jours"], "Its days, where they do not follow one another: the first is `start_date`, the last `end_date`"),
    Column::new("plan_year", Kind::Year, ["Work plan", "خطة العمل", "Plan de travail"], "The year of the work plan, which is not the year held"),
    Column::new("city", Kind::FreeText, ["City", "المدينة", "Ville"], "The place as printed, also of what took place online"),
    Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "The place's country, alpha-3"),
    Column::new("programmes", Kind::Codes, ["Programmes", "البرامج", "Programmes"], "Programmes by code"),
    Column::new("programme_basis", Kind::Word(Basis::CODES), ["Basis of the programme", "أساس البرنامج", "Base du programme"], "Whether a source names the programme or it was inferred"),
    Column::new("fields", Kind::Codes, ["Fields", "المجالات", "Domaines"], "Fields of work by code"),
    Column::new("languages", Kind::Codes, ["Languages", "اللغات", "Langues"], "Languages, BCP 47"),
    Column::new("beneficiary_countries", Kind::Codes, ["Beneficiary countries", "البلدان المستفيدة", "Pays bénéficiaires"], "Countries that benefited, alpha-3; never added to those that provided"),
    Column::new("provider_countries", Kind::Codes, ["Provider countries", "البلدان المقدمة", "Pays prestataires"], "Countries that provided, alpha-3"),
    Column::new("attending_countries", Kind::Codes, ["Attending countries", "البلدان الحاضرة", "Pays présents"], "Countries that attended, alpha-3"),
    Column::new("host_countries", Kind::Codes, ["Host countries", "البلدان المضيفة", "Pays hôtes"], "Countries that hosted, alpha-3"),
    Column::new("beneficiary_agencies", Kind::Codes, ["Beneficiary agencies", "المؤسسات المستفيدة", "Institutions bénéficiaires"], "Agencies that benefited, by code"),
    Column::new("provider_agencies", Kind::Codes, ["Provider agencies", "المؤسسات المقدمة", "Institutions prestataires"], "Agencies that provided, by code"),
    Column::new("organiser_agencies", Kind::Codes, ["Organisers", "المؤسسات المنظمة", "Institutions organisatrices"], "Agencies that organised, by code"),
    Column::new("co_organiser_agencies", Kind::Codes, ["Co-organisers", "المؤسسات المشاركة في التنظيم", "Institutions coorganisatrices"], "Agencies that organised with others, by code"),
    Column::new("host_agencies", Kind::Codes, ["Host agencies", "المؤسسات المضيفة", "Institutions hôtes"], "Agencies that hosted, by code"),
    Column::new("funder_agencies", Kind::Codes, ["Funders", "المؤسسات الممولة", "Bailleurs"], "Agencies that paid, by code"),
    Column::new("supporter_agencies", Kind::Codes, ["Supporters", "المؤسسات الداعمة", "Institutions de soutien"], "Agencies that supported, by code"),
    Column::new("partner_agencies", Kind::Codes, ["Partners", "المؤسسات الشريكة", "Institutions partenaires"], "Agencies whose role no source states, by code"),
    Column::new("participants", Kind::Integer, ["Participants", "المشاركون", "Participants"], "The stated head count; its meaning is in `participants_qualifier`"),
    Column::new("participants_qualifier", Kind::Word(Qualifier::CODES), ["Meaning of the head count", "معنى العدد", "Sens de l'effectif"], "What the head count means; empty where none is stated"),
    Column::new("countries_reported", Kind::Integer, ["Countries reported", "عدد البلدان المعلن", "Pays annoncés"], "The stated number of countries that sent people"),
    Column::new("countries_of", Kind::Word(CountriesOf::CODES), ["Countries of", "من بين البلدان", "Pays parmi"], "Which countries the unnamed ones may be").required(),
    Column::new("countries_complete", Kind::Flag, ["Countries complete", "اكتمال البلدان", "Pays complets"], "Whether nobody came from other countries than those named and counted; empty where none is named"),
    Column::new("roster_complete", Kind::Flag, ["Roster complete", "اكتمال القائمة", "Liste complète"], "Whether the roster is the whole where no head count is stated; empty where there is none"),
    Column::new("cells", Kind::Json, ["Counts by country, sex, agency", "الأعداد حسب البلد والجنس والمؤسسة", "Effectifs par pays, sexe, institution"], "Counts for countries, sexes, agencies: a JSON list of objects with `participants` and one to three of `country`, `sex`, `agency`"),
    Column::new("counts_source", Kind::FreeText, ["Source of the counts", "مصدر الأعداد", "Source des effectifs"], "Where the standing statement was read"),
    Column::new("level", Kind::Integer, ["Level of knowledge", "مستوى المعرفة", "Niveau de connaissance"], "0 nothing countable, 1 a head count, 2 and a number of countries, 3 and the countries, 4 counts per country, sex or agency, 5 a roster").required(),
    Column::new("rostered", Kind::Integer, ["On the roster", "في القائمة", "Sur la liste"], "People of the roster who came and are counted").required(),
    Column::new("external_ids", Kind::FreeTexts, ["Ids elsewhere", "معرّفات أخرى", "Identifiants externes"], "Ids elsewhere, each `scheme:value`"),
    Column::new("source_urls", Kind::FreeTexts, ["Addresses of sources", "عناوين المصادر", "Adresses des sources"], "Where it was read; the n-th belongs to the n-th of `source_notes`"),
    Column::new("source_notes", Kind::FreeTexts, ["Notes on sources", "ملاحظات المصادر", "Notes sur les sources"], "Words on the sources; the n-th belongs to the n-th of `source_urls`"),
    Column::new("notes", Kind::FreeText, ["Notes", "ملاحظات", "Notes"], "Anything else"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The activity's id").required(),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "Its version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistrée"], "When it was recorded").required(),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifiée"], "When it was last changed").required(),
];

fn read(params: &Params, caller: &Caller) -> ExportRequest {
    let filter = ListFilter::read(params, caller);
    let (clearance, of_the_day, by_facts) = (caller.clearance(), filter.is_of_the_day(), filter.needs_facts());
    let asked = ExportRequest::rows(COLUMNS, move |conn, ground| {
        let seq = ground.seq;
        let keys = filter.resolve(conn, ground.dataset, ground.today)?.all_keys(conn)?;
        let count = keys.len().div_ceil(PAGE);
        Ok(Pages::Each(
            count,
            Box::new(move |conn, page, sheet| match keys.chunks(PAGE).nth(page) {
                Some(keys) => write(conn, (seq, clearance), keys, sheet),
                None => Ok(()),
            }),
        ))
    });
    let asked = if by_facts { asked.by_facts() } else { asked };
    ExportRequest { of_the_day, ..asked }
}

/// Writes activities as they stood at a sequence number, deleted ones as they were before that, in the order of their keys
/// here.
fn write(
    conn: &mut Conn,
    (seq, clearance): (i64, Clearance),
    keys: &[i64],
    sheet: &mut Sheet<'_>,
) -> Result<(), Error> {
    let newer = diesel::alias!(versions as newer);
    let later = newer
        .filter(newer.field(versions::kind).eq(KIND))
        .filter(newer.field(versions::record_id).eq(versions::record_id))
        .filter(newer.field(versions::version).gt(versions::version))
        .filter(newer.field(versions::document).is_not_null())
        .filter(newer.field(versions::seq).le(seq));
    let mut rows: Vec<(i64, Option<String>)> = versions::table
        .filter(versions::kind.eq(KIND).and(versions::record_id.eq_any(keys)))
        .filter(versions::seq.le(seq).and(versions::document.is_not_null()))
        .filter(diesel::dsl::not(diesel::dsl::exists(later)))
        .select((versions::record_id, versions::document))
        .order(versions::record_id.asc())
        .load(conn)?;
    let in_order = keys.iter().filter_map(|key| {
        let at = rows.binary_search_by_key(key, |(id, _)| *id).ok()?;
        rows.get_mut(at)?.1.take()
    });
    let documents = in_order.collect();
    for document in redacted::documents(conn, clearance, seq, documents)? {
        row(&document, sheet)?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Document {
    id: String,
    code: String,
    version: i32,
    title: Texts,
    r#type: String,
    mode: String,
    status: String,
    our_role: String,
    when: When,
    plan_year: Option<i32>,
    place: Option<Place>,
    programmes: Vec<String>,
    programme_basis: Option<String>,
    fields: Vec<String>,
    languages: Vec<String>,
    countries: Vec<CountryLink>,
    agencies: Vec<AgencyLink>,
    counts: Counts,
    external_ids: Vec<ExternalId>,
    sources: Vec<Source>,
    notes: Option<String>,
    created_at: String,
    updated_at: String,
}

#[derive(Deserialize)]
struct When {
    start: Option<String>,
    end: Option<String>,
    #[serde(default)]
    days: Vec<String>,
    period: Option<String>,
    precision: String,
}

#[derive(Deserialize)]
struct Place {
    city: Option<String>,
    country: Option<String>,
}

#[derive(Deserialize)]
struct CountryLink {
    country: String,
    role: String,
}

#[derive(Deserialize)]
struct AgencyLink {
    agency: String,
    role: String,
}

#[derive(Deserialize)]
struct Counts {
    participants: Option<HeadCount>,
    countries: Option<i32>,
    countries_of: String,
    countries_complete: Option<bool>,
    roster_complete: Option<bool>,
    cells: Vec<serde_json::Value>,
    source: Option<String>,
    level: i64,
    rostered: i64,
}

#[derive(Deserialize)]
struct HeadCount {
    value: i64,
    qualifier: String,
}

#[derive(Deserialize)]
struct ExternalId {
    scheme: String,
    value: String,
}

#[derive(Deserialize)]
struct Source {
    url: Option<String>,
    note: Option<String>,
}

fn row(json: &str, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let document: Document = reference::read(json)?;
    let d = &document;
    let place = d.place.as_ref();
    sheet.text(&d.code);
    d.title.write(sheet);
    for word in [&d.r#type, &d.mode, &d.status, &d.our_role] {
        sheet.word(word);
    }
    sheet.maybe(d.when.start.as_deref());
    sheet.maybe(d.when.end.as_deref());
    sheet.maybe(d.when.period.as_deref());
    sheet.word(&d.when.precision);
    list(sheet, &d.when.days);
    sheet.plain_or_empty(d.plan_year);
    sheet.maybe(place.and_then(|p| p.city.as_deref()));
    sheet.maybe(place.and_then(|p| p.country.as_deref()));
    list(sheet, &d.programmes);
    sheet.maybe(d.programme_basis.as_deref());
    list(sheet, &d.fields);
    list(sheet, &d.languages);
    for role in [
        CountryRole::Beneficiary,
        CountryRole::Provider,
        CountryRole::Attending,
        CountryRole::Host,
    ] {
        let of_role = d.countries.iter().filter(|c| c.role == role.as_str());
        sheet.list(of_role.map(|c| c.country.as_str()));
    }
    for role in [
        AgencyRole::Beneficiary,
        AgencyRole::Provider,
        AgencyRole::Organiser,
        AgencyRole::CoOrganiser,
        AgencyRole::Host,
        AgencyRole::Funder,
        AgencyRole::Supporter,
        AgencyRole::Partner,
    ] {
        let of_role = d.agencies.iter().filter(|a| a.role == role.as_str());
        sheet.list(of_role.map(|a| a.agency.as_str()));
    }
    counts(&d.counts, sheet)?;
    let ids: Vec<String> = d
        .external_ids
        .iter()
        .map(|e| input::ExternalId::written(&e.scheme, &e.value))
        .collect();
    list(sheet, &ids);
    sheet.list(d.sources.iter().map(|s| s.url.as_deref().unwrap_or_default()));
    sheet.list(d.sources.iter().map(|s| s.note.as_deref().unwrap_or_default()));
    sheet.maybe(d.notes.as_deref());
    sheet.word(&d.id);
    sheet.plain(d.version);
    sheet.word(&d.created_at);
    sheet.word(&d.updated_at);
    sheet.end();
    Ok(())
}

fn counts(c: &Counts, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    sheet.plain_or_empty(c.participants.as_ref().map(|p| p.value));
    sheet.maybe(c.participants.as_ref().map(|p| p.qualifier.as_str()));
    sheet.plain_or_empty(c.countries);
    sheet.word(&c.countries_of);
    sheet.plain_or_empty(c.countries_complete);
    sheet.plain_or_empty(c.roster_complete);
    if c.cells.is_empty() {
        sheet.empty();
    } else {
        sheet.text(&serde_json::to_string(&c.cells).or_internal("cells cannot be written")?);
    }
    sheet.maybe(c.source.as_deref());
    sheet.plain(c.level);
    sheet.plain(c.rostered);
    Ok(())
}
