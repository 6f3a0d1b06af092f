//! Records by their codes and by their ids, one query each.

use diesel::prelude::*;

use super::{Kind, Reference};
use crate::db::schema::{activities, agencies, codes, countries, coverage, fields, participants, programmes};
use crate::db::{Conn, Uid};
use crate::error::Error;

macro_rules! first_reference {
    ($conn:expr, $query:expr) => {
        Ok($query
            .first::<(i64, String)>($conn)
            .optional()?
            .map(|(key, code)| Reference { key, code }))
    };
}

/// The record with that code, or with that older code where codes change. Deleted agencies are not found.
pub fn lookup(conn: &mut Conn, kind: Kind, code: &str) -> Result<Option<Reference>, Error> {
    match kind {
        Kind::Field => first_reference!(
            conn,
            fields::table
                .filter(fields::code.eq(code))
                .select((fields::id, fields::code))
        ),
        Kind::Country => {
            let upper = code.to_uppercase();
            first_reference!(
                conn,
                countries::table
                    .filter(countries::alpha3.eq(&upper).or(countries::alpha2.eq(&upper)))
                    .select((countries::id, countries::alpha3))
            )
        }
        Kind::Programme => first_reference!(
            conn,
            codes::table
                .inner_join(programmes::table.on(programmes::id.eq(codes::record_id)))
                .filter(codes::kind.eq("programme").and(codes::code.eq(code)))
                .select((programmes::id, programmes::code))
        ),
        Kind::Agency => first_reference!(
            conn,
            codes::table
                .inner_join(agencies::table.on(agencies::id.eq(codes::record_id)))
                .filter(
                    codes::kind
                        .eq("agency")
                        .and(codes::code.eq(code))
                        .and(agencies::deleted_seq.is_null())
                )
                .select((agencies::id, agencies::code))
        ),
        Kind::Activity => first_reference!(
            conn,
            codes::table
                .inner_join(activities::table.on(activities::id.eq(codes::record_id)))
                .filter(codes::kind.eq("activity").and(codes::code.eq(code)))
                .select((activities::id, activities::code))
        ),
        Kind::Participant => first_reference!(
            conn,
            codes::table
                .inner_join(participants::table.on(participants::id.eq(codes::record_id)))
                .filter(codes::kind.eq("participant").and(codes::code.eq(code)))
                .select((participants::id, participants::code))
        ),
        Kind::Coverage => Ok(None),
    }
}

/// The record with that id, deleted or not.
pub fn by_uid(conn: &mut Conn, kind: Kind, uid: Uid) -> Result<Option<Reference>, Error> {
    macro_rules! by {
        ($table:ident, $code:ident) => {
            first_reference!(
                conn,
                $table::table
                    .filter($table::uid.eq(uid))
                    .select(($table::id, $table::$code))
            )
        };
    }
    match kind {
        Kind::Field => by!(fields, code),
        Kind::Country => by!(countries, alpha3),
        Kind::Programme => by!(programmes, code),
        Kind::Agency => by!(agencies, code),
        Kind::Activity => by!(activities, code),
        Kind::Participant => by!(participants, code),
        Kind::Coverage => by!(coverage, filter),
    }
}
