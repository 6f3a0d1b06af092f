//! A new code changes every document that shows it. Each of them gets a new version, in the command that gave the code.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::{activities, agencies, programmes, versions};
use crate::db::{Conn, Uid};
use crate::error::{Error, OrInternal};
use crate::ledger::{NewVersion, Tx};

/// How many documents are held at once.
const CHUNK: usize = 500;

type Shown = (i64, Uid, i32, Option<String>);

/// The aggregates whose documents show codes of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referrer {
    Activity,
    Programme,
    Agency,
}

impl Referrer {
    fn kind(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Programme => "programme",
            Self::Agency => "agency",
        }
    }
}

/// Raises the records with these keys: `edit` gives each document its new code, and says whether it showed the old one.
/// Deleted records have no document and stay as they are. `changed` names the members that show the code.
pub fn touch(
    tx: &mut Tx<'_>,
    referrer: Referrer,
    ids: &BTreeSet<i64>,
    changed: &[&str],
    edit: impl Fn(&mut Value) -> bool,
) -> Result<(), Error> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    for chunk in ids.chunks(CHUNK) {
        let now = tx.now();
        let mut raised = Vec::with_capacity(chunk.len());
        for (id, uid, version, text) in referring_documents(tx.conn(), referrer, chunk)? {
            let Some(text) = text else { continue };
            let mut document: Value = serde_json::from_str(&text).or_internal("a stored document cannot be read")?;
            if !edit(&mut document) {
                continue;
            }
            if let Some(members) = document.as_object_mut() {
                members.insert("version".into(), (version + 1).into());
                members.insert("updated_at".into(), now.to_string().into());
            }
            raised.push(NewVersion {
                subject: uid,
                record_id: id,
                version: version + 1,
                document: document.to_string(),
            });
        }
        let keys: Vec<i64> = raised.iter().map(|record| record.record_id).collect();
        macro_rules! one_up {
            ($table:ident) => {
                diesel::update($table::table.filter($table::id.eq_any(&keys)))
                    .set((
                        $table::version.eq($table::version + 1),
                        $table::updated_at.eq(now),
                    ))
                    .execute(tx.conn())?
            };
        }
        match referrer {
            Referrer::Activity => one_up!(activities),
            Referrer::Programme => one_up!(programmes),
            Referrer::Agency => one_up!(agencies),
        };
        tx.enter_all("update", referrer.kind(), raised, changed)?;
    }
    Ok(())
}

fn referring_documents(conn: &mut Conn, referrer: Referrer, ids: &[i64]) -> Result<Vec<Shown>, Error> {
    macro_rules! of {
        ($table:ident) => {
            $table::table
                .inner_join(
                    versions::table.on(versions::kind
                        .eq(referrer.kind())
                        .and(versions::record_id.eq($table::id))
                        .and(versions::version.eq($table::version))),
                )
                .filter($table::id.eq_any(ids))
                .order($table::id.asc())
                .select(($table::id, $table::uid, $table::version, versions::document))
                .load(conn)?
        };
    }
    Ok(match referrer {
        Referrer::Activity => of!(activities),
        Referrer::Programme => of!(programmes),
        Referrer::Agency => of!(agencies),
    })
}

/// Puts `to` in the place of `from` wherever one of the texts found at `places` is `from`. A place is a pointer in
/// which `*` means every element of a list.
pub fn replace_code(document: &mut Value, places: &[&str], from: &str, to: &str) -> bool {
    let mut found = false;
    for place in places {
        let steps: Vec<&str> = place.split('/').skip(1).collect();
        found |= exchange_at(document, &steps, from, to);
    }
    found
}

fn exchange_at(value: &mut Value, steps: &[&str], from: &str, to: &str) -> bool {
    match steps.split_first() {
        None if value.as_str() == Some(from) => {
            *value = to.into();
            true
        }
        None => false,
        Some((&"*", rest)) => {
            let mut found = false;
            for item in value.as_array_mut().into_iter().flatten() {
                found |= exchange_at(item, rest, from, to);
            }
            found
        }
        Some((name, rest)) => value
            .get_mut(*name)
            .is_some_and(|member| exchange_at(member, rest, from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_code_is_exchanged_where_it_is_shown_and_nowhere_else() {
        let mut document = json!({
            "title": {"en": "A"}, "agencies": [{"agency": "A", "role": "host"}, {"agency": "B", "role": "host"}],
            "counts": {"cells": [{"agency": null}, {"agency": "A"}]}, "programmes": ["A"],
        });
        assert!(replace_code(
            &mut document,
            &["/agencies/*/agency", "/counts/cells/*/agency"],
            "A",
            "C"
        ));
        assert_eq!(
            document,
            json!({
                "title": {"en": "A"}, "agencies": [{"agency": "C", "role": "host"}, {"agency": "B", "role": "host"}],
                "counts": {"cells": [{"agency": null}, {"agency": "C"}]}, "programmes": ["A"],
            })
        );
        assert!(!replace_code(&mut document, &["/agencies/*/agency"], "A", "C"));
        assert!(replace_code(&mut document, &["/programmes/*"], "A", "C"));
    }
}
