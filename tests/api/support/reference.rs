//! The reference data of the tests: a few countries, programmes, fields and agencies, as the real record has them.

use qudra::error::Error;
use qudra::ledger::Tx;
use qudra::{agencies, countries, fields, programmes};
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
        "nso",
    ),
    ("QazStat", None, "Bureau of National Statistics", Some("KAZ"), "nso"),
    (
        "ANSD",
        Some("ANSD"),
        "National Agency of Statistics and Demography",
        Some("SEN"),
        "nso",
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

fn insert_field(tx: &mut Tx<'_>, code: &str, name: &str) -> Result<(), Error> {
    fields::store::insert(tx, &json!({"code": code, "name": {"en": name}})).map(drop)
}

fn insert_country(
    tx: &mut Tx<'_>,
    (alpha3, alpha2, m49, name, since, group): (&str, &str, &str, &str, Option<&str>, Option<&str>),
) -> Result<(), Error> {
    let memberships = match (alpha3, since) {
        ("SYR", _) => json!([
            {"status": "member", "from": since, "to": "2012-08-15"},
            {"status": "suspended", "from": "2012-08-15", "to": "2025-03-07"},
            {"status": "member", "from": "2025-03-07"},
        ]),
        (_, None) => json!([]),
        (_, since) => json!([{"status": "member", "from": since}]),
    };
    let groups: Vec<Value> = group.iter().map(|group| json!({ "group": group })).collect();
    let country = json!({"alpha3": alpha3, "alpha2": alpha2, "m49": m49, "name": {"en": name},
                         "memberships": memberships, "groups": groups});
    countries::store::insert(tx, &country).map(drop)
}

fn insert_programme(tx: &mut Tx<'_>, (code, former, name, kind): (&str, &[&str], &str, &str)) -> Result<(), Error> {
    let programme = json!({"code": code, "former_codes": former, "name": {"en": name}, "kind": kind});
    programmes::store::insert(tx, &programme).map(drop)
}

fn insert_agency(
    tx: &mut Tx<'_>,
    (code, acronym, name, country, kind): (&str, Option<&str>, &str, Option<&str>, &str),
) -> Result<(), Error> {
    let agency = json!({"code": code, "acronym": acronym, "name": {"en": name}, "country": country, "kind": kind});
    agencies::store::insert(tx, &agency).map(drop)
}
