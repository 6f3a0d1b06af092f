//! The reference data that a generated record refers to, in an order of its own, so that draws repeat.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{agencies, countries, country_memberships, fields, programmes};
use crate::directory::Reference;
use crate::error::Error;

/// A member country with its agencies.
#[derive(Debug, Clone)]
pub struct CountryDrawn {
    pub country: Reference,
    pub agencies: Vec<Reference>,
    /// How often people come from here.
    pub weight: u32,
}

/// What there is to refer to.
#[derive(Debug, Clone)]
pub struct World {
    pub lands: Vec<CountryDrawn>,
    /// With how often each is meant.
    pub programmes: Vec<(Reference, u32)>,
    pub fields: Vec<(Reference, u32)>,
}

impl World {
    /// Reads it: every country that ever was a member, and what has a code.
    pub fn load(conn: &mut Conn) -> Result<Self, Error> {
        let reference = |(key, code): (i64, String)| Reference { key, code };
        let members = country_memberships::table
            .filter(country_memberships::status.eq_any(["member", "suspended"]))
            .select(country_memberships::country_id);
        let lands: Vec<(i64, String)> = countries::table
            .filter(countries::id.eq_any(members))
            .order(countries::alpha3.asc())
            .select((countries::id, countries::alpha3))
            .load(conn)?;
        let offices: Vec<(Option<i64>, i64, String)> = agencies::table
            .filter(agencies::deleted_seq.is_null())
            .order(agencies::code.asc())
            .select((agencies::country_id, agencies::id, agencies::code))
            .load(conn)?;
        let land = |(key, alpha3): (i64, String)| CountryDrawn {
            agencies: offices
                .iter()
                .filter(|(country, _, _)| *country == Some(key))
                .map(|(_, key, code)| reference((*key, code.clone())))
                .collect(),
            country: reference((key, alpha3)),
            weight: 1,
        };
        let mut lands: Vec<CountryDrawn> = lands.into_iter().map(land).collect();
        for (land, weight) in lands.iter_mut().zip((2..=9).cycle()) {
            land.weight = weight;
        }
        let programmes: Vec<(i64, String)> = programmes::table
            .order(programmes::code.asc())
            .select((programmes::id, programmes::code))
            .load(conn)?;
        let fields: Vec<(i64, String)> = fields::table
            .order(fields::code.asc())
            .select((fields::id, fields::code))
            .load(conn)?;
        let often = |code: &str, much: &str| if code == much { 40 } else { 3 };
        Ok(Self {
            lands,
            programmes: programmes
                .into_iter()
                .map(|(key, code)| (often(&code, "StatCaB"), reference((key, code))))
                .map(|(often, programme)| (programme, often))
                .collect(),
            fields: fields
                .into_iter()
                .map(|(key, code)| (often(&code, "statistics"), reference((key, code))))
                .map(|(often, field)| (field, often))
                .collect(),
        })
    }

    /// Whether something is missing that a record cannot do without.
    pub fn is_bare(&self) -> bool {
        self.lands.is_empty()
            || self.programmes.is_empty()
            || self.fields.is_empty()
            || self.lands.iter().all(|land| land.agencies.is_empty())
    }
}
