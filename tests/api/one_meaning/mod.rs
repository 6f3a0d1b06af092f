//! A filter means the same in a list, in its CSV file and in a figure: over drawn records, for every role of caller, each
//! filter alone and many in pairs, a list has what `/statistics/explain` has as decided (with `undecided=true` all of it).

mod asking;
mod record;

use std::collections::BTreeSet;

use qudra::generate::{self, GenerateOptions, Size};
use serde_json::{Value, json};

use self::asking::{Asking, OWN};
use self::record::{COUNTRIES, Dice, fill};
use crate::support::people::at;
use crate::support::*;

const LIST: &str = "/api/v1/activities";
const CSV: &str = "/api/v1/reports/activities.csv";

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
    "agency=QazStat&predecessors=true",
    "activity_agency=UNSD&predecessors=true",
    "predecessors=true",
    "agency_kind=null,nso",
];

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
        "type=webinar",
        "meetings=only",
        "mode=online",
        "our_role=organiser,co_organiser,host",
        "year=2021",
        "year=null",
        "from=2012-03-15&to=2020",
        "since=2015",
        "programme=StatCaB",
        "programme=null",
        "field=statistics",
        "field=null",
        "activity_country=PAK",
        "activity_country=TUR&country_role=provider",
        "host_country=TUR",
        "host_country=null",
        "oic_group=African",
        "membership=observer,suspended",
        "agency=TURKSTAT",
        "agency=null",
        "agency_kind=nso",
        "status=announced",
        "country=BHR",
        "country=TUR",
        "country=null",
        "level=0",
        "level=1,2",
        "level=3",
        "uncounted=true",
        "undated=true",
        "unstated_countries=true",
        "overdue=true",
    ];
    let countries = every(
        &server.public().get("/api/v1/countries").expect(200).json()["items"],
        "alpha3",
    );
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
    let bahrain = Asking::of(server.public(), false, &some, "2026-12-01")
        .pages("country=BHR", 500)
        .0;
    let meeting = bahrain
        .iter()
        .find(|item| item["code"] == "ACT0303")
        .expect("the meeting in Manama");
    assert_eq!(
        (meeting["countries"].clone(), &meeting["place"]["city"]),
        (json!([]), &json!("Manama"))
    );
    let there = server
        .public()
        .get(&format!("{LIST}?country=BHR&country_role=place"))
        .expect(200)
        .json();
    assert_eq!(
        there["items"],
        server
            .public()
            .get(&format!("{LIST}?host_country=BHR"))
            .expect(200)
            .json()["items"]
    );
    assert!(every(&there["items"], "code").contains(&"ACT0303".to_owned()));
}

on_both! {
    fn many_chosen_activities_are_listed_as_few_are(server: &Server) {
        let unit = Size { activities: 1_300, participations: 6_500, people: 2_000 };
        generate::run(&server.ledger(), GenerateOptions { scale: 1, unit, seed: 9 }, |_| {}).unwrap();
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
    of_query
        .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_list_takes_every_filter_that_figures_take_but_those_of_people() {
    let server = Server::start(Backend::Sqlite);
    let document = server.public().get("/openapi.json").expect(200).json();
    let set = |names: &[&str]| -> BTreeSet<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let (list, figures) = (parameters(&document, LIST), parameters(&document, "/api/v1/statistics"));
    // Of what is counted of whom, and when: of an edition, a list is asked by its instant.
    let of_people = set(&[
        "measure",
        "by",
        "edition",
        "sex",
        "programme_kind",
        "participation_role",
        "participation_status",
    ]);
    assert_eq!(figures.difference(&list).cloned().collect::<BTreeSet<_>>(), of_people);
    let own = set(&[
        "level",
        "uncounted",
        "undated",
        "unstated_countries",
        "overdue",
        "possible_duplicate",
        "deleted",
        "undecided",
        "plan_year",
        "q",
        "sort",
    ]);
    let pages = set(&["limit", "cursor", "count"]);
    let beyond: BTreeSet<String> = list.difference(&figures).cloned().collect();
    assert_eq!(beyond, own.union(&pages).cloned().collect());
    let file = parameters(&document, CSV);
    let excel = set(&["excel"]);
    assert_eq!(file, list.difference(&pages).chain(&excel).cloned().collect());
}
