//! What codes are called in the caller's language.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{countries, fields, programmes};
use crate::error::Error;
use crate::text::{Lang, Multilingual};

/// The names of the records that are rows of profiles.
#[derive(Debug, Default)]
pub struct Names {
    programmes: HashMap<String, String>,
    fields: HashMap<String, String>,
    countries: HashMap<String, String>,
}

impl Names {
    /// Reads them all: they are few.
    pub fn load(conn: &mut Conn, lang: Lang) -> Result<Self, Error> {
        let best = |rows: Vec<(String, String)>| {
            let named = |(code, name): (String, String)| (code, Multilingual::from_json(&name).best(lang).to_owned());
            rows.into_iter().map(named).collect()
        };
        Ok(Self {
            programmes: best(
                programmes::table
                    .select((programmes::code, programmes::name))
                    .load(conn)?,
            ),
            fields: best(fields::table.select((fields::code, fields::name)).load(conn)?),
            countries: best(
                countries::table
                    .select((countries::alpha3, countries::name))
                    .load(conn)?,
            ),
        })
    }

    /// What a row of a table is called; `None` where its key says it all.
    pub fn name_of(&self, table: &str, code: &str) -> Option<&str> {
        let names = match table {
            "programme" => &self.programmes,
            "field" => &self.fields,
            "country" => &self.countries,
            _ => return None,
        };
        names.get(code).map(String::as_str)
    }
}
