//! What a code that nobody knows may have meant. A name in any language, a code of another system or an alias leads to the
//! record, and to all records that are called so; else what is spelt like the name or code of one record, and of no other.
//! Codes of three letters that differ are no slips of each other, nor are figures: nobody is led from one record to another.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Kind;
use crate::db::Conn;
use crate::db::schema::{activities, agencies, agency_aliases, countries, country_aliases, fields, programmes};
use crate::error::Error;
use crate::text::{Multilingual, fold};

/// How many records of one name a suggestion lists.
const LISTED: usize = 8;

/// How many codes of activities a wrong one is compared with.
const COMPARED: i64 = 20_000;

/// The longest text that may be a slip of another, in characters.
const SLIPPING: usize = 64;

/// The records of a kind by what they are called.
#[derive(Debug, Default)]
pub struct Names {
    /// Folded names and codes with the codes of the records that bear them.
    called: BTreeMap<String, Vec<String>>,
    /// The country that an agency belongs to, by the agency's code.
    country_of: BTreeMap<String, String>,
    /// What countries are called, for the names of agencies that hold one.
    countries: Option<Box<Names>>,
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
                let rows = countries::table.select((countries::alpha3, countries::m49, countries::name));
                for (code, m49, name) in rows.load::<(String, Option<String>, String)>(conn)? {
                    names.add_names(&code, &name);
                    if let Some(m49) = m49 {
                        names.call(m49, code);
                    }
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
                let codes = activities::table
                    .filter(activities::deleted_seq.is_null().and(activities::status.ne("draft")))
                    .select(activities::code)
                    .limit(COMPARED);
                for code in codes.load::<String>(conn)? {
                    names.call(fold(&code), code);
                }
            }
            Kind::Participant | Kind::Coverage => {}
        }
        Ok(names)
    }

    fn load_agencies(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let rows: Vec<(String, Option<String>, String, Option<String>)> = agencies::table
            .left_join(countries::table.on(agencies::country_id.eq(countries::id.nullable())))
            .filter(agencies::deleted_seq.is_null())
            .order(agencies::code)
            .select((
                agencies::code,
                agencies::acronym,
                agencies::name,
                countries::alpha3.nullable(),
            ))
            .load(conn)?;
        for (code, acronym, name, country) in rows {
            if let Some(acronym) = acronym {
                self.call(fold(&acronym), code.clone());
            }
            if let Some(country) = country {
                self.country_of.insert(code.clone(), country);
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
        self.countries = Some(Box::new(Self::load(conn, Kind::Country)?));
        Ok(())
    }

    /// Takes the names of a record, and its code for one of them.
    fn add(&mut self, code: String, name: &str) {
        self.add_names(&code, name);
        self.call(fold(&code), code);
    }

    fn add_names(&mut self, code: &str, name: &str) {
        for name in Multilingual::from_json(name).0.values() {
            self.call(fold(name), code.to_owned());
        }
    }

    fn call(&mut self, folded: String, code: String) {
        let called = self.called.entry(folded).or_default();
        if !called.contains(&code) {
            called.push(code);
        }
    }

    /// The code, or the codes separated by commas, that this was most likely meant to be. `country` is the country of the
    /// row or body that names an agency: no agency of another is suggested.
    pub fn nearest(&self, given: &str, country: Option<&str>) -> Option<String> {
        let given = fold(given);
        let listed = |codes: Vec<&String>| {
            let codes: Vec<&str> = codes.into_iter().take(LISTED).map(String::as_str).collect();
            (!codes.is_empty()).then(|| codes.join(", "))
        };
        let of_country = |code: &&String| {
            let (Some(wanted), Some(of)) = (country, self.country_of.get(*code)) else {
                return true;
            };
            wanted == of
        };
        if let Some(codes) = self.called.get(&given) {
            return listed(codes.iter().filter(of_country).collect());
        }
        let named = self
            .countries
            .as_ref()
            .map(|known| known.held_in(&given))
            .unwrap_or_default();
        let is_of_named = |code: &&String| {
            named.is_empty() || self.country_of.get(*code).is_none_or(|of| named.contains(&of.as_str()))
        };
        let codes = self.slipped(&given)?.iter().filter(of_country).filter(is_of_named);
        listed(codes.collect())
    }

    /// The records of the one name that a folded text is a slip of; none where another record's name is about as near.
    fn slipped(&self, given: &str) -> Option<&Vec<String>> {
        if given.chars().nth(SLIPPING).is_some() {
            return None;
        }
        let called = self.called.iter();
        let near = called.filter_map(|(name, codes)| Some((slips(given, name)?, codes)));
        let near: Vec<(usize, &Vec<String>)> = near.collect();
        let (least, codes) = near.iter().min_by_key(|(slips, _)| *slips)?;
        let is_other = |(slips, others): &&(usize, &Vec<String>)| {
            *slips <= least + 1 && others.iter().any(|other| !codes.contains(other))
        };
        near.iter().find(is_other).is_none().then_some(*codes)
    }

    /// The countries that a folded text names.
    fn held_in(&self, text: &str) -> Vec<&str> {
        let text = format!(" {} ", words(text).collect::<Vec<_>>().join(" "));
        let is_held = |name: &str| {
            let name = words(name).collect::<Vec<_>>().join(" ");
            name.chars().nth(3).is_some() && text.contains(&format!(" {name} "))
        };
        let held = self.called.iter().filter(|(name, _)| is_held(name));
        held.flat_map(|(_, codes)| codes.iter().map(String::as_str)).collect()
    }
}

/// The words of a folded text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// How many slips of the hand make one folded text of another; `None` where it is another text. A word may have one slip in
/// four letters, a shorter one none, and figures never slip. What stands between words is nothing.
fn slips(given: &str, known: &str) -> Option<usize> {
    if words(given).flat_map(str::chars).eq(words(known).flat_map(str::chars)) {
        return Some(0);
    }
    let (mut given, mut known) = (words(given), words(known));
    let mut sum = 0;
    loop {
        let (given, known) = match (given.next(), known.next()) {
            (None, None) => return Some(sum),
            (Some(given), Some(known)) => (given, known),
            _ => return None,
        };
        if given == known {
            continue;
        }
        let (some, others) = (given.chars().count(), known.chars().count());
        let most = some.min(others) / 4;
        let has_figures = |word: &str| word.contains(char::is_numeric);
        if some.abs_diff(others) > most || has_figures(given) || has_figures(known) {
            return None;
        }
        sum += Some(strsim::damerau_levenshtein(given, known)).filter(|slips| *slips <= most)?;
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
        assert_eq!(names().nearest("INS", None).as_deref(), Some("INS-NER, INS-TUN"));
    }

    #[test]
    fn a_name_in_any_language_leads_to_the_code_and_so_does_a_slip() {
        for given in ["المعهد", "institute", "INSEA", "Institut"] {
            assert_eq!(names().nearest(given, None).as_deref(), Some("INSAE"), "{given}");
        }
        assert_eq!(names().nearest("Ministry", None), None);
    }

    #[test]
    fn codes_that_differ_are_not_slips_of_each_other() {
        for (given, known) in [
            ("ksa", "usa"),
            ("ins-tur", "ins-tun"),
            ("act0500", "act0050"),
            ("hr-cab", "rw-cab"),
            ("ghana", "guyana"),
            ("national statistics office", "national statistical office of benin"),
        ] {
            assert_eq!(slips(given, known), None, "{given} and {known}");
        }
        for (given, known, many) in [
            ("digicab", "digi-cab", 0),
            ("azerbaijn", "azerbaijan", 1),
            ("act-0042", "act0042", 0),
        ] {
            assert_eq!(slips(given, known), Some(many), "{given} and {known}");
        }
    }

    #[test]
    fn what_two_records_are_nearly_called_leads_to_neither() {
        let mut names = Names::default();
        names.add_names("NER", r#"{"en": "Niger"}"#);
        names.add_names("NGA", r#"{"en": "Nigeria"}"#);
        assert_eq!(names.nearest("Nigeri", None), None);
        assert_eq!(names.nearest("Nigéria", None).as_deref(), Some("NGA"));
        assert_eq!(names.nearest("Nigerria", None).as_deref(), Some("NGA"));
    }

    #[test]
    fn no_agency_of_another_country_is_suggested() {
        let mut countries = Names::default();
        countries.add_names("IRN", r#"{"en": "Iran"}"#);
        countries.add_names("IRQ", r#"{"en": "Iraq"}"#);
        let mut names = Names {
            countries: Some(Box::new(countries)),
            ..Names::default()
        };
        names.country_of.insert("SCI".into(), "IRN".into());
        names.add(
            "SCI".into(),
            r#"{"en": "Statistical Centre of Iran", "fr": "Office national"}"#,
        );
        assert_eq!(
            names.nearest("Statistical Center of Iran", None).as_deref(),
            Some("SCI")
        );
        assert_eq!(
            names.nearest("Statistcal Centre of Iran", Some("IRN")).as_deref(),
            Some("SCI")
        );
        assert_eq!(names.nearest("Statistical Centre of Iraq", None), None);
        assert_eq!(names.nearest("Office national", Some("IRQ")), None);
        assert_eq!(names.nearest("Office national", Some("IRN")).as_deref(), Some("SCI"));
    }
}
