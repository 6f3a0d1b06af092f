//! A filter means the same in a list, in its CSV file and in a figure: over drawn records, for every role of caller, each
//! filter alone and many in pairs, a list has what `/statistics/explain` has as decided (with `undecided=true` all of it).

use std::collections::{BTreeMap, BTreeSet};

use qudra::generate::{self, Order, Size};
use qudra::text::fold;
use serde_json::{Value, json};

use crate::support::people::{at, roster_of};
use crate::support::*;

const LIST: &str = "/api/v1/activities";
const CSV: &str = "/api/v1/reports/activities.csv";
const EXPLAIN: &str = "/api/v1/statistics/explain?measure=activities";

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }

    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn some<T: Clone + Ord>(&mut self, all: &[T], most: usize) -> Vec<T> {
        let number = self.below(most + 1);
        let picked: BTreeSet<T> = (0..number).map(|_| self.pick(all)).collect();
        picked.into_iter().collect()
    }
}

const COUNTRIES: [&str; 12] = [
    "AZE", "BHR", "CIV", "FRA", "JOR", "KAZ", "PSE", "SEN", "SYR", "TUR", "UGA", "UZB",
];

/// Filters that figures and lists share, by their values.
const SHARED: &[&str] = &[
    "status=held",
    "status=announced,postponed",
    "type=workshop,webinar",
    "type=conference",
    "meetings=exclude",
    "meetings=only",
    "mode=online,unknown",
    "our_role=organiser",
    "our_role=participant,party",
    "year=2020,2021",
    "year=null",
    "year=2019,null",
    "from=2020-06-15",
    "since=2021",
    "to=2020-09-10",
    "from=2020-03&to=2021-05-20",
    "programme=StatCaB",
    "programme=Digi-CaB,OIC-VET",
    "programme=null",
    "programme=OIC-VET,null",
    "programme=StatCaB&programme_tree=true",
    "field=sti",
    "field=health,null",
    "language=fr",
    "language=null,en",
    "activity_country=TUR",
    "activity_country=AZE,BHR",
    "activity_country=null",
    "activity_country=UGA,null",
    "activity_country=SEN&country_role=provider",
    "activity_country=TUR,KAZ&country_role=beneficiary",
    "activity_country=JOR&country_role=attending,host",
    "country_role=provider",
    "host_country=TUR",
    "host_country=null",
    "host_country=BHR,null",
    "oic_group=Arab",
    "oic_group=none",
    "oic_group=null,African",
    "oic_group=Asian&country_role=provider",
    "membership=suspended",
    "membership=none,null",
    "membership=member&country_role=host",
    "agency=TURKSTAT",
    "agency=ANSD,UNSD&agency_role=partner,beneficiary",
    "agency=null",
    "activity_agency=QazStat,null",
    "agency_role=funder",
    "agency_kind=international",
    "agency_kind=null,nso",
];

/// Filters that only lists have.
const OWN: &[&str] = &[
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

fn draw_when(dice: &mut Dice) -> Value {
    let year = 2019 + dice.below(4);
    let month = 1 + dice.below(12);
    match dice.below(8) {
        0 => json!({"precision": "unknown"}),
        1 => json!({"period": format!("{year}"), "precision": "year"}),
        2 | 3 => json!({"period": format!("{year}-{month:02}"), "precision": "month"}),
        4 => json!({"period": format!("{year}-{month:02}"), "end": format!("{year}-{month:02}-28"), "precision": "month"}),
        _ => {
            let day = 1 + dice.below(20);
            json!({"start": format!("{year}-{month:02}-{day:02}"), "end": format!("{year}-{month:02}-{:02}", day + dice.below(8)), "precision": "day"})
        }
    }
}

fn draw_counts(dice: &mut Dice) -> Value {
    let head = 12 + dice.below(30);
    let qualifier = dice.pick(&["exact", "exact", "at_least", "about", "at_most"]);
    let participants = json!({"value": head, "qualifier": qualifier});
    let country = dice.pick(&COUNTRIES);
    match dice.below(11) {
        0 => json!({"participants": participants}),
        1 => json!({"participants": participants, "countries": 3 + dice.below(6), "countries_of": "members"}),
        2 => json!({"participants": participants, "countries": 12, "countries_of": "any"}),
        3 => json!({"participants": participants, "cells": [{"country": country, "participants": dice.below(4)}]}),
        4 => json!({"cells": [{"country": country, "participants": 2}]}),
        5 => {
            json!({"participants": participants, "cells": [{"country": country, "sex": "female", "participants": 1 + dice.below(3)}]})
        }
        6 => json!({"participants": participants, "cells": [{"sex": "female", "participants": 2}]}),
        7 => {
            json!({"participants": participants, "cells": [{"country": country, "agency": "TURKSTAT", "participants": 2}]})
        }
        8 => json!({"participants": participants, "countries": 0}),
        // All the members there are but France and Syria.
        9 => json!({"participants": {"value": head}, "countries": 11, "countries_of": "members"}),
        _ => json!({"participants": participants, "countries_complete": false}),
    }
}

fn draw(dice: &mut Dice, number: usize) -> Value {
    let countries: BTreeSet<(&str, &str)> = (0..dice.pick(&[0, 0, 1, 2, 3]))
        .map(|_| {
            let role = dice.pick(&["beneficiary", "beneficiary", "attending", "provider", "host"]);
            (dice.pick(&COUNTRIES), role)
        })
        .collect();
    let agencies: BTreeSet<(&str, &str)> = (0..dice.pick(&[0, 0, 1, 2]))
        .map(|_| {
            let role = dice.pick(&["partner", "beneficiary", "funder", "organiser"]);
            (dice.pick(&["TURKSTAT", "QazStat", "ANSD", "UNSD"]), role)
        })
        .collect();
    let countries: Vec<Value> = countries
        .into_iter()
        .map(|(country, role)| json!({"country": country, "role": role}))
        .collect();
    let agencies: Vec<Value> = agencies
        .into_iter()
        .map(|(agency, role)| json!({"agency": agency, "role": role}))
        .collect();
    let words = dice.pick(&["A course", "A meeting"]);
    let status = dice.pick(&["held", "held", "held", "announced", "postponed", "cancelled", "draft"]);
    let when = if status == "announced" && dice.once_in(2) {
        json!({"start": "2031-02-03", "end": "2031-02-04", "precision": "day"})
    } else {
        draw_when(dice)
    };
    let place = match dice.below(3) {
        0 => Value::Null,
        _ => json!({"city": "Somewhere", "country": dice.pick(&["TUR", "BHR", "SEN"])}),
    };
    let counts = if dice.once_in(3) { Value::Null } else { draw_counts(dice) };
    json!({"code": format!("D{number:03}"), "title": {"en": format!("{words} {number}")}, "status": status, "when": when, "place": place, "counts": counts,
        "type": dice.pick(&["workshop", "webinar", "bilateral_meeting", "conference", "training_course"]),
        "mode": dice.pick(&["in_person", "online", "hybrid", "unknown"]),
        "our_role": dice.pick(&["organiser", "participant", "party"]),
        "plan_year": dice.pick(&[Value::Null, json!(2021)]),
        "programmes": dice.some(&["StatCaB", "Digi-CaB", "OIC-VET"], 2), "fields": dice.some(&["sti", "health"], 2),
        "languages": dice.some(&["en", "fr"], 2), "countries": countries, "agencies": agencies})
}

/// Fills a record; what contradicts itself is refused, and another is drawn.
fn fill(server: &Server, seed: u64, size: usize) {
    let (mut dice, officer) = (Dice(seed), server.officer());
    let path = "/api/v1/programmes/Digi-CaB";
    let etag = server.admin().get(path).etag();
    server.admin().patch(path, &json!({"parent": "StatCaB"}), &etag).expect(200);
    let (mut recorded, mut rostered) = (0, 0);
    for number in 0.. {
        if recorded >= size {
            break;
        }
        let mut draft = draw(&mut dice, number);
        let with_roster = dice.once_in(3);
        if with_roster {
            draft["counts"] = dice.pick(&[Value::Null, json!({"participants": {"value": 40, "qualifier": "about"}}), json!({"participants": {"value": 40}})]);
        }
        let reply = officer.post(LIST, &draft);
        if reply.status == 422 {
            continue;
        }
        let activity = reply.expect(201).json();
        recorded += 1;
        if with_roster {
            let people: Vec<Value> = (0..=dice.below(7))
                .map(|person| {
                    let country = dice.pick(&[Value::Null, json!("TUR"), json!("UGA"), json!("FRA")]);
                    let person = json!({"name": format!("Person {number} {person}"), "country": country,
                        "agency": dice.pick(&[Value::Null, json!("TURKSTAT"), json!("UNSD")]), "sex": dice.pick(&["female", "male", "unknown"])});
                    let (role, status) = dice.pick(&[("trainee", "attended"), ("trainee", "attended"), ("delegate", "nominated"), ("speaker", "attended")]);
                    json!({"participant": person, "role": role, "status": status})
                })
                .collect();
            let reply = officer.post(&roster_of(&activity), &json!({"items": people}));
            rostered += usize::from(reply.status == 201);
        }
        if dice.once_in(9) {
            let path = at(LIST, &activity);
            officer.delete(&path, &officer.get(&path).etag()).expect(204);
        }
    }
    assert!(rostered > size / 5, "{rostered} rosters");
}

/// What a question finds: codes, and whether each surely belongs.
type Found = BTreeMap<String, bool>;

/// One caller asking one record.
struct Asking {
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
    fn of(client: Client, sees_drafts: bool, countries: &[&str], today: &'static str) -> Self {
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
        asking.uncounted = uncounted.map(|item| item["code"].as_str().unwrap().to_owned()).collect();
        asking
    }

    fn items(&self, query: &str) -> Vec<Value> {
        let status = if query.contains("status=") { String::new() } else { format!("&status={}", self.statuses) };
        let body = self.client.get(&format!("{EXPLAIN}{status}&{query}")).expect(200).json();
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
    fn expected(&self, filters: &[&str]) -> Found {
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
                "level" => self.those(|_, document| value.split(',').any(|level| document["counts"]["level"].to_string() == level)),
                "uncounted" => self.those(|code, _| self.uncounted.contains(code) == (value == "true")),
                "undated" => self.those(|_, document| (document["when"]["precision"] == "unknown") == (value == "true")),
                "overdue" => self.those(|_, document| self.is_overdue(document) == (value == "true")),
                "plan_year" => self.those(|_, document| document["plan_year"].to_string() == value),
                "q" => self.those(|_, document| document["title"].as_object().unwrap().values().any(|title| fold(title.as_str().unwrap()).contains(value))),
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
        let (by_place, roles) = if roles.is_empty() { (true, "beneficiary,provider,attending,host") } else { (false, roles) };
        let listed = |countries: &str| self.explained(&format!("activity_country={countries}&country_role={roles}"));
        let there = |countries: &str| if by_place { self.explained(&format!("host_country={countries}")) } else { Found::new() };
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
    fn pages(&self, query: &str, limit: usize) -> (Vec<Value>, u64) {
        let (mut items, mut next, mut total) = (Vec::new(), String::new(), None);
        loop {
            let page = self.client.get(&format!("{LIST}?{query}&limit={limit}&count=exact{next}")).expect(200).json();
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
    fn hold(&self, dice: &mut Dice, filters: &[&str]) -> usize {
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
            let wanted: BTreeSet<&String> = expected.iter().filter(|(_, sure)| undecided || **sure).map(|(code, _)| code).collect();
            assert_eq!(codes.iter().collect::<BTreeSet<_>>(), wanted, "{query}");
            assert_eq!((codes.len(), usize::try_from(total).unwrap()), (wanted.len(), wanted.len()), "{query}");
            let file = self.client.get(&format!("{CSV}?{query}")).expect(200).text();
            let rows: Vec<String> = file.lines().skip(1).filter_map(|line| Some(line.split_once(',')?.0.to_owned())).collect();
            assert_eq!(rows, codes, "{query}");
            sizes += codes.len();
        }
        sizes
    }
}

fn callers(server: &Server) -> [(Client, bool); 5] {
    [
        (server.public(), false),
        (server.analyst(), false),
        (server.agency(), false),
        (server.officer(), true),
        (server.admin(), true),
    ]
}

/// Two filters of different names.
fn pair(dice: &mut Dice, all: &[&'static str]) -> [&'static str; 2] {
    let names = |filter: &str| -> BTreeSet<String> {
        let name = |part: &str| part.split('=').next().unwrap().replace("since", "from");
        filter.split('&').map(name).collect()
    };
    loop {
        let (one, other) = (dice.pick(all), dice.pick(all));
        if names(one).is_disjoint(&names(other)) {
            return [one, other];
        }
    }
}

on_both! {
    fn a_list_and_its_file_have_what_figures_count_under_the_same_filters(server: &Server) {
        fill(server, 7, 70);
        let all = [SHARED, OWN].concat();
        let mut dice = Dice(11);
        let (mut found, mut asked) = (0, 0);
        for (client, sees_drafts) in callers(server) {
            let asking = Asking::of(client, sees_drafts, &COUNTRIES, "2026-06-01");
            for filter in &all {
                found += asking.hold(&mut dice, &[filter]);
                asked += 1;
            }
            for _ in 0..40 {
                let filters = pair(&mut dice, &all);
                found += asking.hold(&mut dice, &filters);
                asked += 1;
            }
        }
        assert!(found > 20 * asked, "{found} activities in {asked} lists");
    }
}

#[test]
fn the_lists_of_the_first_record_have_what_its_figures_count() {
    let server = Server::of_first_record();
    let filters = [
        "type=webinar", "meetings=only", "mode=online", "our_role=organiser,co_organiser,host", "year=2021", "year=null", "from=2012-03-15&to=2020", "since=2015", "programme=StatCaB",
        "programme=null", "field=statistics", "field=null", "activity_country=PAK", "activity_country=TUR&country_role=provider", "host_country=TUR", "host_country=null", "oic_group=African",
        "membership=observer,suspended", "agency=TURKSTAT", "agency=null", "agency_kind=nso", "status=announced", "country=BHR", "country=TUR", "country=null", "level=0", "level=1,2", "level=3",
        "uncounted=true", "undated=true", "unstated_countries=true", "overdue=true",
    ];
    let countries = every(&server.public().get("/api/v1/countries").expect(200).json()["items"], "alpha3");
    let some: Vec<&str> = countries.iter().map(String::as_str).take(50).collect();
    let mut dice = Dice(3);
    for (client, sees_drafts) in [(server.public(), false), (server.officer(), true)] {
        let asking = Asking::of(client, sees_drafts, &some, "2026-12-01");
        for filter in &filters {
            asking.hold(&mut dice, &[filter]);
        }
        for _ in 0..25 {
            let filters = pair(&mut dice, &filters);
            asking.hold(&mut dice, &filters);
        }
    }
    // Its list of countries is empty, and its place is Manama.
    let bahrain = Asking::of(server.public(), false, &some, "2026-12-01").pages("country=BHR", 500).0;
    let meeting = bahrain.iter().find(|item| item["code"] == "ACT0303").expect("the meeting in Manama");
    assert_eq!((meeting["countries"].clone(), &meeting["place"]["city"]), (json!([]), &json!("Manama")));
    let there = server.public().get(&format!("{LIST}?country=BHR&country_role=place")).expect(200).json();
    assert_eq!(there["items"], server.public().get(&format!("{LIST}?host_country=BHR")).expect(200).json()["items"]);
    assert!(every(&there["items"], "code").contains(&"ACT0303".to_owned()));
}

on_both! {
    fn many_chosen_activities_are_listed_as_few_are(server: &Server) {
        let unit = Size { activities: 1_300, participations: 6_500, people: 2_000 };
        generate::run(&server.ledger(), Order { scale: 1, unit, seed: 9 }, |_| {}).unwrap();
        let asking = Asking::of(server.officer(), true, &COUNTRIES, "2026-06-01");
        let mut dice = Dice(5);
        for filters in [&["uncounted=false"][..], &["uncounted=false", "q=training"], &["level=5", "from=2015-05-05"], &["country=TUR"], &["meetings=exclude", "undated=false"]] {
            for sort in ["start", "-start", "code", "-title", "-updated_at"] {
                let query = format!("{}&sort={sort}", filters.join("&"));
                let (items, total) = asking.pages(&query, 400);
                let codes = every(&Value::Array(items.clone()), "code");
                let wanted: BTreeSet<String> = asking.expected(filters).into_iter().filter(|(_, sure)| *sure).map(|(code, _)| code).collect();
                let listed: BTreeSet<String> = codes.iter().cloned().collect();
                assert_eq!(listed.symmetric_difference(&wanted).count(), 0, "{query}");
                assert_eq!((codes.len(), usize::try_from(total).unwrap()), (wanted.len(), wanted.len()), "{query}");
            }
            asking.hold(&mut dice, filters);
        }
    }

    fn what_was_deleted_is_listed_to_officers_as_it_was(server: &Server) {
        let officer = server.officer();
        for (code, members) in [("GONE", json!({"status": "held", "programmes": ["StatCaB"]})), ("OTHER", json!({"status": "draft"})), ("HERE", json!({"programmes": ["StatCaB"]}))] {
            officer.record(&with(with(activity(code), json!({"code": code})), members));
        }
        for code in ["GONE", "OTHER"] {
            officer.delete(&format!("{LIST}/{code}"), "\"1\"").expect(204);
        }
        let list = |query: &str| officer.get(&format!("{LIST}?{query}")).expect(200).json();
        let gone = list("deleted=true&sort=code&count=exact");
        assert_eq!((every(&gone["items"], "code"), &gone["total"]), (vec!["GONE".to_owned(), "OTHER".to_owned()], &json!(2)));
        assert_eq!((&gone["items"][0]["version"], &gone["items"][0]["status"]), (&json!(1), &json!("held")));
        assert_eq!(every(&list("deleted=true&programme=StatCaB&count=exact")["items"], "code"), ["GONE"]);
        assert_eq!(list("deleted=true&programme=StatCaB&count=exact")["total"], 1);
        assert_eq!(every(&list("deleted=false")["items"], "code"), ["HERE"]);
        let file = officer.get(&format!("{CSV}?deleted=true&q=gone")).expect(200).text();
        assert_eq!(file.lines().skip(1).filter(|line| line.starts_with("GONE,")).count(), 1, "{file}");
        for client in [server.public(), server.agency(), server.analyst()] {
            for path in [LIST, CSV] {
                client.get(&format!("{path}?deleted=true&country=XXX")).refused(422, "invalid").names("deleted", "hidden_value");
                let refused = |query: &str| client.get(&format!("{path}?deleted=true{query}")).refused(422, "invalid").faults();
                assert_eq!(refused("&q=gone"), refused("&q=never"));
            }
        }
        officer.get(&format!("{LIST}?deleted=true&country=TUR&level=5&as_of=2026-11-11")).refused(422, "invalid").names("country", "not_of_deleted").names("level", "not_of_deleted").names("as_of", "not_of_deleted");
        officer.post(&format!("{LIST}/GONE/restore"), &json!({})).expect(200);
        assert_eq!(every(&list("deleted=true")["items"], "code"), ["OTHER"]);
    }

    fn a_list_of_the_past_takes_the_same_filters(server: &Server) {
        let officer = server.officer();
        let silent = officer.record(&with(activity_on("Silent", "2020-05-04"), json!({"code": "S"})));
        let then = crate::support::people::now(server, &silent)["updated_at"].as_str().unwrap().to_owned();
        let listed = json!({"countries": [{"country": "TUR", "role": "beneficiary"}], "counts": {"participants": {"value": 5}}});
        officer.patch(&at(LIST, &silent), &listed, "\"1\"").expect(200);
        let codes = |query: &str| every(&server.public().get(&format!("{LIST}?{query}")).expect(200).json()["items"], "code");
        let past = |query: &str| codes(&format!("{query}&as_of={then}"));
        assert_eq!((codes("country=TUR"), past("country=TUR")), (vec!["S".to_owned()], vec![]));
        assert_eq!((past("country=TUR&undecided=true"), codes("country=AZE&undecided=true")), (vec!["S".to_owned()], vec![]));
        assert_eq!((past("uncounted=true"), codes("uncounted=true")), (vec!["S".to_owned()], vec![]));
        let file = server.public().get(&format!("{CSV}?level=0&as_of={then}")).expect(200).text();
        assert!(file.lines().nth(1).is_some_and(|line| line.starts_with("S,")), "{file}");
    }

    fn codes_that_nobody_knows_are_refused_with_all_else_that_is_wrong(server: &Server) {
        for path in [LIST, CSV] {
            server.public().get(&format!("{path}?country=KSA,XXX&agency=TURKSTATT&programme=StatCAB&level=6&oic_group=Arabic&country_role=places&sex=female"))
                .refused(400, "unreadable").names("sex", "unknown_parameter").names("level", "out_of_range").names("oic_group", "unknown_code").names("country_role", "unknown_code")
                .names("country", "unknown_reference").names("agency", "unknown_reference").suggests("agency", "TURKSTAT").suggests("programme", "StatCaB").suggests("country_role", "place");
        }
    }
}

/// The names of an operation's query parameters.
fn parameters(document: &Value, path: &str) -> BTreeSet<String> {
    let all = document["paths"][path]["get"]["parameters"].as_array().unwrap();
    let of_query = all.iter().filter(|parameter| parameter["in"] == "query");
    of_query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_takes_every_filter_that_figures_take_but_those_of_people() {
    let server = Server::start(Backend::Sqlite);
    let document = server.public().get("/openapi.json").expect(200).json();
    let set = |names: &[&str]| -> BTreeSet<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let (list, figures) = (parameters(&document, LIST), parameters(&document, "/api/v1/statistics"));
    // Of what is counted of whom, and when: of an edition, a list is asked by its instant.
    let of_people = set(&["measure", "by", "edition", "sex", "programme_kind", "participation_role", "participation_status"]);
    assert_eq!(figures.difference(&list).cloned().collect::<BTreeSet<_>>(), of_people);
    let own = set(&["level", "uncounted", "undated", "unstated_countries", "overdue", "possible_duplicate", "deleted", "undecided", "plan_year", "q", "sort"]);
    let pages = set(&["limit", "cursor", "count"]);
    let beyond: BTreeSet<String> = list.difference(&figures).cloned().collect();
    assert_eq!(beyond, own.union(&pages).cloned().collect());
    let file = parameters(&document, CSV);
    let excel = set(&["excel"]);
    assert_eq!(file, list.difference(&pages).chain(&excel).cloned().collect());
}
