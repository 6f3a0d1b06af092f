//! Persons, rosters and statements as a client would write and find them.

use qudra::ledger::{Actor, Commit, Tx};
use qudra::participants::identity::{self, Strength};
use serde_json::{Value, json};

use super::{Server, with};

pub const P: &str = "/api/v1/participants";
pub const A: &str = "/api/v1/activities";

/// A person with these members besides a name.
pub fn person(name: &str, members: Value) -> Value {
    with(json!({"name": name}), members)
}

pub fn text(value: &Value, name: &str) -> String {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}

/// Records a person and gives it as it is stored.
#[track_caller]
pub fn meet(server: &Server, draft: &Value) -> Value {
    server.officer().post(P, draft).expect(201).json()
}

pub fn at(path: &str, record: &Value) -> String {
    format!("{path}/{}", text(record, "id"))
}

pub fn roster_of(activity: &Value) -> String {
    format!("{}/participations", at(A, activity))
}

pub fn counts_of(activity: &Value) -> String {
    format!("{}/counts", at(A, activity))
}

/// Somebody who came.
pub fn trainee(participant: &Value) -> Value {
    json!({"participant": participant["id"], "role": "trainee", "status": "attended"})
}

/// The activity as it is now.
pub fn now(server: &Server, activity: &Value) -> Value {
    server.public().get(&at(A, activity)).expect(200).json()
}

/// Does something to the record that has no endpoint.
#[track_caller]
pub fn within<T, F>(server: &Server, work: F) -> Result<T, qudra::error::Error>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, qudra::error::Error> + Send + 'static,
{
    server.ledger().write_here(Actor::CommandLine, Commit::Yes, work)
}

/// Says that a person is the same as another one.
#[track_caller]
pub fn merge(server: &Server, one: &Value, other: &Value) {
    let (one, other) = (text(one, "id"), text(other, "id"));
    within(server, move |tx| identity::merge(tx, &one, &other, Strength::Strict)).unwrap();
}
