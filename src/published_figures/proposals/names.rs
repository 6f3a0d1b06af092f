//! The names of the record as an announcement may use them: countries, programmes, fields and agencies by name, other
//! name and code.

use diesel::prelude::*;

use super::lexicon::{self, Phrases};
use crate::db::Conn;
use crate::db::schema::{agencies, agency_aliases, codes, countries, country_aliases, fields, programmes};
use crate::error::Error;
use crate::text::Multilingual;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Country,
    Programme,
    Field,
    Agency,
    /// The agency that is the office itself: whatever it announces is its own.
    Office,
}

/// What a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Named {
    pub kind: Kind,
    /// The code of today.
    pub code: String,
    /// A short acronym or code that is a word too unless it is written as it is: WHO, UN, AND.
    pub exactly: Option<String>,
}

/// Every name, by its first word.
#[derive(Debug, Default)]
pub struct Names(pub Phrases<Named>);

/// From so many letters on an acronym is nobody's word.
const SURE: usize = 6;

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

    fn add_all<'a>(
        &mut self,
        kind: Kind,
        code: &str,
        name: &str,
        aliases: impl IntoIterator<Item = &'a str>,
        short: &[&str],
    ) {
        let names = Multilingual::from_json(name).0;
        for name in names.into_values().chain(aliases.into_iter().map(str::to_owned)) {
            // Some have no other name than their acronym.
            self.add(
                kind,
                code,
                &name,
                name.len() < SURE && name.chars().all(char::is_uppercase),
            );
        }
        for short in short {
            self.add(kind, code, short, short.len() < SURE);
        }
    }

    fn add(&mut self, kind: Kind, code: &str, name: &str, exactly: bool) {
        let named = Named {
            kind,
            code: code.to_owned(),
            exactly: exactly.then(|| name.to_owned()),
        };
        lexicon::add(&mut self.0, name, named);
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
