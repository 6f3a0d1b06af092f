//! Rows of `aliases.csv`: other names of countries and agencies, added to those that stand. All rows of one record are
//! one change of it; a name that stands already is only given the language and the time that the row says.

use serde_json::{Value, json};

use super::cells::CellValue;
use super::columns::{Column, ColumnKind, column};
use super::draft::{Draft, Row};
use super::kinds::current_document;
use super::{Progress, Refusal, Tally};
use crate::directory::{self, Directory};
use crate::error::{At, Error, Fault};
use crate::input::shorten;
use crate::ledger::{Outcome, Tx};
use crate::text::nearest;

use ColumnKind::{Code, Date, Own, Text};

/// The columns.
pub const COLUMNS: &[Column] = &[
    column("kind", "", Own),
    column("code", "", Own),
    column("alias", "/alias", Text),
    column("lang", "/lang", Code),
    column("from", "/from", Date),
    column("to", "/to", Date),
];

/// A record that rows speak of.
struct Group<'s> {
    kind: directory::Kind,
    code: String,
    /// The record's aliases as they will be.
    aliases: Vec<Value>,
    /// Whether anything about them is new.
    is_changed: bool,
    /// Which row each new or changed alias came from.
    origins: Vec<(usize, Draft<'s>)>,
}

/// Adds every row's name to its record.
pub fn apply<'s>(
    tx: &mut Tx<'_>,
    rows: impl Iterator<Item = Row<'s>>,
    refused: &mut Refusal,
    progress: &Progress,
) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let mut groups: Vec<Group<'s>> = Vec::new();
    let mut directory = Directory::default();
    for row in rows {
        let Some(at) = group_of(tx, row, &mut groups, &mut directory, refused)? else {
            continue;
        };
        if let Some(group) = groups.get_mut(at)
            && let Some(outcome) = add_row(group, row, refused)
        {
            tally.add(outcome, 1);
        }
    }
    for (done, group) in (1_u64..).zip(&groups) {
        if group.is_changed {
            write(tx, group, refused)?;
        }
        progress(done);
    }
    Ok(tally)
}

fn group_of<'s>(
    tx: &mut Tx<'_>,
    row: Row<'s>,
    groups: &mut Vec<Group<'s>>,
    directory: &mut Directory,
    refused: &mut Refusal,
) -> Result<Option<usize>, Error> {
    let (kind, code) = (row.text("kind"), row.text("code"));
    for (name, cell) in [("kind", &kind), ("code", &code)] {
        if cell.is_none() {
            refused.add(row.fault(name, Fault::new("required")));
        }
    }
    let (Some(kind), Some(code)) = (kind, code) else {
        return Ok(None);
    };
    let kind = match kind.as_str() {
        "country" => directory::Kind::Country,
        "agency" => directory::Kind::Agency,
        other => {
            let known = ["country", "agency"];
            let fault = Fault::new("unknown_code")
                .with("value", shorten(other))
                .with("known", known.join(", "));
            refused.add(row.fault("kind", fault.nearest(nearest(other, known))));
            return Ok(None);
        }
    };
    let reference = match directory.resolve(tx.conn(), kind, &code, Fault::new)? {
        Ok(reference) => reference,
        Err(fault) => {
            refused.add(row.fault("code", fault));
            return Ok(None);
        }
    };
    if let Some(at) = groups
        .iter()
        .position(|group| group.kind == kind && group.code == reference.code)
    {
        return Ok(Some(at));
    }
    let document = current_document(tx.conn(), kind, &reference.code)?.unwrap_or_default();
    let aliases = document
        .get("aliases")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    groups.push(Group {
        kind,
        code: reference.code,
        aliases,
        is_changed: false,
        origins: Vec::new(),
    });
    Ok(Some(groups.len() - 1))
}

/// Takes a row's name into its group; what it came to for the record, unless the row is at fault.
fn add_row<'s>(group: &mut Group<'s>, row: Row<'s>, refused: &mut Refusal) -> Option<Outcome> {
    let mut draft = Draft::new(row, None);
    draft.read_plain();
    let Some(alias) = row.text("alias") else {
        refused.add(row.fault("alias", Fault::new("required")));
        return None;
    };
    let lang = row.text("lang");
    let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    // A name in another language is another alias; a row without a language means the name in whichever it stands.
    let is_same = |entry: &Value| {
        text(entry, "alias").as_deref() == Some(&alias)
            && (lang.is_none() || text(entry, "lang").is_none() || text(entry, "lang") == lang)
    };
    let at = group.aliases.iter().position(is_same);
    if let Some((_, first)) = group.origins.iter().find(|(place, _)| Some(*place) == at) {
        refused.add(row.fault("alias", Fault::new("duplicate_row").with("row", first.row.line.row)));
        return None;
    }
    let (place, outcome) = match at {
        None => {
            group
                .aliases
                .push(json!({"alias": alias, "lang": lang, "from": null, "to": null}));
            (group.aliases.len() - 1, Outcome::Created)
        }
        Some(place) => (place, Outcome::Unchanged),
    };
    let mut outcome = outcome;
    if let Some(entry) = group.aliases.get_mut(place) {
        for name in ["lang", "from", "to"] {
            let said = match row.said(name) {
                CellValue::Nothing => continue,
                CellValue::Clear => Value::Null,
                CellValue::Text(_) => draft.body.get(name).cloned().unwrap_or_default(),
            };
            if entry.get(name).unwrap_or(&Value::Null) != &said {
                if let Some(members) = entry.as_object_mut() {
                    members.insert(name.to_owned(), said);
                }
                if outcome == Outcome::Unchanged {
                    outcome = Outcome::Changed;
                }
            }
        }
    }
    group.is_changed |= outcome != Outcome::Unchanged;
    group.origins.push((place, draft));
    Some(outcome)
}

fn write(tx: &mut Tx<'_>, group: &Group<'_>, refused: &mut Refusal) -> Result<(), Error> {
    let outcome = match group.kind {
        directory::Kind::Country => {
            crate::countries::store::upsert(tx, &json!({"alpha3": group.code, "aliases": group.aliases}))
        }
        _ => crate::agencies::store::upsert(tx, &json!({"code": group.code, "aliases": group.aliases})),
    };
    let faults = match outcome {
        Ok(_) => return Ok(()),
        Err(Error::Invalid(faults)) => faults,
        Err(Error::Conflict(fault)) => vec![fault],
        Err(error) => return Err(error),
    };
    for fault in faults {
        let inside = match &fault.at {
            Some(At::Pointer(pointer)) => pointer.strip_prefix("/aliases/").map(str::to_owned),
            _ => None,
        };
        let place = inside
            .as_deref()
            .and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
        let draft = group
            .origins
            .iter()
            .find(|(known, _)| Some(*known) == place)
            .or(group.origins.first());
        if let Some((_, draft)) = draft {
            let member = inside
                .as_deref()
                .and_then(|rest| rest.split_once('/'))
                .map_or("/alias".to_owned(), |(_, name)| format!("/{name}"));
            refused.add(draft.placed(Fault {
                at: Some(At::Pointer(member)),
                ..fault
            }));
        }
    }
    Ok(())
}
