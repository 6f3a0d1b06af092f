//! The record as it was: whatever happens later, an answer about the past is the one that was given then.

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::{Value, json};

use crate::support::people::*;
use crate::support::*;

mod forever;
mod manners;
mod stored;
mod story;

/// Now, as `as_of` takes it.
#[expect(clippy::disallowed_methods, reason = "the service under test reads the same clock")]
fn instant() -> String {
    let now: DateTime<Utc> = Utc::now().trunc_subsecs(6);
    now.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// The same question of the past.
fn as_of(question: &str, at: &str) -> String {
    let join = if question.contains('?') { '&' } else { '?' };
    format!("{question}{join}as_of={at}")
}

/// What an answer says, apart from when it was asked for.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    status: u16,
    body: String,
    location: Option<String>,
}

fn said(reply: &Reply) -> Said {
    let body = match (reply.status, reply.header("content-type")) {
        (200, Some("application/json")) => {
            let mut body = reply.json();
            if let Some(members) = body.as_object_mut() {
                members.remove("as_of");
            }
            body.to_string()
        }
        (200, _) => reply.text(),
        _ => String::new(),
    };
    let location = reply.header("location").and_then(|place| place.split('?').next());
    Said {
        status: reply.status,
        body,
        location: location.map(str::to_owned),
    }
}
