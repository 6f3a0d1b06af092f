//! Which activities a filter lets through, asked of the database. One set of conditions, put to two sources: the table of
//! activities, and the activities of one programme in the order of their days, which needs no sorting however many it has.

use chrono::NaiveDate;
use diesel::dsl::{InnerJoin, InnerJoinQuerySource, IntoBoxed, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use super::filter::{ActivityPage, Resolved, documents, last_documents};
use super::model::Status;
use crate::db::schema::{activities, activity_fields, activity_languages, activity_programmes};
use crate::db::{Conn, Instant, MultiBackend};
use crate::error::{Error, Fault, OrInternal};
use crate::paging::{Cursor, Page};
use crate::text::containing;

/// The activities of a programme.
type OfProgramme = InnerJoin<activity_programmes::table, activities::table>;

type BoxedOfProgramme<'a> = IntoBoxed<'a, OfProgramme, MultiBackend>;

/// Whether an activity has one of these keys, however many they are: more than a statement takes parameters.
fn id_condition(wanted: bool, keys: &[i64]) -> String {
    let keys: Vec<String> = keys.iter().chain([&0]).map(i64::to_string).collect();
    let not = if wanted { "" } else { "not " };
    format!("activities.id {not}in ({})", keys.join(","))
}

/// The query with all conditions of a filter but its programmes.
macro_rules! narrowed {
    ($resolved:expr, $source:ty, $query:expr) => {{
        let filter = &$resolved.filter;
        let mut query = $query.into_boxed();
        // What was chosen was chosen for whoever asks.
        if filter.only.is_none() {
            query = if filter.deleted {
                query.filter(activities::deleted_seq.is_not_null())
            } else {
                query.filter(activities::deleted_seq.is_null())
            };
            if !filter.with_drafts {
                query = query.filter(activities::status.ne(Status::Draft));
            }
        }
        if let Some(few) = $resolved.few() {
            query = query.filter(sql::<Bool>(&id_condition(true, few)));
        }
        if let Some(wanted) = filter.possible_duplicate {
            query = query.filter(sql::<Bool>(&id_condition(wanted, &$resolved.duplicates)));
        }
        if !filter.kinds.is_empty() {
            query = query.filter(activities::kind.eq_any(&filter.kinds));
        }
        if !filter.modes.is_empty() {
            query = query.filter(activities::mode.eq_any(&filter.modes));
        }
        if !filter.statuses.is_empty() {
            query = query.filter(activities::status.eq_any(&filter.statuses));
        }
        if !filter.our_roles.is_empty() {
            query = query.filter(activities::our_role.eq_any(&filter.our_roles));
        }
        if !$resolved.fields.is_empty() {
            let of = activity_fields::table
                .filter(activity_fields::field_id.eq_any(&$resolved.fields))
                .select(activity_fields::activity_id);
            query = query.filter(activities::id.eq_any(of));
        }
        if !filter.languages.is_empty() {
            let of = activity_languages::table
                .filter(activity_languages::lang.eq_any(&filter.languages))
                .select(activity_languages::activity_id);
            query = query.filter(activities::id.eq_any(of));
        }
        let mut any: Option<Box<dyn BoxableExpression<$source, MultiBackend, SqlType = Nullable<Bool>>>> = None;
        for year in &filter.years {
            let first = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap_or(crate::time::UNDATED);
            let last = NaiveDate::from_ymd_opt(*year, 12, 31).unwrap_or(crate::time::UNDATED);
            let begun = activities::sort_on.between(first, last);
            let inside = begun.and(activities::first_to.le(last));
            any = Some(match any {
                None => Box::new(inside),
                Some(other) => Box::new(other.or(inside)),
            });
        }
        if let Some(any) = any {
            query = query.filter(any);
        }
        if let Some(from) = filter.from {
            query = query.filter(activities::sort_on.ge(from));
        }
        if let Some(to) = filter.to {
            query = query.filter(activities::sort_on.le(to));
            if filter.only.is_none() {
                query = query.filter(activities::first_to.le(to));
            }
        }
        if let Some(year) = filter.plan_year {
            query = query.filter(activities::plan_year.eq(year));
        }
        match filter.undated {
            None => {}
            Some(true) => query = query.filter(activities::sort_on.eq(crate::time::UNDATED)),
            Some(false) => query = query.filter(activities::sort_on.ne(crate::time::UNDATED)),
        }
        if let Some(wanted) = filter.overdue {
            let (status, ends, first, today) = (
                activities::status,
                activities::ends_on,
                activities::first_to,
                $resolved.today,
            );
            query = if wanted {
                let past = ends.lt(today).or(ends.is_null().and(first.lt(today)));
                query.filter(status.eq(Status::Announced).and(past))
            } else {
                let to_come = ends
                    .ge(today)
                    .or(ends.is_null().and(first.is_null().or(first.ge(today))));
                query.filter(status.ne(Status::Announced).or(to_come))
            };
        }
        if let Some(text) = &filter.text {
            query = query.filter(activities::search_text.like(containing(text)).escape('\\'));
        }
        query
    }};
}

/// So many chosen activities are named in a question; of more, the rows are read in order and looked up among them.
const FEW: usize = 1_000;

/// How many rows are read at once where more are chosen: first, and at most.
const STEPS: [i64; 2] = [512, 8_192];

impl Resolved {
    fn few(&self) -> Option<&[i64]> {
        let only = self.filter.only.as_ref()?;
        Some(only.as_slice()).filter(|keys| keys.len() <= FEW)
    }

    fn many(&self) -> Option<&[i64]> {
        let only = self.filter.only.as_ref()?;
        Some(only.as_slice()).filter(|keys| keys.len() > FEW)
    }

    /// The rows that match, in no order; where many were chosen, rows beside them match too.
    fn query(&self) -> activities::BoxedQuery<'_, MultiBackend> {
        let query = narrowed!(self, activities::table, activities::table);
        if self.programmes.is_empty() {
            return query;
        }
        let of = activity_programmes::table
            .filter(activity_programmes::programme_id.eq_any(&self.programmes))
            .select(activity_programmes::activity_id);
        query.filter(activities::id.eq_any(of))
    }

    /// The same for one programme alone, from the index that has its activities by day.
    fn of_programme(&self, programme: i64) -> BoxedOfProgramme<'_> {
        let of = activity_programmes::table
            .inner_join(activities::table)
            .filter(activity_programmes::programme_id.eq(programme));
        let mut query = narrowed!(self, InnerJoinQuerySource<activity_programmes::table, activities::table>, of);
        if let Some(from) = self.filter.from {
            query = query.filter(activity_programmes::sort_on.ge(from));
        }
        query
    }

    /// How many match.
    fn count(&self, conn: &mut Conn) -> Result<i64, Error> {
        if let Some(only) = self.filter.only.as_ref().filter(|_| self.filter.asks_no_more()) {
            return i64::try_from(only.len()).or_internal("there are more activities than numbers");
        }
        if let Some(many) = self.many() {
            let ids: Vec<i64> = self.query().select(activities::id).load(conn)?;
            let found = ids.iter().filter(|id| many.binary_search(id).is_ok()).count();
            return i64::try_from(found).or_internal("there are more activities than numbers");
        }
        Ok(match self.programmes.as_slice() {
            [one] if self.filter.is_of_days_only() => self.count_of_programme(conn, *one)?,
            [one] => self.of_programme(*one).count().get_result(conn)?,
            _ => self.query().count().get_result(conn)?,
        })
    }

    /// How many of one programme match a filter that asks for nothing but days from one on: its entries in the index of
    /// days, which is quickly counted, less the few that are not shown.
    fn count_of_programme(&self, conn: &mut Conn, programme: i64) -> Result<i64, Error> {
        let mut entries = activity_programmes::table
            .filter(activity_programmes::programme_id.eq(programme))
            .into_boxed::<MultiBackend>();
        if let Some(from) = self.filter.from {
            entries = entries.filter(activity_programmes::sort_on.ge(from));
        }
        // Asked of the hidden ones one by one: they are few.
        let from = self.filter.from.unwrap_or(crate::time::UNDATED);
        let entry = activity_programmes::table
            .filter(activity_programmes::activity_id.eq(activities::id))
            .filter(activity_programmes::programme_id.eq(programme))
            .filter(activity_programmes::sort_on.ge(from));
        // As the index has it, word for word: SQLite uses a partial index for no condition with a parameter.
        let is_hidden = sql::<Bool>("(activities.deleted_seq is not null or activities.status = 'draft')");
        let mut hidden = activities::table
            .filter(is_hidden)
            .filter(exists(entry))
            .into_boxed::<MultiBackend>();
        if self.filter.with_drafts {
            hidden = hidden.filter(activities::deleted_seq.is_not_null());
        }
        let (entries, hidden): (i64, i64) = (entries.count().get_result(conn)?, hidden.count().get_result(conn)?);
        Ok(entries - hidden)
    }

    /// One page in the filter's order.
    pub fn page(&self, conn: &mut Conn, page: &Page) -> Result<ActivityPage, Error> {
        let mut rows = self.keys(conn, page)?;
        let more = rows.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows.last().filter(|_| more).map(|(id, value)| page.cursor(value, *id));
        let total = if page.count { Some(self.count(conn)?) } else { None };
        let mut ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
        if self.filter.only.is_some() {
            ids = self.shown(conn, ids)?;
        }
        Ok(ActivityPage {
            documents: if self.filter.deleted {
                last_documents(conn, &ids)?
            } else {
                documents(conn, &ids)?
            },
            next,
            total,
        })
    }

    /// Those of the chosen that may be shown still: one may have been deleted since.
    fn shown(&self, conn: &mut Conn, mut ids: Vec<i64>) -> Result<Vec<i64>, Error> {
        let mut shown = activities::table
            .filter(
                activities::id
                    .eq_any(ids.clone())
                    .and(activities::deleted_seq.is_null()),
            )
            .select(activities::id)
            .into_boxed::<MultiBackend>();
        if !self.filter.with_drafts {
            shown = shown.filter(activities::status.ne(Status::Draft));
        }
        let shown: Vec<i64> = shown.load(conn)?;
        ids.retain(|id| shown.contains(id));
        Ok(ids)
    }

    /// The keys of all that match, in the filter's order: for reports.
    pub fn all_keys(&self, conn: &mut Conn) -> Result<Vec<i64>, Error> {
        let all = Page::whole();
        Ok(self.keys(conn, &all)?.into_iter().map(|(id, _)| id).collect())
    }

    /// The keys of a page with their sort values, one more than the page holds.
    fn keys(&self, conn: &mut Conn, page: &Page) -> Result<Vec<(i64, String)>, Error> {
        let wanted = page.limit + 1;
        let Some(many) = self.many() else {
            return self.rows(conn, wanted, page.after.as_ref());
        };
        let room = usize::try_from(wanted).unwrap_or(usize::MAX);
        let [first, most] = STEPS;
        let (mut found, mut after, mut step) = (Vec::new(), page.after.clone(), first.max(wanted));
        loop {
            let rows = self.rows(conn, step, after.as_ref())?;
            let is_last = i64::try_from(rows.len()).is_ok_and(|read| read < step);
            after = rows.last().map(|(key, value)| Cursor::at(*key, value));
            let chosen = rows.into_iter().filter(|(key, _)| many.binary_search(key).is_ok());
            found.extend(chosen.take(room - found.len()));
            if is_last || found.len() == room {
                return Ok(found);
            }
            step = (step * 2).min(most).max(wanted);
        }
    }

    /// So many rows that match, after one of them, with their sort values.
    fn rows(&self, conn: &mut Conn, limit: i64, after: Option<&Cursor>) -> Result<Vec<(i64, String)>, Error> {
        let bad = || Error::invalid(Fault::parameter("cursor", "bad_cursor"));
        macro_rules! by {
            ($query:expr, $column:expr, $id:expr, $read:expr, $show:expr, $order:ident, $beyond:ident, $from:ident) => {{
                let mut query = $query.order(($column.$order(), $id.$order())).limit(limit);
                if let Some(cursor) = after {
                    let value = $read(cursor.value.as_str()).ok_or_else(bad)?;
                    query = query.filter(
                        $column
                            .$from(value.clone())
                            .and($column.$beyond(value).or($id.$beyond(cursor.key))),
                    );
                }
                let rows = query.select(($id, $column)).load::<(i64, _)>(conn)?;
                rows.into_iter().map(|(id, v)| (id, $show(v))).collect()
            }};
            ($query:expr, $column:expr, $id:expr, $read:expr, $show:expr, desc) => {
                by!($query, $column, $id, $read, $show, desc, lt, le)
            };
            ($query:expr, $column:expr, $id:expr, $read:expr, $show:expr, asc) => {
                by!($query, $column, $id, $read, $show, asc, gt, ge)
            };
        }
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let show_day = |day: NaiveDate| day.to_string();
        let word = |text: &str| Some(text.to_owned());
        let show_word = |word: String| word;
        let instant = |text: &str| text.parse().ok().and_then(Instant::from_micros);
        let show_instant = |at: Instant| at.micros().to_string();
        let id = activities::id;
        if let ([one], "-start" | "start") = (self.programmes.as_slice(), self.filter.sort) {
            let (query, day_then) = (self.of_programme(*one), activity_programmes::sort_on);
            let id = activity_programmes::activity_id;
            return Ok(match self.filter.sort {
                "start" => by!(query, day_then, id, day, show_day, asc),
                _ => by!(query, day_then, id, day, show_day, desc),
            });
        }
        let query = self.query();
        Ok(match self.filter.sort {
            "start" => by!(query, activities::sort_on, id, day, show_day, asc),
            "code" => by!(query, activities::code, id, word, show_word, asc),
            "-code" => by!(query, activities::code, id, word, show_word, desc),
            "title" => by!(query, activities::title_sort, id, word, show_word, asc),
            "-title" => by!(query, activities::title_sort, id, word, show_word, desc),
            "updated_at" => by!(query, activities::updated_at, id, instant, show_instant, asc),
            "-updated_at" => by!(query, activities::updated_at, id, instant, show_instant, desc),
            _ => by!(query, activities::sort_on, id, day, show_day, desc),
        })
    }
}
