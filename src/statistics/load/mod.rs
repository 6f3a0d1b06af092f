//! Reads the facts of the record in one snapshot: a handful of set-based queries for some thousand activities at a time,
//! or for those alone that changed since.

mod changes;
mod lists;
mod mixed;
mod numbers;
mod rosters;
mod statements;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

pub use self::changes::{catch_up, go_on};
use self::lists::Lists;
pub use self::mixed::between;
use self::numbers::Numbers;
use self::rosters::{MergedPersons, load_rosters, one_row_per_person};
use self::statements::load_statements;
use super::country_contexts::CountryContexts;
use super::dataset::{
    Activity, Block, Codes, Dataset, LoadedActivity, Precomputed, RosterRange, Row, SPAN, Statement, block,
};
use super::protected::PublicFigures;
use crate::activities::model::{ActivityType, Mode, OurRole, Status};
use crate::countries::history::CountryHistory;
use crate::db::schema::{activities, database_info, ledger, participations};
use crate::db::{Conn, MultiBackend, Uid, snapshot};
use crate::error::Error;

/// Which record this is and how far it has come: cheap enough to ask before every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Version {
    pub epoch: Uid,
    pub seq: i64,
}

/// The version of the record as this connection sees it.
pub fn version(conn: &mut Conn) -> Result<Version, Error> {
    let newest = ledger::table.select(diesel::dsl::max(ledger::seq)).single_value();
    let (epoch, seq): (Uid, Option<i64>) = database_info::table
        .select((database_info::epoch, newest))
        .first(conn)?;
    Ok(Version {
        epoch,
        seq: seq.unwrap_or(0),
    })
}

/// No more roster rows than this: the greatest key, which is cheap to know.
pub fn most_rows(conn: &mut Conn) -> Result<i64, Error> {
    let last: Option<i64> = participations::table
        .select(diesel::dsl::max(participations::id))
        .first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Which activities are read.
#[derive(Debug, Clone, Copy)]
enum ActivityKeys<'a> {
    /// Those with keys from the one to the other.
    Between(i64, i64),
    /// These.
    These(&'a [i64]),
}

/// How many keys one question names.
const KEYS: usize = 1_000;

/// How many blocks are read together.
const TOGETHER: usize = 16;

/// Where rosters are read when they are not of the same connection: the connection, and the sequence number at which
/// they are wanted.
pub type Past<'p> = (&'p mut Conn, i64);

/// What activities are read with: the numbers of what they refer to, who is the same person, and where countries stood.
pub struct Lookups {
    numbers: Numbers,
    merged: MergedPersons,
    country_history: Arc<CountryHistory>,
}

/// Facts, with what further activities of the same data version are read with.
#[expect(missing_docs, reason = "the names say it")]
pub struct Loaded {
    pub dataset: Dataset,
    pub lookups: Arc<Lookups>,
}

/// Everything that figures are made of, as it stands; `today` dates what has no date.
pub fn load(conn: &mut Conn, today: NaiveDate) -> Result<Dataset, Error> {
    Ok(load_to_go_on(conn, today)?.dataset)
}

/// The same with what later data versions are caught up with.
pub fn load_to_go_on(conn: &mut Conn, today: NaiveDate) -> Result<Loaded, Error> {
    snapshot(conn, |conn| load_all(conn, None, today))
}

/// The same of a record that `conn` shows as it was, with rosters from where they are kept for ever.
pub fn load_past(conn: &mut Conn, rosters: Past<'_>, today: NaiveDate) -> Result<Dataset, Error> {
    Ok(load_all(conn, Some(rosters), today)?.dataset)
}

fn load_all(conn: &mut Conn, mut past: Option<Past<'_>>, today: NaiveDate) -> Result<Loaded, Error> {
    let version = version(conn)?;
    let lookups = Arc::new(Lookups::load(conn, &mut past)?);
    let mut reader = Reader::begin(&lookups, today);
    let last: Option<i64> = activities::table.select(diesel::dsl::max(activities::id)).first(conn)?;
    let end = last.map_or(0, |last| block::number(last) + 1);
    let mut blocks: Vec<Arc<Block>> = Vec::with_capacity(end);
    for number in (0..end).step_by(TOGETHER) {
        let first = i64::try_from(number * SPAN).unwrap_or(i64::MAX);
        let after = i64::try_from((number + TOGETHER) * SPAN).unwrap_or(i64::MAX);
        let loaded = reader.read(conn, &mut past, ActivityKeys::Between(first, after - 1))?;
        let mut loaded = loaded.into_iter().peekable();
        for number in number..end.min(number + TOGETHER) {
            let here = std::iter::from_fn(|| loaded.next_if(|one| block::number(one.activity.key) == number));
            blocks.push(Arc::new(Block::new(here)));
        }
    }
    let dataset = reader.finish(conn, version, blocks)?;
    Ok(Loaded { dataset, lookups })
}

impl Lookups {
    fn load(conn: &mut Conn, past: &mut Option<Past<'_>>) -> Result<Self, Error> {
        let country_history = Arc::new(CountryHistory::load(conn)?);
        Ok(Self {
            numbers: Numbers::load(conn, country_history.clone())?,
            merged: match past {
                None => MergedPersons::load(conn, None)?,
                Some((rosters, seq)) => MergedPersons::load(rosters, Some(*seq))?,
            },
            country_history,
        })
    }
}

/// Languages that occur, numbered as they are met.
#[derive(Debug, Default)]
struct Tags {
    tags: Vec<Arc<str>>,
    by_tag: HashMap<String, u32>,
}

impl Tags {
    fn of(known: &Codes) -> Self {
        let tags: Vec<Arc<str>> = known.iter().cloned().collect();
        let by_tag = tags.iter().map(ToString::to_string).zip(0..).collect();
        Self { tags, by_tag }
    }

    fn number(&mut self, tag: String) -> u32 {
        let next = u32::try_from(self.tags.len()).unwrap_or(u32::MAX);
        let tags = &mut self.tags;
        *self.by_tag.entry(tag).or_insert_with_key(|tag| {
            tags.push(Arc::from(tag.as_str()));
            next
        })
    }

    fn codes(self) -> Codes {
        Codes::new((0..).zip(self.tags), [])
    }
}

/// Reads activities.
struct Reader<'a> {
    lookups: &'a Lookups,
    country_contexts: CountryContexts<'a>,
    tags: Tags,
    today: NaiveDate,
}

impl<'a> Reader<'a> {
    fn begin(lookups: &'a Lookups, today: NaiveDate) -> Self {
        Self {
            country_contexts: CountryContexts::new(
                &lookups.country_history,
                lookups.numbers.countries.clone(),
                &lookups.numbers.names.links,
            ),
            lookups,
            tags: Tags::default(),
            today,
        }
    }

    /// Reads some activities in the order of their keys.
    fn read(
        &mut self,
        conn: &mut Conn,
        past: &mut Option<Past<'_>>,
        which: ActivityKeys<'_>,
    ) -> Result<Vec<LoadedActivity>, Error> {
        let Lookups { numbers, merged, .. } = self.lookups;
        let mut lists = Lists::load(conn, which, numbers, &mut self.tags)?;
        let mut statements = load_statements(conn, which, numbers)?;
        let lines = load_lines(conn, which)?;
        let mut rosters = match past {
            None => load_rosters(conn, which, None, numbers, merged)?,
            Some((rosters, seq)) => load_rosters(rosters, which, Some(*seq), numbers, merged)?,
        };
        let loaded = lines.into_iter().map(|line| {
            let key = line.key;
            let statement = statements.remove(&key).map(Box::new);
            self.seat(line, &mut lists, statement, rosters.remove(&key).unwrap_or_default())
        });
        Ok(loaded.collect())
    }

    fn seat(
        &mut self,
        line: Line,
        lists: &mut Lists,
        statement: Option<Box<Statement>>,
        roster: Vec<Row>,
    ) -> LoadedActivity {
        let (came, others) = one_row_per_person(roster);
        let place = line.place.and_then(|key| self.lookups.numbers.country(key));
        let activity = Activity {
            key: line.key,
            kind: line.kind,
            mode: line.mode,
            status: line.status,
            our_role: line.our_role,
            span: line.first_from.zip(line.first_to),
            ends_on: line.ends_on,
            day_count: line.day_count.and_then(|days| u64::try_from(days).ok()),
            host: place.filter(|_| matches!(line.mode, Mode::InPerson | Mode::Hybrid)),
            programmes: lists.programmes.remove(&line.key).unwrap_or_default().into(),
            fields: lists.fields.remove(&line.key).unwrap_or_default().into(),
            languages: lists.languages.remove(&line.key).unwrap_or_default().into(),
            countries: lists.countries.remove(&line.key).unwrap_or_default().into(),
            agencies: lists.agencies.remove(&line.key).unwrap_or_default().into(),
            statement,
            country_context: self.country_contexts.index_on(line.first_from.unwrap_or(self.today)),
            roster_range: RosterRange::default(),
            precomputed: Precomputed::default(),
            public: PublicFigures::default(),
            recorded: None,
        };
        let mut loaded = LoadedActivity { activity, came, others };
        loaded.replace_linked_agencies(self.country_contexts.get(loaded.activity.country_context));
        loaded
    }

    fn finish(self, conn: &mut Conn, version: Version, blocks: Vec<Arc<Block>>) -> Result<Dataset, Error> {
        Ok(Dataset {
            epoch: version.epoch,
            seq: version.seq,
            hash: hash_of(conn, version.seq)?.unwrap_or_default(),
            today: self.today,
            ages: (self.country_contexts.changes_after(self.today) && blocks.iter().any(|block| block.has_undated()))
                || self
                    .lookups
                    .numbers
                    .names
                    .declared
                    .iter()
                    .any(|declared| declared.ages(self.today)),
            names: self.lookups.numbers.names.clone(),
            languages: Arc::new(self.tags.codes()),
            country_contexts: Arc::new(self.country_contexts.into_all()),
            blocks,
        })
    }
}

/// The hash of a ledger entry.
pub fn hash_of(conn: &mut Conn, seq: i64) -> Result<Option<Vec<u8>>, Error> {
    Ok(ledger::table.find(seq).select(ledger::hash).first(conn).optional()?)
}

#[derive(Queryable)]
struct Line {
    key: i64,
    kind: ActivityType,
    mode: Mode,
    status: Status,
    our_role: OurRole,
    first_from: Option<NaiveDate>,
    first_to: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    day_count: Option<i32>,
    place: Option<i64>,
}

fn load_lines(conn: &mut Conn, which: ActivityKeys<'_>) -> Result<Vec<Line>, Error> {
    use activities as a;
    let query = a::table
        .filter(a::deleted_seq.is_null())
        .order(a::id.asc())
        .select((
            a::id,
            a::kind,
            a::mode,
            a::status,
            a::our_role,
            a::first_from,
            a::first_to,
            a::ends_on,
            a::day_count,
            a::place_country_id,
        ))
        .into_boxed::<MultiBackend>();
    let query = match which {
        ActivityKeys::Between(first, last) => query.filter(a::id.between(first, last)),
        ActivityKeys::These(keys) => query.filter(a::id.eq_any(keys)),
    };
    Ok(query.load(conn)?)
}

fn group<T>(rows: impl IntoIterator<Item = (i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut grouped: HashMap<i64, Vec<T>> = HashMap::new();
    for (key, value) in rows {
        grouped.entry(key).or_default().push(value);
    }
    grouped
}
