//! The reference data of the tests: a few countries, programmes, fields and agencies, as the real record has them.

use diesel::prelude::*;
use qudra::db::Uid;
use qudra::db::schema::{agencies, countries, country_groups, country_memberships, fields, programmes};
use qudra::directory::{self, Kind};
use qudra::error::Error;
use qudra::ledger::Tx;
use qudra::text::{Multilingual, fold};
use serde_json::{Value, json};

/// alpha-3, alpha-2, M49, name, since when a member, regional group.
const COUNTRIES: [(&str, &str, &str, &str, Option<&str>, Option<&str>); 12] = [
    ("AZE", "AZ", "031", "Azerbaijan", Some("1992"), Some("Asian")),
    ("BHR", "BH", "048", "Bahrain", Some("1972"), Some("Arab")),
    ("CIV", "CI", "384", "Côte d'Ivoire", Some("2001"), Some("African")),
    ("FRA", "FR", "250", "France", None, None),
    ("JOR", "JO", "400", "Jordan", Some("1969"), Some("Arab")),
    ("KAZ", "KZ", "398", "Kazakhstan", Some("1995"), Some("Asian")),
    ("PSE", "PS", "275", "Palestine", Some("1969"), Some("Arab")),
    ("SEN", "SN", "686", "Senegal", Some("1969"), Some("African")),
    ("SYR", "SY", "760", "Syria", Some("1972"), Some("Arab")),
    ("TUR", "TR", "792", "Türkiye", Some("1969"), Some("Asian")),
    ("UGA", "UG", "800", "Uganda", Some("1974"), Some("African")),
    ("UZB", "UZ", "860", "Uzbekistan", Some("1996"), Some("Asian")),
];

/// Code, older codes, name, kind.
const PROGRAMMES: [(&str, &[&str], &str, &str); 4] = [
    (
        "StatCaB",
        &[],
        "Statistical Capacity Building Programme",
        "capacity_building_programme",
    ),
    (
        "Digi-CaB",
        &["ICT-CaB"],
        "Digital Capacity Building Programme",
        "capacity_building_programme",
    ),
    ("OIC-StatCom", &[], "OIC Statistical Commission", "forum"),
    (
        "OIC-VET",
        &[],
        "Vocational Education and Training Programme",
        "vocational_programme",
    ),
];

const FIELDS: [(&str, &str); 3] = [
    ("health", "Health"),
    ("statistics", "Statistics"),
    ("sti", "Science, technology and innovation"),
];

/// Code, acronym, name, country, kind.
const AGENCIES: [(&str, Option<&str>, &str, Option<&str>, &str); 4] = [
    (
        "TURKSTAT",
        Some("TurkStat"),
        "Turkish Statistical Institute",
        Some("TUR"),
        "national_statistics_office",
    ),
    (
        "QazStat",
        None,
        "Bureau of National Statistics",
        Some("KAZ"),
        "national_statistics_office",
    ),
    (
        "ANSD",
        Some("ANSD"),
        "National Agency of Statistics and Demography",
        Some("SEN"),
        "national_statistics_office",
    ),
    (
        "UNSD",
        Some("UNSD"),
        "United Nations Statistics Division",
        None,
        "international",
    ),
];

/// Inserts it all, with ledger entries and documents.
pub fn insert(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (code, name) in FIELDS {
        insert_field(tx, code, name)?;
    }
    for country in COUNTRIES {
        insert_country(tx, country)?;
    }
    for programme in PROGRAMMES {
        insert_programme(tx, programme)?;
    }
    for agency in AGENCIES {
        insert_agency(tx, agency)?;
    }
    Ok(())
}

fn keep(tx: &mut Tx<'_>, kind: &'static str, key: i64, document: &Value) -> Result<(), Error> {
    tx.keep_document(kind, key, 1, Some(document.to_string()))
}

fn insert_field(tx: &mut Tx<'_>, code: &str, name: &str) -> Result<(), Error> {
    let (uid, now) = (Uid::new(), tx.now());
    let key: i64 = diesel::insert_into(fields::table)
        .values((
            fields::uid.eq(uid),
            fields::version.eq(1),
            fields::code.eq(code),
            fields::name.eq(Multilingual::en(name).to_json()),
            fields::search_text.eq(fold(name)),
            fields::created_at.eq(now),
            fields::updated_at.eq(now),
        ))
        .returning(fields::id)
        .get_result(tx.conn())?;
    let seq = tx.enter("create", "field", uid, 1, &[]);
    directory::claim(tx.conn(), Kind::Field, code, key, seq, "/code")?;
    keep(
        tx,
        "field",
        key,
        &json!({"id": uid, "code": code, "version": 1, "name": {"en": name}}),
    )
}

fn insert_country(
    tx: &mut Tx<'_>,
    (alpha3, alpha2, m49, name, since, group): (&str, &str, &str, &str, Option<&str>, Option<&str>),
) -> Result<(), Error> {
    let (uid, now) = (Uid::new(), tx.now());
    let key: i64 = diesel::insert_into(countries::table)
        .values((
            countries::uid.eq(uid),
            countries::version.eq(1),
            countries::alpha3.eq(alpha3),
            countries::alpha2.eq(alpha2),
            countries::m49.eq(m49),
            countries::name.eq(Multilingual::en(name).to_json()),
            countries::search_text.eq(fold(name)),
            countries::created_at.eq(now),
            countries::updated_at.eq(now),
        ))
        .returning(countries::id)
        .get_result(tx.conn())?;
    let seq = tx.enter("create", "country", uid, 1, &[]);
    directory::claim(tx.conn(), Kind::Country, alpha3, key, seq, "/alpha3")?;
    let periods: Vec<(&str, Option<&str>, Option<&str>)> = match (alpha3, since) {
        ("SYR", _) => vec![
            ("member", since, Some("2012-08-15")),
            ("suspended", Some("2012-08-15"), Some("2025-03-07")),
            ("member", Some("2025-03-07"), None),
        ],
        (_, None) => Vec::new(),
        (_, since) => vec![("member", since, None)],
    };
    for (position, (status, from, to)) in (0_i32..).zip(&periods) {
        diesel::insert_into(country_memberships::table)
            .values((
                country_memberships::country_id.eq(key),
                country_memberships::position.eq(position),
                country_memberships::status.eq(*status),
                country_memberships::from_on.eq(*from),
                country_memberships::to_on.eq(*to),
            ))
            .execute(tx.conn())?;
    }
    if let Some(group) = group {
        diesel::insert_into(country_groups::table)
            .values((
                country_groups::country_id.eq(key),
                country_groups::position.eq(0),
                country_groups::group_code.eq(group),
                country_groups::inferred.eq(false),
            ))
            .execute(tx.conn())?;
    }
    let memberships: Vec<Value> = periods
        .iter()
        .map(|(status, from, to)| json!({"status": status, "from": from, "to": to}))
        .collect();
    let groups: Vec<Value> = group
        .iter()
        .map(|group| json!({"group": group, "from": null, "to": null, "inferred": false}))
        .collect();
    keep(
        tx,
        "country",
        key,
        &json!({"alpha3": alpha3, "alpha2": alpha2, "m49": m49, "version": 1, "name": {"en": name}, "aliases": [],
                "memberships": memberships, "groups": groups}),
    )
}

fn insert_programme(tx: &mut Tx<'_>, (code, former, name, kind): (&str, &[&str], &str, &str)) -> Result<(), Error> {
    let (uid, now) = (Uid::new(), tx.now());
    let key: i64 = diesel::insert_into(programmes::table)
        .values((
            programmes::uid.eq(uid),
            programmes::version.eq(1),
            programmes::code.eq(code),
            programmes::name.eq(Multilingual::en(name).to_json()),
            programmes::kind.eq(kind),
            programmes::search_text.eq(fold(&format!("{code} {name}"))),
            programmes::created_at.eq(now),
            programmes::updated_at.eq(now),
        ))
        .returning(programmes::id)
        .get_result(tx.conn())?;
    let seq = tx.enter("create", "programme", uid, 1, &[]);
    for code in former.iter().copied().chain([code]) {
        directory::claim(tx.conn(), Kind::Programme, code, key, seq, "/code")?;
    }
    keep(
        tx,
        "programme",
        key,
        &json!({"id": uid, "code": code, "version": 1, "former_codes": former, "name": {"en": name}, "kind": kind,
                "parent": null, "launched_year": null}),
    )
}

fn insert_agency(
    tx: &mut Tx<'_>,
    (code, acronym, name, country, kind): (&str, Option<&str>, &str, Option<&str>, &str),
) -> Result<(), Error> {
    let (uid, now) = (Uid::new(), tx.now());
    let home: Option<i64> = match country {
        None => None,
        Some(alpha3) => Some(
            countries::table
                .filter(countries::alpha3.eq(alpha3))
                .select(countries::id)
                .first(tx.conn())?,
        ),
    };
    let key: i64 = diesel::insert_into(agencies::table)
        .values((
            agencies::uid.eq(uid),
            agencies::version.eq(1),
            agencies::code.eq(code),
            agencies::acronym.eq(acronym),
            agencies::name.eq(Multilingual::en(name).to_json()),
            agencies::name_sort.eq(fold(name)),
            agencies::country_id.eq(home),
            agencies::kind.eq(kind),
            agencies::search_text.eq(fold(&format!("{code} {name}"))),
            agencies::created_at.eq(now),
            agencies::updated_at.eq(now),
        ))
        .returning(agencies::id)
        .get_result(tx.conn())?;
    let seq = tx.enter("create", "agency", uid, 1, &[]);
    directory::claim(tx.conn(), Kind::Agency, code, key, seq, "/code")?;
    keep(
        tx,
        "agency",
        key,
        &json!({"id": uid, "code": code, "version": 1, "acronym": acronym, "name": {"en": name}, "country": country,
                "kind": kind, "succeeded_by": null, "aliases": [], "external_ids": []}),
    )
}
