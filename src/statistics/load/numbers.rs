//! The dense numbers of what activities refer to.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use crate::agencies::model::AgencyKind;
use crate::db::Conn;
use crate::db::schema::{agencies, codes, countries, fields, programmes};
use crate::error::Error;
use crate::statistics::facts::{Codes, Names};

/// The dense numbers of what activities refer to, by key.
pub(super) struct Numbers {
    pub(super) names: Names,
    pub(super) programmes: HashMap<i64, u32>,
    pub(super) fields: HashMap<i64, u32>,
    pub(super) countries: HashMap<i64, u8>,
    pub(super) agencies: HashMap<i64, u32>,
}

type Named = Vec<(i64, String)>;

/// Numbers records in the order of their codes.
fn number(rows: &mut Named) -> (Vec<Arc<str>>, HashMap<i64, u32>) {
    rows.sort_by(|a, b| a.1.cmp(&b.1));
    let numbers = (0..)
        .zip(rows.iter())
        .map(|(number, (key, _))| (*key, number))
        .collect();
    (rows.iter().map(|(_, code)| Arc::from(code.as_str())).collect(), numbers)
}

impl Numbers {
    pub(super) fn load(conn: &mut Conn) -> Result<Self, Error> {
        let lines: Vec<(i64, String, Option<i64>)> = programmes::table
            .select((programmes::id, programmes::code, programmes::parent_id))
            .load(conn)?;
        let mut named: Named = lines.iter().map(|(key, code, _)| (*key, code.clone())).collect();
        let (programme_codes, programmes) = number(&mut named);
        let mut parents = vec![None; programme_codes.len()];
        for (key, _, parent) in &lines {
            let child = programmes
                .get(key)
                .and_then(|number| parents.get_mut(usize::try_from(*number).ok()?));
            if let Some(slot) = child {
                *slot = parent.and_then(|parent| programmes.get(&parent).copied());
            }
        }
        let mut named: Named = fields::table.select((fields::id, fields::code)).load(conn)?;
        let (field_codes, fields) = number(&mut named);
        let lines: Vec<(i64, String, String)> = countries::table
            .select((countries::id, countries::alpha3, countries::alpha2))
            .load(conn)?;
        if lines.len() > 256 {
            tracing::error!(countries = lines.len(), "figures can tell 256 countries apart");
            return Err(Error::Internal);
        }
        let mut named: Named = lines.iter().map(|(key, alpha3, _)| (*key, alpha3.clone())).collect();
        let (country_codes, countries) = number(&mut named);
        let alpha2 = lines
            .iter()
            .filter_map(|(key, _, alpha2)| Some((alpha2.clone(), *countries.get(key)?)));
        let small = |(key, number): (&i64, &u32)| Some((*key, u8::try_from(*number).ok()?));
        let country_codes = Codes::new(country_codes, alpha2);
        let lines: Vec<(i64, String, AgencyKind)> = agencies::table
            .filter(agencies::deleted_seq.is_null())
            .select((agencies::id, agencies::code, agencies::kind))
            .load(conn)?;
        let mut named: Named = lines.iter().map(|(key, code, _)| (*key, code.clone())).collect();
        let (agency_codes, agencies) = number(&mut named);
        let mut kind_of = vec![AgencyKind::Other; agency_codes.len()];
        for (key, _, kind) in &lines {
            let slot = agencies
                .get(key)
                .and_then(|number| kind_of.get_mut(usize::try_from(*number).ok()?));
            if let Some(slot) = slot {
                *slot = *kind;
            }
        }
        let older: Vec<(String, String, i64)> = codes::table
            .filter(codes::kind.eq_any(["programme", "agency"]))
            .select((codes::kind, codes::code, codes::record_id))
            .load(conn)?;
        let spelt = |kind: &str, numbers: &HashMap<i64, u32>| -> Vec<(String, u32)> {
            let of = older.iter().filter(|(of, ..)| of == kind);
            of.filter_map(|(_, code, key)| Some((code.clone(), *numbers.get(key)?)))
                .collect()
        };
        let names = Names {
            programmes: Codes::new(programme_codes, spelt("programme", &programmes)),
            parents,
            fields: Codes::new(field_codes, []),
            countries: country_codes,
            agencies: Codes::new(agency_codes, spelt("agency", &agencies)),
            kind_of,
            languages: Codes::default(),
        };
        let countries = countries.iter().filter_map(small).collect();
        Ok(Self {
            names,
            programmes,
            fields,
            countries,
            agencies,
        })
    }

    pub(super) fn country(&self, key: i64) -> Option<u8> {
        self.countries.get(&key).copied()
    }

    pub(super) fn agency(&self, key: i64) -> Option<u32> {
        self.agencies.get(&key).copied()
    }
}
