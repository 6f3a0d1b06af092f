//! The profile of one country, agency or programme.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::brief;
use super::names::Names;
use super::subject::{Subject, Table};
use crate::access::Caller;
use crate::activities::filter::documents_by_key;
use crate::activities::model::{ActivityType, Status};
use crate::db::Conn;
use crate::error::Error;
use crate::statistics::as_of::AsOfPoint;
use crate::statistics::{Dataset, Figure, Filters, Key, Question};
use crate::text::{Lang, Multilingual};

/// What answers for one caller, in one language, from one state of the record.
pub struct ProfileBuilder<'f> {
    dataset: &'f Dataset,
    as_of_point: Option<AsOfPoint>,
    caller: Caller,
    lang: Lang,
}

/// Whom a profile is about, as it is shown.
pub struct Head {
    /// Whom it is about.
    pub subject: Subject,
    /// The member of the answer that names it: `country`, `agency`, `programme`.
    pub member: &'static str,
    /// Its document.
    pub document: Value,
}

/// The activity that was last, or is next.
struct Nearest {
    key: i64,
    on: NaiveDate,
    roles: Vec<&'static str>,
}

impl<'f> ProfileBuilder<'f> {
    /// For a caller who reads a language; of the past where the facts are.
    pub fn new(dataset: &'f Dataset, as_of_point: Option<AsOfPoint>, caller: Caller, lang: Lang) -> Self {
        Self {
            dataset,
            as_of_point,
            caller,
            lang,
        }
    }

    /// The profile, as the API answers it.
    pub fn profile(&self, conn: &mut Conn, head: &Head, filters: &Filters) -> Result<String, Error> {
        let names = Names::load(conn, self.lang)?;
        let figures = self.figures(head, filters)?;
        let mut tables = Map::new();
        for table in head.subject.tables(filters) {
            tables.insert(table.name.to_owned(), self.table(&table, &names)?);
        }
        let has = |status| filters.status.contains(&status);
        let nearest = |before| self.nearest(head, filters, before);
        let last = if has(Status::Held) { nearest(true)? } else { None };
        // What is asked of what was held still says what comes.
        let next = if has(Status::Announced) || filters.status == [Status::Held] {
            nearest(false)?
        } else {
            None
        };
        let keys: Vec<i64> = [&last, &next].into_iter().flatten().map(|found| found.key).collect();
        let documents = documents_by_key(conn, &keys)?;
        let (last, next) = (
            nearest_json(last.as_ref(), &documents),
            nearest_json(next.as_ref(), &documents),
        );
        let subject = self.named(head);
        let mut body = json!({head.member: subject, "filters": filters.to_json(), "figures": self.stated(&figures), "by": tables, "last": last, "next": next});
        if let Some(members) = body.as_object_mut() {
            if let Subject::Country(_) = head.subject {
                let told = brief::BriefContents {
                    country: subject.get("name").and_then(Value::as_str).unwrap_or_default(),
                    figures: &figures.iter().map(|(name, _, figure)| (*name, *figure)).collect(),
                    filters,
                    names: &names,
                    last: &last,
                    next: &next,
                    today: self.dataset.today,
                };
                members.insert("brief".into(), told.paragraph(self.lang).into());
            }
            let as_of_point = self.as_of_point.as_ref();
            members.insert("as_of".into(), json!(as_of_point.map(|at| at.point.at.to_string())));
            if let Some(edition) = as_of_point.and_then(|as_of_point| as_of_point.edition.as_deref()) {
                members.insert("edition".into(), edition.into());
            }
            members.insert("data_version".into(), self.dataset.seq.into());
        }
        Ok(body.to_string())
    }

    fn figures(&self, head: &Head, filters: &Filters) -> Result<Vec<(&'static str, Question, Figure)>, Error> {
        let ask = |(name, question): (&'static str, Question)| {
            let question = question.for_caller(&self.caller);
            let figure = self.dataset.answer(&question, None)?.total;
            Ok((name, question, figure))
        };
        head.subject.figures(filters).into_iter().map(ask).collect()
    }

    fn stated(&self, figures: &[(&'static str, Question, Figure)]) -> Value {
        let stated = figures.iter().map(|(name, question, figure)| {
            let member = json!({"statistics": question.link_at(self.as_of_point.as_ref()), "figure": figure});
            ((*name).to_owned(), member)
        });
        Value::Object(stated.collect())
    }

    /// A table: a row per key of any column, sorted as the statistics sort, what is not stated last.
    fn table(&self, table: &Table, names: &Names) -> Result<Value, Error> {
        let mut questions = Map::new();
        let mut columns: Vec<(&str, Vec<(Key, Figure)>)> = Vec::new();
        for (name, question) in &table.columns {
            let question = question.clone().for_caller(&self.caller);
            questions.insert((*name).to_owned(), question.link_at(self.as_of_point.as_ref()).into());
            let rows = self.dataset.answer(&question, None)?.rows;
            let keyed = rows
                .into_iter()
                .filter_map(|row| Some((row.keys.into_iter().next()?, row.figure)));
            columns.push((name, keyed.collect()));
        }
        let mut keys: Vec<Key> = Vec::new();
        for key in columns.iter().flat_map(|(_, rows)| rows.iter().map(|(key, _)| key)) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys.sort_by_key(order);
        let row = |key: &Key| {
            let mut row = Map::new();
            row.insert("key".into(), json!(key));
            row.insert("name".into(), json!(names.name_of(table.name, &key.to_string())));
            for (name, rows) in &columns {
                let figure = rows.iter().find(|(at, _)| at == key).map(|(_, figure)| figure);
                row.insert((*name).to_owned(), json!(figure));
            }
            Value::Object(row)
        };
        let rows: Vec<Value> = keys.iter().map(row).collect();
        Ok(json!({"statistics": questions, "rows": rows}))
    }

    /// The latest activity held until today, or the earliest announced from today on, of those that say of the subject that
    /// it took part; by its first possible day, with all its roles.
    fn nearest(&self, head: &Head, filters: &Filters, before: bool) -> Result<Option<Nearest>, Error> {
        let today = self.dataset.today;
        let mut nearest: Option<Nearest> = None;
        for (name, mut question) in head.subject.roles(filters) {
            question.filters.status = vec![if before { Status::Held } else { Status::Announced }];
            for activity in self.dataset.scope(&question.for_caller(&self.caller))? {
                let Some(on) = activity.first.filter(|_| activity.decided) else {
                    continue;
                };
                if before && on > today || !before && on < today {
                    continue;
                }
                match &mut nearest {
                    Some(known) if known.key == activity.key => known.roles.push(name),
                    _ if !head.subject.takes_part_as(name) => {}
                    Some(known) if !is_nearer((on, activity.key), (known.on, known.key), before) => {}
                    _ => {
                        let (key, roles) = (activity.key, vec![name]);
                        nearest = Some(Nearest { key, on, roles });
                    }
                }
            }
        }
        Ok(nearest)
    }

    /// Code and name of whom the profile is about, in the caller's language.
    fn named(&self, head: &Head) -> Value {
        let member = |name: &str| head.document.get(name).cloned().unwrap_or_default();
        let names: Multilingual = serde_json::from_value(member("name")).unwrap_or_default();
        let code = match &head.subject {
            Subject::Country(code) | Subject::Agency(code) | Subject::Programme(code) => code,
        };
        json!({"id": member("id"), "code": code, "name": names.best(self.lang)})
    }
}

fn is_nearer(one: (NaiveDate, i64), other: (NaiveDate, i64), before: bool) -> bool {
    if before { one > other } else { one < other }
}

/// As the statistics sort: codes by their spelling, years by number, types in the order of their list, what is not stated
/// last.
fn order(key: &Key) -> (bool, Option<usize>, String) {
    let place = match key {
        Key::Word(word) => ActivityType::CODES.iter().position(|code| code == word),
        Key::Year(_) | Key::Code(_) | Key::NotStated => None,
    };
    (*key == Key::NotStated, place, key.to_string())
}

fn nearest_json(nearest: Option<&Nearest>, documents: &HashMap<i64, String>) -> Value {
    let found = nearest.and_then(|nearest| Some((nearest, documents.get(&nearest.key)?)));
    let Some((nearest, document)) = found else {
        return Value::Null;
    };
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let member = |name: &str| document.get(name).cloned().unwrap_or_default();
    json!({
        "id": member("id"), "code": member("code"), "title": member("title"), "type": member("type"),
        "status": member("status"), "when": member("when"), "roles": nearest.roles,
    })
}
