//! API keys: making, finding, listing and revoking them.

use std::collections::HashMap;

use diesel::prelude::*;
use rand::RngExt;
use sha2::{Digest, Sha256};

use super::{Identity, Role};
use crate::db::schema::{agencies, api_keys, ledger, principals, versions};
use crate::db::{Conn, Instant, Uid};
use crate::error::{Error, OrInternal};
use crate::input::Code;
use crate::ledger::Tx;
use crate::text::hex;

/// What a new key is to be.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewKey {
    pub name: String,
    pub role: Role,
    /// The agency an agency's key speaks for.
    pub agency: Option<i64>,
    pub expires_at: Option<Instant>,
}

/// A key as an administrator sees it; the secret itself is nowhere.
#[derive(Debug, Clone, Queryable)]
#[expect(missing_docs, reason = "the names say it")]
pub struct KeyLine {
    pub id: Uid,
    pub name: String,
    pub role: Option<String>,
    pub agency: Option<String>,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// The kind under which the ledger names keys.
const KIND: &str = "api_key";

/// What a key was when it was made, kept as its document; nothing of it changes afterwards.
#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct KeyDocument {
    name: String,
    role: Option<String>,
    /// The agency's key in this database.
    agency: Option<i64>,
    expires_at: Option<String>,
    /// The SHA-256 of the secret, in hexadecimal digits.
    secret_hash: String,
}

/// Makes a key and gives its secret, which is not kept: `qk_` and 64 hexadecimal digits.
pub fn create(tx: &mut Tx<'_>, new: &NewKey) -> Result<String, Error> {
    let secret = format!("qk_{}", hex(&rand::rng().random::<[u8; 32]>()));
    let (uid, now) = (Uid::new(), tx.now());
    let principal: i64 = diesel::insert_into(principals::table)
        .values((
            principals::uid.eq(Uid::new()),
            principals::kind.eq("key"),
            principals::name.eq(&new.name),
            principals::role.eq(new.role),
            principals::agency_id.eq(new.agency),
            principals::created_at.eq(now),
        ))
        .returning(principals::id)
        .get_result(tx.conn())?;
    let key: i64 = diesel::insert_into(api_keys::table)
        .values((
            api_keys::uid.eq(uid),
            api_keys::principal_id.eq(principal),
            api_keys::secret_hash.eq(hash(&secret)),
            api_keys::expires_at.eq(new.expires_at),
            api_keys::created_at.eq(now),
        ))
        .returning(api_keys::id)
        .get_result(tx.conn())?;
    tx.enter("create", KIND, uid, 1, &["name", "role", "agency", "expires_at"]);
    let made = KeyDocument {
        name: new.name.clone(),
        role: Some(new.role.as_str().to_owned()),
        agency: new.agency,
        expires_at: new.expires_at.map(|at| at.to_string()),
        secret_hash: hex(&hash(&secret)),
    };
    let document = serde_json::to_string(&made).or_internal("a key is not written as JSON")?;
    tx.keep_document(KIND, key, 1, Some(document))?;
    Ok(secret)
}

/// Whose key this is; `None` when it is unknown, expired or revoked.
pub fn find(conn: &mut Conn, secret: &str, now: Instant) -> Result<Option<(Identity, String)>, Error> {
    let found = api_keys::table
        .inner_join(principals::table.on(principals::id.eq(api_keys::principal_id)))
        .filter(api_keys::secret_hash.eq(hash(secret)))
        .select((
            principals::id,
            principals::name,
            principals::role,
            principals::agency_id,
            api_keys::expires_at,
            api_keys::revoked_at,
        ))
        .first::<Found>(conn)
        .optional()?;
    Ok(found.and_then(|(principal, name, role, agency, expires, revoked)| {
        let valid = revoked.is_none() && expires.is_none_or(|at| at > now);
        let role = role.as_deref().and_then(Role::from_code)?;
        let identity = Identity {
            principal,
            role,
            agency,
        };
        valid.then_some((identity, name))
    }))
}

/// All keys, oldest first.
pub fn list(conn: &mut Conn) -> Result<Vec<KeyLine>, Error> {
    Ok(api_keys::table
        .inner_join(principals::table.on(principals::id.eq(api_keys::principal_id)))
        .left_join(agencies::table.on(agencies::id.nullable().eq(principals::agency_id)))
        .order(api_keys::id.asc())
        .select((
            api_keys::uid,
            principals::name,
            principals::role,
            agencies::code.nullable(),
            api_keys::created_at,
            api_keys::expires_at,
            api_keys::revoked_at,
        ))
        .load(conn)?)
}

/// Ends a key by its id; `false` when there is none that is still valid.
pub fn revoke(tx: &mut Tx<'_>, uid: Uid) -> Result<bool, Error> {
    let now = tx.now();
    let ended = diesel::update(api_keys::table.filter(api_keys::uid.eq(uid).and(api_keys::revoked_at.is_null())))
        .set(api_keys::revoked_at.eq(now))
        .execute(tx.conn())?;
    if ended > 0 {
        tx.enter("revoke", KIND, uid, 2, &["revoked_at"]);
    }
    Ok(ended > 0)
}

/// The keys of which the ledger says another thing: made or given back by hand, or with another name, role, agency, last day
/// or secret than when they were made. Keys of releases that kept no document are compared by their entries alone.
pub fn altered(conn: &mut Conn) -> Result<Vec<Uid>, Error> {
    let entries: Vec<(Uid, String, i64)> = ledger::table
        .filter(ledger::kind.eq(KIND))
        .select((ledger::subject, ledger::action, ledger::seq))
        .load(conn)?;
    let of = |wanted: &str| -> HashMap<Uid, i64> {
        let of = entries.iter().filter(|(_, action, _)| action == wanted);
        of.map(|(uid, _, seq)| (*uid, *seq)).collect()
    };
    let (made, ended) = (of("create"), of("revoke"));
    let documents: Vec<(i64, Option<String>)> = versions::table
        .filter(versions::kind.eq(KIND))
        .select((versions::seq, versions::document))
        .load(conn)?;
    let documents: HashMap<i64, Option<KeyDocument>> = documents
        .into_iter()
        .map(|(seq, document)| (seq, document.and_then(|text| serde_json::from_str(&text).ok())))
        .collect();
    let is_altered = |key: &(Uid, Option<Instant>, KeyDocument)| {
        let (uid, revoked, is) = key;
        let Some(seq) = made.get(uid) else { return true };
        let was = documents.get(seq);
        revoked.is_some() != ended.contains_key(uid) || was.is_some_and(|was| was.as_ref() != Some(is))
    };
    let keys = as_they_are(conn)?;
    Ok(keys.into_iter().filter(is_altered).map(|(uid, ..)| uid).collect())
}

/// Every key with when it was revoked and what it is now, oldest first.
fn as_they_are(conn: &mut Conn) -> Result<Vec<(Uid, Option<Instant>, KeyDocument)>, Error> {
    type Row = (
        Uid,
        Option<Instant>,
        String,
        Option<String>,
        Option<i64>,
        Option<Instant>,
        Vec<u8>,
    );
    let rows: Vec<Row> = api_keys::table
        .inner_join(principals::table.on(principals::id.eq(api_keys::principal_id)))
        .order(api_keys::id.asc())
        .select((
            api_keys::uid,
            api_keys::revoked_at,
            principals::name,
            principals::role,
            principals::agency_id,
            api_keys::expires_at,
            api_keys::secret_hash,
        ))
        .load(conn)?;
    let key = |(uid, revoked, name, role, agency, expires_at, secret): Row| {
        let made = KeyDocument {
            name,
            role,
            agency,
            expires_at: expires_at.map(|at| at.to_string()),
            secret_hash: hex(&secret),
        };
        (uid, revoked, made)
    };
    Ok(rows.into_iter().map(key).collect())
}

type Found = (
    i64,
    String,
    Option<String>,
    Option<i64>,
    Option<Instant>,
    Option<Instant>,
);

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
