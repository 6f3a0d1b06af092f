//! Claims of the first record that still ask what it asked before: the question is put as it is put today, once. What
//! officers changed, also back, stays.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{FigureFilter, current, list, rewrite};
use crate::db::Conn;
use crate::db::schema::versions;
use crate::error::Error;
use crate::input::patch::merged;
use crate::ledger::Tx;
use crate::published_figures::KIND;

/// The measure and the filter that a claim is held against.
type Asked = (Option<&'static str>, Option<&'static str>);

/// What was organised, implemented or conducted, the secretariat had a part in itself.
macro_rules! our {
    ($filter:literal) => {
        concat!($filter, "&our_role=organiser,co_organiser,host")
    };
}

const NOTHING: Asked = (None, None);
const SECTORS: Asked = (Some("programmes"), Some("programme_kind=capacity_building_programme"));

/// Measure and scope of a claim, what the first record asked, and what it asks today.
#[rustfmt::skip] // one claim a line
const ASKED: [(&str, &str, Asked, Asked); 11] = [
    ("activities_organised", "Diplomacy-CaB", (Some("activities"), Some("programme=Diplomacy-CaB")), (Some("activities"), Some(our!("programme=Diplomacy-CaB")))),
    ("activities_organised", "OIC-VET", (Some("activities"), Some("programme=OIC-VET")), (Some("activities"), Some(our!("programme=OIC-VET")))),
    ("activities_organised", "statistics", (Some("activities"), Some("field=statistics")), (Some("activities"), Some(our!("field=statistics")))),
    ("activities_organised", "field: STI", (Some("activities"), Some("field=sti")), (Some("activities"), Some(our!("field=sti")))),
    ("participants", "field: STI", (Some("participations"), Some("field=sti")), (Some("participations"), Some(our!("field=sti")))),
    ("activities_implemented", "all programmes", (Some("activities"), Some("all")), (Some("activities"), Some("our_role=organiser,co_organiser,host"))),
    ("capacity_building_programmes", "all programmes", NOTHING, SECTORS),
    ("capacity_building_programmes", "programmes used by IDN", NOTHING, (Some("programmes"), None)),
    ("projects_implemented", "COMCEC Project Funding", NOTHING, (Some("programmes"), None)),
    ("participants", "project: emergency medicine, Sudan", NOTHING, (Some("participations"), None)),
    ("member_states", "OIC", NOTHING, (Some("member_countries"), Some("all"))),
];

/// A claim that is to be asked anew.
#[derive(Debug, Clone)]
pub struct RenewalDue {
    id: String,
    asked: Asked,
}

fn has_question(document: &Value, (measure, filter): Asked) -> bool {
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    text("record_measure") == measure && text("record_filter") == filter
}

/// The claims that ask what the first record asked, and never asked what it asks today.
pub fn due(conn: &mut Conn) -> Result<Vec<RenewalDue>, Error> {
    let mut found = Vec::new();
    for document in list(conn, &FigureFilter::default(), None, None)?.documents {
        let document: Value = serde_json::from_str(&document).map_err(|_| Error::internal("a claim cannot be read"))?;
        let text = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default();
        let known = ASKED.iter().find(|(measure, scope, then, _)| {
            text("measure") == *measure && text("scope") == *scope && has_question(&document, *then)
        });
        if let Some((.., today)) = known
            && !has_asked(conn, text("id"), *today)?
        {
            let id = text("id").to_owned();
            found.push(RenewalDue { id, asked: *today });
        }
    }
    Ok(found)
}

/// Whether some version of a claim asked this.
fn has_asked(conn: &mut Conn, segment: &str, asked: Asked) -> Result<bool, Error> {
    let id = current(conn, segment)?.id;
    let documents: Vec<Option<String>> = versions::table
        .filter(versions::kind.eq(KIND).and(versions::record_id.eq(id)))
        .select(versions::document)
        .load(conn)?;
    let read = documents.into_iter().flatten();
    let mut read = read.filter_map(|text| serde_json::from_str::<Value>(&text).ok());
    Ok(read.any(|document| has_question(&document, asked)))
}

/// Asks them as the first record asks today; gives how many there were.
pub fn renew(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let due = due(tx.conn())?;
    for claim in &due {
        let standing = current(tx.conn(), &claim.id)?;
        let (measure, filter) = claim.asked;
        let body = merged(
            &standing.document,
            &json!({"record_measure": measure, "record_filter": filter}),
        )?;
        rewrite(tx, &standing, &body)?;
    }
    Ok(due.len())
}
