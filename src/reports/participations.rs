//! `participations.csv`: the largest file. One read per page of keys, codes of countries and agencies from memory, no
//! allocation per cell.

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::Report;
use super::column::{Column, Kind};
use super::plan::{ExportRequest, Pages};
use super::sheet::{Sheet, coded};
use crate::access::Caller;
use crate::activities::filter::{ActivityFilter, read_years};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::db::schema::{activities, agencies, countries, participants, participation_details, participations};
use crate::db::{Conn, ShortText, Uid};
use crate::directory::{self, Directory, Kind as Record, LookupResult};
use crate::error::{Error, Fault};
use crate::input::Params;
use crate::on_each;
use crate::participants::model::Sex;

/// `participations.csv`.
pub const REPORT: Report = Report {
    name: "participations",
    title: "Participations",
    about: "One row per person and activity: role, status, and country, agency, position and sex as they were then. \
            An empty cell is not stated.",
    columns: COLUMNS,
    key: &["activity_code", "participant_code"],
    of_persons: true,
    read,
};

/// How many keys a page spans: some 200 KiB of rows.
const PAGE: i64 = 3_000;

/// How many keys the first page spans, so that the first byte comes early.
const FIRST: i64 = 500;

/// How many activities a page of a narrowed export spans.
const ACTIVITIES: usize = 100;

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("activity_code", Kind::Code, ["Activity", "النشاط", "Activité"], "The activity, by code").required(),
    Column::new("participant_code", Kind::Code, ["Participant", "المشارك", "Participant"], "The person, by code").required(),
    Column::new("role", Kind::Word(Role::CODES), ["Role", "الصفة", "Rôle"], "What the person did there").required(),
    Column::new("status", Kind::Word(ParticipationStatus::CODES), ["Status", "الحالة", "Statut"], "How far it came; `attended` counts").required(),
    Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "The country the person came for, alpha-3"),
    Column::new("agency", Kind::Code, ["Agency", "المؤسسة", "Institution"], "The agency the person came from, by code"),
    Column::new("position", Kind::FreeText, ["Position", "المنصب", "Fonction"], "The position held then"),
    Column::new("sex", Kind::Word(Sex::CODES), ["Sex", "الجنس", "Sexe"], "As it was stated").required(),
    Column::new("score", Kind::Number, ["Score", "الدرجة", "Note"], "The result, 0 to 100"),
    Column::new("activity_start", Kind::Day, ["First day", "اليوم الأول", "Premier jour"], "The activity's first day, where it is known"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The participation's id").required(),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
];

fn read(params: &Params, _: &Caller) -> ExportRequest {
    let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let wanted = owned(params.many("activity"));
    let filter = ActivityFilter {
        programmes: owned(params.many("programme")),
        years: read_years(params),
        with_drafts: true,
        ..ActivityFilter::default()
    };
    ExportRequest::rows(COLUMNS, move |conn, ground| {
        let seq = ground.seq;
        let names = Names::load(conn)?;
        if wanted.is_empty() && filter.programmes.is_empty() && filter.years.is_empty() {
            return all_pages(conn, seq, names);
        }
        let (only, filter) = Error::both(activities_of(conn, &wanted), filter.resolve(conn, ground.today))?;
        let mut keys = filter.all_keys(conn)?;
        keys.retain(|key| wanted.is_empty() || only.contains(key));
        Ok(narrowed(seq, names, keys))
    })
}

/// Every participation in the order of its key. Keys are dense, so that a page is a span of them and needs no other
/// page to be read first.
fn all_pages(conn: &mut Conn, seq: i64, names: Names) -> Result<Pages, Error> {
    let last: Option<i64> = participations::table
        .select(diesel::dsl::max(participations::id))
        .first(conn)?;
    let last = last.unwrap_or(0);
    let begin = |page: usize| match i64::try_from(page) {
        Ok(0) | Err(_) => 0,
        Ok(page) => FIRST + (page - 1) * PAGE,
    };
    let later = usize::try_from((last - FIRST + PAGE - 1) / PAGE).unwrap_or(0);
    let count = if last > 0 { 1 + later } else { 0 };
    let write = move |conn: &mut Conn, page: usize, sheet: &mut Sheet<'_>| {
        let (after, until) = (begin(page), begin(page + 1).min(last));
        names.write_span(conn, seq, after, until, sheet)
    };
    Ok(Pages::Each(count, Box::new(write)))
}

/// The participations of some activities, those that stand before those that have changed since.
fn narrowed(seq: i64, names: Names, keys: Vec<i64>) -> Pages {
    let count = keys.len().div_ceil(ACTIVITIES);
    let write = move |conn: &mut Conn, page: usize, sheet: &mut Sheet<'_>| match keys.chunks(ACTIVITIES).nth(page) {
        Some(keys) => names.write_of(conn, seq, keys, sheet),
        None => Ok(()),
    };
    Pages::Each(count, Box::new(write))
}

/// The keys of activities named by id or code.
fn activities_of(conn: &mut Conn, wanted: &[String]) -> Result<Vec<i64>, Error> {
    let (mut keys, mut faults, mut known) = (Vec::new(), Vec::new(), Directory::default());
    for name in wanted {
        match directory::find(conn, Record::Activity, name)? {
            Some(LookupResult::Here(found) | LookupResult::Renamed(found)) => keys.push(found.key),
            None => {
                let fault = |code| Fault::parameter("activity", code);
                match known.resolve(conn, Record::Activity, name, fault)? {
                    Ok(found) => keys.push(found.key),
                    Err(fault) => faults.push(fault),
                }
            }
        }
    }
    if faults.is_empty() {
        Ok(keys)
    } else {
        Err(Error::Invalid(faults))
    }
}

/// Codes by key, as cells: looked up in memory, since two joins would cost more than all the rest of a row.
struct Names {
    countries: Vec<Vec<u8>>,
    agencies: Vec<Vec<u8>>,
}

type Row = (
    ShortText,
    Option<ShortText>,
    ShortText,
    ShortText,
    ShortText,
    Option<i64>,
    Option<i64>,
    Option<ShortText>,
    ShortText,
    Option<f64>,
    Uid,
    i32,
);

/// Writes the rows that a condition chooses, in an order.
macro_rules! write_rows {
    ($conn:expr, $seq:expr, $names:expr, $sheet:expr, $chosen:expr, $order:expr) => {
        on_each!($conn, c => {
            let rows = participations::table
                .inner_join(activities::table.on(activities::id.eq(participations::activity_id)))
                .inner_join(participants::table.on(participants::id.eq(participations::participant_id)))
                .left_join(participation_details::table.on(participation_details::number.eq(participations::number)))
                .filter($chosen)
                .filter(activities::deleted_seq.is_null().or(activities::deleted_seq.gt($seq)))
                .order($order)
                .select((
                    activities::code,
                    activities::starts_on,
                    participants::code,
                    participations::role,
                    participations::status,
                    participations::country_id,
                    participations::agency_id,
                    participation_details::position.nullable(),
                    participations::sex,
                    participation_details::score.nullable(),
                    participations::uid,
                    participations::version,
                ))
                .load_iter::<Row, DefaultLoadingMode>(c)?;
            for row in rows {
                $names.write(&row?, $sheet);
            }
        })
    };
}

impl Names {
    fn load(conn: &mut Conn) -> Result<Self, Error> {
        let countries: Vec<(i64, String)> = countries::table.select((countries::id, countries::alpha3)).load(conn)?;
        let agencies: Vec<(i64, String)> = agencies::table.select((agencies::id, agencies::code)).load(conn)?;
        Ok(Self {
            countries: by_key(countries),
            agencies: by_key(agencies),
        })
    }

    /// The states of a span of keys that stood at a sequence number.
    fn write_span(
        &self,
        conn: &mut Conn,
        seq: i64,
        after: i64,
        until: i64,
        sheet: &mut Sheet<'_>,
    ) -> Result<(), Error> {
        write_rows!(
            conn,
            seq,
            self,
            sheet,
            participations::id
                .gt(after)
                .and(participations::id.le(until))
                .and(participations::from_seq.le(seq))
                .and(participations::to_seq.is_null().or(participations::to_seq.gt(seq))),
            participations::id.asc()
        );
        Ok(())
    }

    /// The states of some activities that stood at a sequence number.
    fn write_of(&self, conn: &mut Conn, seq: i64, keys: &[i64], sheet: &mut Sheet<'_>) -> Result<(), Error> {
        write_rows!(
            conn,
            seq,
            self,
            sheet,
            participations::activity_id
                .eq_any(keys)
                .and(participations::to_seq.is_null())
                .and(participations::from_seq.le(seq)),
            (participations::activity_id.asc(), participations::id.asc())
        );
        write_rows!(
            conn,
            seq,
            self,
            sheet,
            participations::to_seq
                .gt(seq)
                .and(participations::activity_id.eq_any(keys))
                .and(participations::from_seq.le(seq)),
            (participations::activity_id.asc(), participations::id.asc())
        );
        Ok(())
    }

    fn write(&self, row: &Row, sheet: &mut Sheet<'_>) {
        let (activity, start, person, role, status, country, agency, position, sex, score, id, version) = row;
        let code = |codes: &'_ [Vec<u8>], key: Option<i64>, sheet: &mut Sheet<'_>| {
            let code = key.and_then(|key| codes.get(usize::try_from(key).ok()?));
            sheet.written(code.map_or(&[], Vec::as_slice));
        };
        sheet.text(activity.as_str());
        sheet.text(person.as_str());
        sheet.word(role.as_str());
        sheet.word(status.as_str());
        code(&self.countries, *country, sheet);
        code(&self.agencies, *agency, sheet);
        sheet.maybe(position.as_ref().map(ShortText::as_str));
        sheet.word(sex.as_str());
        sheet.plain_or_empty(*score);
        sheet.word(start.as_ref().map_or("", ShortText::as_str));
        sheet.plain(*id);
        sheet.plain(*version);
        sheet.end();
    }
}

/// Cells in a list whose places are the keys: keys count from 1 and are dense.
fn by_key(codes: Vec<(i64, String)>) -> Vec<Vec<u8>> {
    let mut cells = Vec::new();
    for (key, code) in codes {
        let Ok(place) = usize::try_from(key) else { continue };
        if cells.len() <= place {
            cells.resize(place + 1, Vec::new());
        }
        if let Some(cell) = cells.get_mut(place) {
            *cell = coded(&code);
        }
    }
    cells
}
