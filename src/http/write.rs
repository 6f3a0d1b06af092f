//! Writes that can be repeated and conditioned: `Idempotency-Key`, `If-Match`, `dry_run`. One way for all of them.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::Duration;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::answer::Answer;
use crate::db::schema::idempotency;
use crate::db::{Conn, Instant, Uid};
use crate::error::{Error, Fault};
use crate::input::{Params, shorten};
use crate::ledger::{Actor, Commit, Ledger, Tx};

/// Reads the body of a stored answer again, where it shows a person.
pub type Reread = fn(&mut Conn, Uid) -> Result<String, Error>;

/// How a write was asked for.
#[expect(missing_docs, reason = "the names say it")]
pub struct Write {
    pub params: Params,
    method: String,
    path: String,
    key: Option<Result<String, Fault>>,
    if_match: Option<String>,
    reread: Option<Reread>,
}

/// The versions that a caller says the change was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precondition {
    versions: Vec<i32>,
    /// The header as it was sent.
    given: String,
}

impl Precondition {
    /// Refuses with 412 unless the record is still at one of the versions.
    pub fn check(&self, current: i32) -> Result<(), Error> {
        if self.versions.contains(&current) {
            return Ok(());
        }
        let given = self.given.clone();
        Err(Error::Stale { current, given })
    }
}

impl FromRequest for Write {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = |name: &str| {
            req.headers()
                .get(name)
                .map(|v| v.to_str().map(str::to_owned).unwrap_or_default())
        };
        let key = header("idempotency-key").map(|key| {
            let readable = (1..=200).contains(&key.len()) && key.bytes().all(|b| (0x21..0x7f).contains(&b));
            if readable {
                Ok(key)
            } else {
                Err(Fault::header("Idempotency-Key", "idempotency_key"))
            }
        });
        ready(Params::parse(req.query_string()).map(|params| Self {
            params,
            method: req.method().to_string(),
            path: req.path().to_owned(),
            key,
            if_match: header(IF_MATCH.as_str()),
            reread: None,
        }))
    }
}

impl Write {
    /// Says how the body of a stored answer that shows a person is read again.
    #[must_use]
    pub fn rereading(mut self, reread: Reread) -> Self {
        self.reread = Some(reread);
        self
    }

    /// The versions in `If-Match`; 428 when it is absent or `*`, 400 when it is no list of `ETag`s.
    pub fn precondition(&self) -> Result<Precondition, Error> {
        let given = self
            .if_match
            .as_deref()
            .map(str::trim)
            .filter(|v| !v.is_empty() && *v != "*");
        let given = given.ok_or(Error::PreconditionRequired)?;
        let opaque: Option<Vec<&str>> = given.split(',').map(opaque_part).collect();
        let unreadable = || Fault::header("If-Match", "not_an_etag").with("value", shorten(given));
        let opaque = opaque.ok_or_else(|| Error::Unreadable(vec![unreadable()]))?;
        // What follows a hyphen says who read it, not what.
        let version = |opaque: &str| opaque.split('-').next()?.parse().ok();
        Ok(Precondition {
            versions: opaque.into_iter().filter_map(version).collect(),
            given: shorten(given),
        })
    }

    /// Does the work in one transaction and answers; repeats the stored answer where this key was used before.
    pub async fn run<F>(self, actor: Actor, ledger: &Ledger, digest: &[u8], work: F) -> Result<HttpResponse, Error>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Answer, Error> + Send + 'static,
    {
        let dry_run = self.params.flag("dry_run").unwrap_or(false);
        self.params.finish()?;
        let key = match self.key {
            Some(Err(fault)) => return Err(Error::Unreadable(vec![fault])),
            Some(Ok(key)) if !dry_run && self.method == "POST" => Some(key),
            _ => None,
        };
        let hash = Sha256::new()
            .chain_update(&self.method)
            .chain_update(" ")
            .chain_update(&self.path)
            .chain_update(" ")
            .chain_update(digest)
            .finalize()
            .to_vec();
        let reread = self.reread;
        let keep = if dry_run { Commit::DryRun } else { Commit::Yes };
        let answer = ledger
            .write(actor, keep, move |tx| {
                let Some(key) = key else { return work(tx) };
                if let Some(answer) = recall(tx, &key, &hash, reread)? {
                    Ok(answer)
                } else {
                    let answer = work(tx)?;
                    store(tx, &key, &hash, &answer)?;
                    Ok(answer)
                }
            })
            .await?;
        Ok(answer.respond(dry_run))
    }
}

/// What stands between the quotation marks of an `ETag`.
fn opaque_part(tag: &str) -> Option<&str> {
    let tag = tag.trim();
    let opaque = tag
        .strip_prefix("W/")
        .unwrap_or(tag)
        .strip_prefix('"')?
        .strip_suffix('"')?;
    (!opaque.contains('"')).then_some(opaque)
}

/// How long answers are kept for retries.
const KEPT_HOURS: i64 = 24;

type Stored = (
    Vec<u8>,
    i32,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<Uid>,
);

fn recall(tx: &mut Tx<'_>, key: &str, hash: &[u8], reread: Option<Reread>) -> Result<Option<Answer>, Error> {
    let principal = tx.principal();
    let oldest = Instant::new(tx.now().utc() - Duration::hours(KEPT_HOURS));
    diesel::delete(idempotency::table.filter(idempotency::created_at.lt(oldest))).execute(tx.conn())?;
    let stored: Option<Stored> = idempotency::table
        .find((principal, key))
        .select((
            idempotency::request_hash,
            idempotency::status,
            idempotency::location,
            idempotency::etag,
            idempotency::body,
            idempotency::subject,
        ))
        .first(tx.conn())
        .optional()?;
    let Some((stored_hash, status, location, etag, body, person)) = stored else {
        return Ok(None);
    };
    if stored_hash != hash {
        return Err(Error::invalid(Fault::header(
            "Idempotency-Key",
            "idempotency_key_reused",
        )));
    }
    let body = match (body, person, reread) {
        (None, Some(person), Some(reread)) => Some(reread(tx.conn(), person)?),
        (body, _, _) => body,
    };
    let status = u16::try_from(status).unwrap_or(200);
    Ok(Some(Answer {
        status,
        location,
        etag,
        body,
        person,
    }))
}

fn store(tx: &mut Tx<'_>, key: &str, hash: &[u8], answer: &Answer) -> Result<(), Error> {
    let (principal, now) = (tx.principal(), tx.now());
    diesel::insert_into(idempotency::table)
        .values((
            idempotency::principal_id.eq(principal),
            idempotency::key.eq(key),
            idempotency::request_hash.eq(hash),
            idempotency::status.eq(i32::from(answer.status)),
            idempotency::location.eq(answer.location.as_deref()),
            idempotency::etag.eq(answer.etag.as_deref()),
            idempotency::body.eq(answer.body.as_deref().filter(|_| answer.person.is_none())),
            idempotency::subject.eq(answer.person),
            idempotency::created_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}
