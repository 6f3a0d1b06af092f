//! The names of the record, as they stand today.

use diesel::prelude::*;

use super::{Kind, Names};
use crate::db::Conn;
use crate::db::schema::{agencies, agency_aliases, codes, countries, country_aliases, fields, programmes};
use crate::error::Error;
use crate::published_figures::proposals::lexicon;

impl Names {
    /// Reads the names that stand today; `office` is the code of the office's own agency.
    pub fn load(conn: &mut Conn, office: &str) -> Result<Self, Error> {
        let mut names = Self::default();
        let lands: Vec<(i64, String, String)> = countries::table
            .select((countries::id, countries::alpha3, countries::name))
            .load(conn)?;
        // Names have a language; the codes of other systems are no words of a text.
        let others: Vec<(i64, String)> = country_aliases::table
            .filter(country_aliases::lang.is_not_null())
            .select((country_aliases::country_id, country_aliases::alias))
            .load(conn)?;
        for (id, code, name) in lands {
            let aliases = others
                .iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, alias)| alias.as_str());
            names.add_all(Kind::Country, &code, &name, aliases, &[&code]);
        }
        let lines: Vec<(i64, String, String)> = programmes::table
            .select((programmes::id, programmes::code, programmes::name))
            .load(conn)?;
        let older = codes_of(conn, "programme")?;
        for (id, code, name) in lines {
            let codes: Vec<&str> = older
                .iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, code)| code.as_str())
                .collect();
            names.add_all(Kind::Programme, &code, &name, [], &codes);
        }
        let topics: Vec<(String, String)> = fields::table.select((fields::code, fields::name)).load(conn)?;
        // What is nothing else is no field that a text names.
        for (code, name) in topics.iter().filter(|(code, _)| code != "other") {
            names.add_all(Kind::Field, code, name, [], &[code, &code.to_uppercase()]);
        }
        names.add_agencies(conn, office)?;
        lexicon::sort(&mut names.0);
        Ok(names)
    }

    fn add_agencies(&mut self, conn: &mut Conn, office: &str) -> Result<(), Error> {
        let bodies: Vec<(i64, String, Option<String>, String)> = agencies::table
            .filter(agencies::deleted_seq.is_null())
            .select((agencies::id, agencies::code, agencies::acronym, agencies::name))
            .load(conn)?;
        let others: Vec<(i64, String)> = agency_aliases::table
            .select((agency_aliases::agency_id, agency_aliases::alias))
            .load(conn)?;
        for (id, code, acronym, name) in bodies {
            let aliases = others
                .iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, alias)| alias.as_str());
            let short: Vec<&str> = [Some(code.as_str()), acronym.as_deref()]
                .into_iter()
                .flatten()
                .collect();
            let kind = if code == office { Kind::Office } else { Kind::Agency };
            self.add_all(kind, &code, &name, aliases, &short);
        }
        Ok(())
    }
}

/// Every code that records of a kind have or had, by record.
fn codes_of(conn: &mut Conn, kind: &str) -> Result<Vec<(i64, String)>, Error> {
    Ok(codes::table
        .filter(codes::kind.eq(kind))
        .order(codes::code.asc())
        .select((codes::record_id, codes::code))
        .load(conn)?)
}
