//! What a code that nobody knows may have meant. A name in any language, an acronym or an alias leads to the code, and to
//! all codes where several records are called the same; anything else to what is spelt most like it.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Kind;
use crate::db::Conn;
use crate::db::schema::{activities, agencies, agency_aliases, countries, country_aliases, fields, programmes};
use crate::error::Error;
use crate::text::{self, Multilingual, fold};

/// How many records of one name a suggestion lists.
const LISTED: usize = 8;

/// How many codes of activities a wrong one is compared with.
const COMPARED: i64 = 20_000;

/// The records of a kind by their codes and by what else they are called.
#[derive(Debug, Default)]
pub struct Names {
    codes: Vec<String>,
    /// Folded names with the codes of the records that bear them.
    called: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Of the records of a kind that may be suggested: drafts and persons never are.
    pub fn load(conn: &mut Conn, kind: Kind) -> Result<Self, Error> {
        let mut names = Self::default();
        match kind {
            Kind::Field => {
                for (code, name) in fields::table
                    .select((fields::code, fields::name))
                    .load::<(String, String)>(conn)?
                {
                    names.add(code, &name);
                }
            }
            Kind::Programme => {
                let rows = programmes::table.select((programmes::code, programmes::name));
                for (code, name) in rows.load::<(String, String)>(conn)? {
                    names.add(code, &name);
                }
            }
            Kind::Country => {
                for (code, name) in countries::table
                    .select((countries::alpha3, countries::name))
                    .load::<(String, String)>(conn)?
                {
                    names.add(code, &name);
                }
                let aliases = country_aliases::table
                    .inner_join(countries::table.on(countries::id.eq(country_aliases::country_id)));
                for (code, alias) in aliases
                    .select((countries::alpha3, country_aliases::folded))
                    .load::<(String, String)>(conn)?
                {
                    names.call(alias, code);
                }
            }
            Kind::Agency => names.load_agencies(conn)?,
            Kind::Activity => {
                names.codes = activities::table
                    .filter(activities::deleted_seq.is_null().and(activities::status.ne("draft")))
                    .select(activities::code)
                    .limit(COMPARED)
                    .load(conn)?;
            }
            Kind::Participant => {}
        }
        Ok(names)
    }

    fn load_agencies(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let rows: Vec<(String, Option<String>, String)> = agencies::table
            .filter(agencies::deleted_seq.is_null())
            .order(agencies::code)
            .select((agencies::code, agencies::acronym, agencies::name))
            .load(conn)?;
        for (code, acronym, name) in rows {
            if let Some(acronym) = acronym {
                self.call(fold(&acronym), code.clone());
            }
            self.add(code, &name);
        }
        let aliases = agency_aliases::table
            .inner_join(agencies::table.on(agencies::id.eq(agency_aliases::agency_id)))
            .filter(agencies::deleted_seq.is_null())
            .order(agencies::code);
        for (code, alias) in aliases
            .select((agencies::code, agency_aliases::folded))
            .load::<(String, String)>(conn)?
        {
            self.call(alias, code);
        }
        Ok(())
    }

    fn add(&mut self, code: String, name: &str) {
        for name in Multilingual::from_json(name).0.values() {
            self.call(fold(name), code.clone());
        }
        self.codes.push(code);
    }

    fn call(&mut self, folded: String, code: String) {
        let called = self.called.entry(folded).or_default();
        if !called.contains(&code) {
            called.push(code);
        }
    }

    /// The code, or the codes separated by commas, that this was most likely meant to be.
    pub fn nearest(&self, given: &str) -> Option<String> {
        let listed = |codes: &Vec<String>| codes.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
        if let Some(codes) = self.called.get(&fold(given)) {
            return Some(listed(codes));
        }
        if let Some(code) = text::nearest(given, self.codes.iter().map(String::as_str)) {
            return Some(code.to_owned());
        }
        let name = text::nearest(given, self.called.keys().map(String::as_str))?;
        self.called.get(name).map(listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.call("ins".into(), "INS-NER".into());
        names.call("ins".into(), "INS-TUN".into());
        names.add("INSAE".into(), r#"{"en": "Institute", "ar": "المعهد"}"#);
        names
    }

    #[test]
    fn a_name_that_several_bear_leads_to_all_of_them() {
        assert_eq!(names().nearest("INS").as_deref(), Some("INS-NER, INS-TUN"));
    }

    #[test]
    fn a_name_in_any_language_leads_to_the_code_and_so_does_a_slip() {
        for given in ["المعهد", "institute", "INSEA", "Institut"] {
            assert_eq!(names().nearest(given).as_deref(), Some("INSAE"), "{given}");
        }
        assert_eq!(names().nearest("Ministry"), None);
    }
}
