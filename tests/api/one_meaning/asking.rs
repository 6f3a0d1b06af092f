//! What a list should have: of figures what `/statistics/explain` opens, of the rest what documents say.

use std::collections::{BTreeMap, BTreeSet};

use qudra::text::fold;
use serde_json::Value;

use super::record::Dice;
use super::{CSV, LIST};
use crate::support::*;

const EXPLAIN: &str = "/api/v1/statistics/explain?measure=activities";

/// Filters that only lists have.
pub const OWN: &[&str] = &[
    "country=TUR",
    "country=BHR",
    "country=SEN,FRA",
    "country=null",
    "country=AZE,null",
    "level=0",
    "level=1,2",
    "level=3",
    "level=4,5",
    "uncounted=true",
    "uncounted=false",
    "undated=true",
    "undated=false",
    "unstated_countries=true",
    "unstated_countries=false",
    "overdue=true",
    "overdue=false",
    "plan_year=2021",
    "q=course",
];

/// What a question finds: codes, and whether each surely belongs.
pub type Found = BTreeMap<String, bool>;

/// One caller asking one record.
pub struct Asking {
    client: Client,
    /// Every status that the caller may ask for.
    statuses: &'static str,
    /// Every activity that the caller sees, by its code.
    documents: BTreeMap<String, Value>,
    /// Which of them nobody counted.
    uncounted: BTreeSet<String>,
    countries: String,
    today: &'static str,
}

fn number(value: &Value) -> String {
    value.to_string()
}

fn both(one: &Found, other: &Found) -> Found {
    let pairs = one
        .iter()
        .filter_map(|(code, sure)| Some((code, *sure, *other.get(code)?)));
    pairs.map(|(code, one, other)| (code.clone(), one && other)).collect()
}

fn either(one: &Found, other: &Found) -> Found {
    let mut all = one.clone();
    for (code, sure) in other {
        let known = all.entry(code.clone()).or_default();
        *known |= *sure;
    }
    all
}

impl Asking {
    pub fn of(client: Client, sees_drafts: bool, countries: &[&str], today: &'static str) -> Self {
        let mut asking = Self {
            client,
            statuses: if sees_drafts {
                "draft,announced,held,postponed,cancelled"
            } else {
                "announced,held,postponed,cancelled"
            },
            documents: BTreeMap::new(),
            uncounted: BTreeSet::new(),
            countries: countries.join(","),
            today,
        };
        asking.documents = asking
            .pages("", 500)
            .0
            .into_iter()
            .map(|item| (item["code"].as_str().unwrap().to_owned(), item))
            .collect();
        let items = asking.items("");
        let uncounted = items.iter().filter(|item| item["uncounted"] == true);
        asking.uncounted = uncounted
            .map(|item| item["code"].as_str().unwrap().to_owned())
            .collect();
        asking
    }

    fn items(&self, query: &str) -> Vec<Value> {
        let status = if query.contains("status=") {
            String::new()
        } else {
            format!("&status={}", self.statuses)
        };
        let body = self
            .client
            .get(&format!("{EXPLAIN}{status}&{query}"))
            .expect(200)
            .json();
        assert!(body["next_cursor"].is_null());
        body["items"].as_array().unwrap().clone()
    }

    fn explained(&self, query: &str) -> Found {
        let items = self.items(query).into_iter();
        items
            .map(|item| (item["code"].as_str().unwrap().to_owned(), item["undecided"] == false))
            .collect()
    }

    fn those(&self, will_do: impl Fn(&str, &Value) -> bool) -> Found {
        let documents = self.documents.iter().filter(|(code, document)| will_do(code, document));
        documents.map(|(code, _)| (code.clone(), true)).collect()
    }

    /// What a list under these filters has, as figures and documents have it.
    pub fn expected(&self, filters: &[&str]) -> Found {
        let parts: Vec<&str> = filters.iter().flat_map(|filter| filter.split('&')).collect();
        let is_own = |part: &&&str| OWN.iter().any(|own| own.split('=').next() == part.split('=').next());
        let (own, shared): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| is_own(part));
        let role = shared.iter().find(|part| part.starts_with("country_role="));
        let role = role.map_or(String::new(), |role| format!("&{role}"));
        let mut found = self.explained(&shared.join("&"));
        for part in own {
            let (name, value) = part.split_once('=').unwrap();
            let fits = match name {
                "country" => self.with_countries(value, role.trim_start_matches("&country_role=")),
                "level" => self.those(|_, document| {
                    value
                        .split(',')
                        .any(|level| number(&document["counts"]["level"]) == level)
                }),
                "uncounted" => self.those(|code, _| self.uncounted.contains(code) == (value == "true")),
                "undated" => {
                    self.those(|_, document| (document["when"]["precision"] == "unknown") == (value == "true"))
                }
                "overdue" => self.those(|_, document| self.is_overdue(document) == (value == "true")),
                "plan_year" => self.those(|_, document| number(&document["plan_year"]) == value),
                "q" => self.those(|_, document| {
                    document["title"]
                        .as_object()
                        .unwrap()
                        .values()
                        .any(|title| fold(title.as_str().unwrap()).contains(value))
                }),
                "unstated_countries" => {
                    let unnamed = self.explained(&format!("activity_country=null{role}"));
                    let open = self.explained(&format!("activity_country={}{role}", self.countries));
                    self.those(|code, _| (unnamed.contains_key(code) && open.contains_key(code)) == (value == "true"))
                }
                _ => panic!("{name}"),
            };
            found = both(&found, &fits);
        }
        found
    }

    /// Activities that have to do with countries: `country=` of lists.
    fn with_countries(&self, countries: &str, roles: &str) -> Found {
        let (by_place, roles) = if roles.is_empty() {
            (true, "beneficiary,provider,attending,host")
        } else {
            (false, roles)
        };
        let listed = |countries: &str| self.explained(&format!("activity_country={countries}&country_role={roles}"));
        let there = |countries: &str| {
            if by_place {
                self.explained(&format!("host_country={countries}"))
            } else {
                Found::new()
            }
        };
        let mut found = Found::new();
        for country in countries.split(',') {
            let one = match country {
                "null" if by_place => both(&listed("null"), &there("null")),
                "null" => listed("null"),
                _ => either(&listed(country), &there(country)),
            };
            found = either(&found, &one);
        }
        found
    }

    fn is_overdue(&self, document: &Value) -> bool {
        let when = &document["when"];
        let last = when["end"].as_str().or(when["start"].as_str()).map(str::to_owned);
        // A day that does not exist is after every other of its month.
        let last = last.or_else(|| when["period"].as_str().map(|period| format!("{period}-99")));
        document["status"] == "announced" && last.is_some_and(|last| *last < *self.today)
    }

    /// All pages of a list, and its total.
    #[track_caller]
    pub fn pages(&self, query: &str, limit: usize) -> (Vec<Value>, u64) {
        let (mut items, mut next, mut total) = (Vec::new(), String::new(), None);
        loop {
            let page = self
                .client
                .get(&format!("{LIST}?{query}&limit={limit}&count=exact{next}"))
                .expect(200)
                .json();
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            let told = page["total"].as_u64().unwrap();
            assert_eq!(*total.get_or_insert(told), told, "{query}");
            match page["next_cursor"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => return (items, told),
            }
        }
    }

    /// Holds a list and its file against the figures.
    #[track_caller]
    pub fn hold(&self, dice: &mut Dice, filters: &[&str]) -> usize {
        let expected = self.expected(filters);
        let mut sizes = 0;
        for undecided in [false, true] {
            let sort = dice.pick(&["start", "-start", "code", "-title", "updated_at"]);
            let mut query = format!("{}&sort={sort}", filters.join("&"));
            if undecided {
                query.push_str("&undecided=true");
            }
            let (items, total) = self.pages(&query, 37);
            let codes = every(&Value::Array(items), "code");
            let wanted: BTreeSet<&String> = expected
                .iter()
                .filter(|(_, sure)| undecided || **sure)
                .map(|(code, _)| code)
                .collect();
            assert_eq!(codes.iter().collect::<BTreeSet<_>>(), wanted, "{query}");
            assert_eq!(
                (codes.len(), usize::try_from(total).unwrap()),
                (wanted.len(), wanted.len()),
                "{query}"
            );
            let file = self.client.get(&format!("{CSV}?{query}")).expect(200).text();
            let rows: Vec<String> = file
                .lines()
                .skip(1)
                .filter_map(|line| Some(line.split_once(',')?.0.to_owned()))
                .collect();
            assert_eq!(rows, codes, "{query}");
            sizes += codes.len();
        }
        sizes
    }
}
