//! What follows from a change of a roster or of the statement in force: what is counted is checked anew, and the activity
//! gets a new version whose `counts` say them. One command raises an activity once, however many rows it changes, and
//! however many activities it touches it asks a few grouped questions.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use serde_json::Value;

use super::consistency::{Counted, FaultTarget, RosterCount, contradictions, names_countries};
use super::counts::{CountriesOf, CountsContext, Statement};
use super::model::{CountryRole, NewActivity};
use super::{KIND, statements};
use crate::db::schema::{activities, activity_countries, country_memberships, participations, versions};
use crate::db::{Conn, Uid};
use crate::directory::Resolver;
use crate::error::{Error, Fault, OrInternal};
use crate::input::Object;
use crate::ledger::{NewVersion, Tx};
use crate::participants::model::Sex;

/// How many keys one question names.
const KEYS: usize = 1_000;

/// Roles of those who came; with status `attended` they are counted.
pub const ROLES_OF_THOSE_WHO_CAME: [&str; 3] = ["trainee", "delegate", "observer"];

/// An activity whose roster or statement is being changed, as it was.
#[derive(Debug)]
pub struct ChangedActivity {
    pub id: i64,
    uid: Uid,
    version: i32,
    document: String,
}

/// Takes up the activities that a command changes, in the order of their keys: the first gets the next sequence number
/// of the ledger, the second the one after it, and so on. Nothing else may be entered until [`finish`].
pub fn begin(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<ChangedActivity>, Error> {
    let mut touched: BTreeMap<i64, ChangedActivity> = BTreeMap::new();
    for chunk in ids.chunks(KEYS) {
        let rows: Vec<(i64, Uid, i32, Option<i64>, Option<String>)> = activities::table
            .inner_join(
                versions::table.on(versions::record_id
                    .eq(activities::id)
                    .and(versions::version.eq(activities::version))),
            )
            .filter(versions::kind.eq(KIND).and(activities::id.eq_any(chunk)))
            .select((
                activities::id,
                activities::uid,
                activities::version,
                activities::deleted_seq,
                versions::document,
            ))
            .load(tx.conn())?;
        for (id, uid, version, deleted, document) in rows {
            let document = document.filter(|_| deleted.is_none()).ok_or(Error::Gone(KIND))?;
            touched.insert(
                id,
                ChangedActivity {
                    id,
                    uid,
                    version,
                    document,
                },
            );
        }
    }
    Ok(touched.into_values().collect())
}

/// Judges what the command left behind and gives each activity its next version. `through` says what a contradiction of
/// an activity is to be told of.
pub fn finish<'p>(
    tx: &mut Tx<'_>,
    touched: Vec<ChangedActivity>,
    changed: &[&str],
    through: impl Fn(i64) -> FaultTarget<'p>,
) -> Result<(), Error> {
    let now = tx.now();
    let stamp = now.to_string();
    let (mut kept, mut faults) = (Vec::with_capacity(touched.len()), Vec::new());
    let silent = Statement::default();
    for chunk in touched.chunks(KEYS) {
        let ids: Vec<i64> = chunk.iter().map(|touched| touched.id).collect();
        let known = CountedRecord::load(tx.conn(), &ids)?;
        for touched in chunk {
            let statement = known.statements.get(&touched.id).unwrap_or(&silent);
            let counted = known.counted(touched.id, statement);
            faults.extend(contradictions(&counted, through(touched.id)));
            let mut document: Value =
                serde_json::from_str(&touched.document).or_internal("a stored document cannot be read")?;
            if let Some(members) = document.as_object_mut() {
                members.insert("version".into(), (touched.version + 1).into());
                members.insert("counts".into(), statement.to_json(beside(&counted)));
                members.insert("updated_at".into(), stamp.clone().into());
            }
            kept.push(NewVersion {
                subject: touched.uid,
                record_id: touched.id,
                version: touched.version + 1,
                document: document.to_string(),
            });
        }
        diesel::update(activities::table.filter(activities::id.eq_any(&ids)))
            .set((
                activities::version.eq(activities::version + 1),
                activities::updated_at.eq(now),
            ))
            .execute(tx.conn())?;
    }
    refuse(faults)?;
    tx.enter_all("update", KIND, kept, changed)
}

/// What these facts hold beside their statement.
fn beside(counted: &Counted<'_>) -> CountsContext {
    CountsContext {
        rostered: counted.roster.iter().map(|rows| rows.count).sum(),
        lists_countries: !counted.listed.is_empty(),
        names_countries: names_countries(counted),
    }
}

/// What an activity that lists these countries knows beside a statement; a new one has no roster.
pub fn beside_of(
    conn: &mut Conn,
    id: Option<i64>,
    listed: &[i64],
    statement: &Statement,
) -> Result<CountsContext, Error> {
    let mut rows = match id {
        Some(id) => roster(conn, &[id])?,
        None => HashMap::new(),
    };
    let roster = id.and_then(|id| rows.remove(&id)).unwrap_or_default();
    Ok(beside(&Counted {
        statement,
        listed,
        roster: &roster,
        members: None,
    }))
}

/// What an activity that is recorded knows beside each of these statements.
pub fn beside_each(conn: &mut Conn, id: i64, statements: &[&Statement]) -> Result<Vec<CountsContext>, Error> {
    let known = CountedRecord::load(conn, &[id])?;
    let each = statements.iter().map(|statement| beside(&known.counted(id, statement)));
    Ok(each.collect())
}

/// What is known of many activities, each thing asked once for all of them.
struct CountedRecord {
    statements: HashMap<i64, Statement>,
    listed: HashMap<i64, Vec<i64>>,
    roster: HashMap<i64, Vec<RosterCount>>,
    members: Option<Vec<i64>>,
}

impl CountedRecord {
    fn load(conn: &mut Conn, ids: &[i64]) -> Result<Self, Error> {
        let statements = statements::in_force_of_each(conn, ids)?;
        let mut listed: HashMap<i64, Vec<i64>> = HashMap::new();
        for (activity, country) in activity_countries::table
            .filter(activity_countries::activity_id.eq_any(ids))
            .filter(activity_countries::role.eq_any([CountryRole::Beneficiary, CountryRole::Attending]))
            .select((activity_countries::activity_id, activity_countries::country_id))
            .load::<(i64, i64)>(conn)?
        {
            listed.entry(activity).or_default().push(country);
        }
        let members = if statements.values().any(names_members) {
            Some(members(conn)?)
        } else {
            None
        };
        Ok(Self {
            roster: roster(conn, ids)?,
            statements,
            listed,
            members,
        })
    }

    fn counted<'a>(&'a self, id: i64, statement: &'a Statement) -> Counted<'a> {
        let members = self.members.as_deref().filter(|_| names_members(statement));
        Counted {
            statement,
            listed: self.listed.get(&id).map_or(&[], Vec::as_slice),
            roster: self.roster.get(&id).map_or(&[], Vec::as_slice),
            members,
        }
    }
}

fn names_members(statement: &Statement) -> bool {
    statement.countries_of == CountriesOf::Members && statement.countries.is_some()
}

/// The countries that ever were members, suspended ones included.
fn members(conn: &mut Conn) -> Result<Vec<i64>, Error> {
    Ok(country_memberships::table
        .filter(country_memberships::status.eq_any(["member", "suspended"]))
        .select(country_memberships::country_id)
        .distinct()
        .load(conn)?)
}

type RosterRow = (i64, Option<i64>, Sex, Option<i64>, i64);

/// The counted people of these activities' rosters: status `attended`, role trainee, delegate or observer.
fn roster(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<RosterCount>>, Error> {
    use participations::{activity_id, agency_id, country_id, sex as of_sex};
    let rows: Vec<RosterRow> = participations::table
        .filter(activity_id.eq_any(ids).and(participations::to_seq.is_null()))
        .filter(
            participations::status
                .eq("attended")
                .and(participations::role.eq_any(ROLES_OF_THOSE_WHO_CAME)),
        )
        .group_by((activity_id, country_id, of_sex, agency_id))
        .select((activity_id, country_id, of_sex, agency_id, diesel::dsl::count_star()))
        .load(conn)?;
    let mut found: HashMap<i64, Vec<RosterCount>> = HashMap::new();
    for (activity, country, sex, agency, count) in rows {
        found.entry(activity).or_default().push(RosterCount {
            country,
            sex: sex.known(),
            agency,
            count,
        });
    }
    Ok(found)
}

/// Refuses an activity whose own statement, countries and roster cannot all be true. A new one has no roster.
pub fn check_consistency(
    conn: &mut Conn,
    id: Option<i64>,
    new: &NewActivity,
    statement: &Statement,
) -> Result<(), Error> {
    let listed = new.listed();
    let mut rows = match id {
        Some(id) => roster(conn, &[id])?,
        None => HashMap::new(),
    };
    let rows = id.and_then(|id| rows.remove(&id)).unwrap_or_default();
    let members = if names_members(statement) {
        Some(members(conn)?)
    } else {
        None
    };
    let counted = Counted {
        statement,
        listed: &listed,
        roster: &rows,
        members: members.as_deref(),
    };
    refuse(contradictions(&counted, FaultTarget::Activity))
}

/// Adds what is wrong with a statement by itself to the other faults of its body; where there are none, it is checked
/// with the countries and the roster once the body has been read.
pub fn add_inconsistencies(
    object: &Object<'_, '_>,
    refs: &mut Resolver<'_>,
    statement: &Statement,
    through: FaultTarget<'_>,
) {
    if object.is_stored() || object.faults().borrow().none() {
        return;
    }
    match inconsistencies(refs.conn(), statement, through) {
        Ok(faults) => faults.into_iter().for_each(|fault| object.add(fault)),
        Err(error) => refs.fail(error),
    }
}

/// What is wrong with a statement by itself.
pub fn inconsistencies(conn: &mut Conn, statement: &Statement, through: FaultTarget<'_>) -> Result<Vec<Fault>, Error> {
    let members = if names_members(statement) {
        Some(members(conn)?)
    } else {
        None
    };
    let counted = Counted {
        statement,
        listed: &[],
        roster: &[],
        members: members.as_deref(),
    };
    Ok(contradictions(&counted, through))
}

/// Refuses what has faults.
pub fn refuse(faults: Vec<Fault>) -> Result<(), Error> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}
