//! Lists of activities: filters, search, sorting, pages that stay whole while others write.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::*;

const PATH: &str = "/api/v1/activities";

/// The codes that a query finds, sorted.
#[track_caller]
fn found(server: &Server, query: &str) -> Vec<String> {
    let mut codes = every(
        &server.officer().get(&format!("{PATH}?{query}")).expect(200).json()["items"],
        "code",
    );
    codes.sort();
    codes
}

fn record(server: &Server, code: &str, members: Value) {
    server
        .officer()
        .record(&with(with(activity(code), json!({"code": code})), members));
}

/// Every page of a query, one after the other; `between` happens after each.
#[track_caller]
fn walk(client: &Client, query: &str, mut between: impl FnMut(usize)) -> Vec<String> {
    let (mut codes, mut next) = (Vec::new(), format!("{PATH}?{query}"));
    for page in 0.. {
        assert!(page < 50, "the pages do not end");
        let reply = client.get(&next).expect(200);
        let body = reply.json();
        codes.extend(every(&body["items"], "code"));
        let Some(cursor) = body["next_cursor"].as_str() else {
            assert_eq!(reply.header("link"), None);
            break;
        };
        next = format!("{PATH}?{query}&cursor={cursor}");
        let link = reply.header("link").expect("a link to the next page");
        assert_eq!(link, format!("<{next}>; rel=\"next\""));
        between(page);
    }
    codes
}

on_both! {
    fn filters_narrow_by_every_member(server: &Server) {
        record(server, "A", json!({"type": "webinar", "mode": "online", "programmes": ["StatCaB"], "fields": ["sti"], "plan_year": 2024,
            "languages": ["fr"], "countries": [{"country": "AZE", "role": "beneficiary"}], "agencies": [{"agency": "TURKSTAT", "role": "host"}]}));
        record(server, "B", json!({"type": "workshop", "mode": "in_person", "programmes": ["Digi-CaB", "StatCaB"], "fields": ["health"], "status": "announced",
            "our_role": "host", "languages": ["en", "fr"], "countries": [{"country": "AZE", "role": "provider"}], "agencies": [{"agency": "UNSD", "role": "partner"}]}));
        record(server, "C", json!({"type": "webinar"}));
        for (query, codes) in [
            ("", &["A", "B", "C"][..]), ("type=webinar", &["A", "C"]), ("type=webinar,workshop", &["A", "B", "C"]), ("type=webinar&type=workshop", &["A", "B", "C"]),
            ("mode=online", &["A"]), ("status=announced", &["B"]), ("our_role=host", &["B"]), ("programme=StatCaB", &["A", "B"]),
            ("programme=ICT-CaB", &["B"]), ("field=sti,health", &["A", "B"]), ("language=en", &["B"]), ("country=AZE", &["A", "B"]), ("country=az", &["A", "B"]),
            ("country=AZE&country_role=provider", &["B"]), ("country_role=beneficiary", &["A", "B", "C"]), ("country=KAZ", &[]), ("agency=TURKSTAT", &["A"]),
            ("agency=TURKSTAT,UNSD&agency_role=partner", &["B"]), ("agency_role=funder", &["A", "B", "C"]), ("plan_year=2024", &["A"]), ("type=webinar&programme=StatCaB", &["A"]),
        ] {
            assert_eq!(found(server, query), codes, "{query}");
        }
    }

    fn the_activities_of_one_programme_are_listed_as_those_of_several_are(server: &Server) {
        // The same programme named twice is asked for as several are; named once, it is read from its own index.
        for (code, when, members) in [
            ("A", json!({"start": "2024-02-29", "end": "2024-03-02", "precision": "day"}), json!({"type": "webinar"})),
            ("B", json!({"period": "2024-02", "precision": "month"}), json!({"programmes": ["StatCaB", "Digi-CaB"]})),
            ("C", json!({"period": "2023", "precision": "year"}), json!({"type": "workshop"})),
            ("D", json!({"start": "2024-02-29", "end": "2024-02-29", "precision": "day"}), json!({"status": "draft"})),
            ("E", json!({"start": "2022-05-05", "end": "2022-05-05", "precision": "day"}), json!({"programmes": ["Digi-CaB"]})),
            ("F", Value::Null, json!({"type": "webinar"})),
            ("G", json!({"start": "2021-01-01", "end": "2021-01-01", "precision": "day"}), json!({"notes": "gone"})),
        ] {
            let members = with(json!({"programmes": ["StatCaB"]}), members);
            record(server, code, if when.is_null() { members } else { with(members, json!({"when": when})) });
        }
        let officer = server.officer();
        let gone = officer.get(&format!("{PATH}/G"));
        officer.delete(&format!("{PATH}/G"), &gone.etag()).expect(204);
        for filter in ["", "&from=2024-02", "&to=2024-01", "&year=2023,2024", "&type=webinar", "&q=a", "&field=sti", "&status=draft,held,announced"] {
            for sort in ["-start", "start", "code", "-updated_at"] {
                let query = |programme: &str| format!("programme={programme}&sort={sort}&limit=2{filter}");
                let (one, several) = (query("StatCaB"), query("StatCaB,StatCaB"));
                assert_eq!(walk(&officer, &one, |_| ()), walk(&officer, &several, |_| ()), "{one}");
                let total = |query: &str| officer.get(&format!("{PATH}?{query}&count=exact")).expect(200).json()["total"].clone();
                assert_eq!(total(&one), total(&several), "{one}");
                assert!(total(&one).is_number());
                if !filter.contains("draft") {
                    let told = |query: &str| server.public().get(&format!("{PATH}?{query}&count=exact")).expect(200).json()["total"].clone();
                    assert_eq!(told(&one), told(&several), "{one}, for everybody");
                }
            }
        }
        assert_eq!(walk(&officer, "programme=StatCaB&limit=2", |_| ()).len(), 5);
    }

    fn time_is_filtered_by_what_is_certain_of_the_first_day(server: &Server) {
        record(server, "DAY", json!({"when": {"start": "2024-02-29", "end": "2024-03-02", "precision": "day"}}));
        record(server, "MONTH", json!({"when": {"period": "2024-02", "precision": "month"}}));
        record(server, "YEAR", json!({"when": {"period": "2024", "precision": "year"}}));
        record(server, "NEVER", json!({}));
        for (query, codes) in [
            ("year=2024", &["DAY", "MONTH", "YEAR"][..]), ("year=2023,2024", &["DAY", "MONTH", "YEAR"]), ("year=2023", &[]),
            ("from=2024-02&to=2024-02", &["DAY", "MONTH"]), ("from=2024-02-29&to=2024-02-29", &["DAY"]), ("from=2024-03-01", &[]),
            ("from=2024-02-02", &["DAY"]), ("to=2024-02-28", &[]), ("to=2024-02", &["DAY", "MONTH"]), ("from=2007", &["DAY", "MONTH", "YEAR"]), ("to=2024", &["DAY", "MONTH", "YEAR"]),
        ] {
            assert_eq!(found(server, query), codes, "{query}");
        }
    }

    fn search_folds_arabic_and_latin(server: &Server) {
        record(server, "DAWRA", json!({"title": {"ar": "دورة تدريبية في الإحصاء"}}));
        record(server, "URDUN", json!({"title": {"ar": "ورشة في الاردن", "en": "Workshop"}}));
        record(server, "TURK", json!({"title": {"en": "Study visit to Türkiye", "fr": "Visite d’étude"}}));
        record(server, "PCT", json!({"title": {"en": "100% of_it \\ done"}}));
        for (query, codes) in [
            ("q=دوره", &["DAWRA"][..]), ("q=دورة", &["DAWRA"]), ("q=الاحصاء", &["DAWRA"]), ("q=الأردن", &["URDUN"]), ("q=Turkiye", &["TURK"]), ("q=TÜRKİYE", &["TURK"]),
            ("q=d'etude", &["TURK"]), ("q=turk", &["TURK"]), ("q=100%25", &["PCT"]), ("q=%25", &["PCT"]), ("q=_", &["PCT"]), ("q=%5C", &["PCT"]), ("q=workshop", &["URDUN"]),
            ("q=nothing", &[]), ("q=study%20%20visit", &["TURK"]), ("q=%27%3B--", &[]),
        ] {
            assert_eq!(found(server, query), codes, "{query}");
        }
    }

    fn every_sort_has_one_order_on_both_databases(server: &Server) {
        for (code, title, when) in [("b", "Zebra", "2024-01-02"), ("B", "äpfel", "2023-05-05"), ("a-1", "apple", "2024-01-02"), ("a1", "Éclair", "2020-01-01"), ("_", "eclair b", "2024-01-01")] {
            record(server, code, json!({"title": {"en": title}, "when": {"start": when, "precision": "day"}}));
        }
        record(server, "none", json!({"title": {"en": "مرحبا"}}));
        for (sort, codes) in [
            ("code", ["B", "_", "a-1", "a1", "b", "none"]), ("title", ["B", "a-1", "a1", "_", "b", "none"]),
            ("start", ["none", "a1", "B", "_", "b", "a-1"]), ("updated_at", ["b", "B", "a-1", "a1", "_", "none"]),
        ] {
            let list = |sort: &str| every(&server.public().get(&format!("{PATH}?sort={sort}")).expect(200).json()["items"], "code");
            assert_eq!(list(sort), codes, "{sort}");
            assert!(list(&format!("-{sort}")).iter().eq(codes.iter().rev()), "-{sort}: {:?}", list(&format!("-{sort}")));
        }
        assert_eq!(found(server, "").len(), 6);
    }

    fn pages_show_every_record_once_while_others_write(server: &Server) {
        let mut there = BTreeSet::new();
        for i in 0..23 {
            let code = format!("R{i:02}");
            let day = format!("2024-01-{:02}", 10 + i % 3);
            record(server, &code, json!({"title": {"en": format!("Title {}", i % 4)}, "when": {"start": day, "precision": "day"}}));
            there.insert(code);
        }
        for sort in ["start", "-start", "code", "-code", "title", "-title", "updated_at", "-updated_at"] {
            let codes = walk(&server.public(), &format!("sort={sort}&limit=5"), |page| {
                let (first, last) = (format!("A-{sort}-{page}"), format!("Z-{sort}-{page}"));
                record(server, &first, json!({"title": {"en": "A"}, "when": {"start": "2001-01-01", "precision": "day"}}));
                record(server, &last, json!({"title": {"en": "Z"}, "when": {"start": "2025-01-01", "precision": "day"}}));
            });
            let once: BTreeSet<String> = codes.iter().cloned().collect();
            assert_eq!(once.len(), codes.len(), "{sort}: shown twice");
            assert!(there.is_subset(&once), "{sort}: {:?} was not shown", there.difference(&once).collect::<Vec<_>>());
            for code in once.difference(&there) {
                let path = format!("{PATH}/{code}");
                let etag = server.officer().get(&path).etag();
                server.officer().delete(&path, &etag).expect(204);
            }
            for made in server.officer().get(&format!("{PATH}?limit=500&q=a")).json()["items"].as_array().unwrap() {
                let code = made["code"].as_str().unwrap();
                if !there.contains(code) {
                    server.officer().delete(&format!("{PATH}/{code}"), "W/\"1\"").expect(204);
                }
            }
        }
    }

    fn pages_keep_their_filters_and_count(server: &Server) {
        for i in 0..9 {
            record(server, &format!("W{i}"), json!({"type": if i % 2 == 0 { "webinar" } else { "seminar" }, "title": {"en": "a title"}}));
        }
        let first = server.public().get(&format!("{PATH}?type=webinar&limit=2&count=exact")).json();
        assert_eq!((first["total"].as_i64(), first["items"].as_array().unwrap().len()), (Some(5), 2));
        assert_eq!(walk(&server.public(), "type=webinar&limit=2&sort=code", |_| {}), ["W0", "W2", "W4", "W6", "W8"]);
        assert_eq!(walk(&server.public(), "q=a+title&limit=4&sort=-code&count=exact", |_| {}).len(), 9);
        let whole = server.public().get(&format!("{PATH}?limit=9")).json();
        assert_eq!((&whole["next_cursor"], whole.get("total")), (&Value::Null, None), "a full last page is the last");
    }

    fn a_cursor_serves_its_own_sort_only(server: &Server) {
        record(server, "A", json!({}));
        record(server, "B", json!({}));
        let cursor = server.public().get(&format!("{PATH}?limit=1&sort=code")).json()["next_cursor"].as_str().unwrap().to_owned();
        server.public().get(&format!("{PATH}?sort=code&cursor={cursor}")).expect(200);
        let wrong = [format!("sort=title&cursor={cursor}"), format!("cursor={cursor}"), format!("sort=code&cursor={}", &cursor[2..]), format!("sort=code&cursor={cursor}zz")];
        for query in wrong {
            let reply = server.public().get(&format!("{PATH}?{query}"));
            assert!([400, 422].contains(&reply.status), "{query}: {}", reply.status);
        }
        // Well formed, of values that are none: -start with a word for a day, updated_at with a word for an instant.
        for (sort, value) in [("-start", "word"), ("updated_at", "word"), ("updated_at", "99999999999999999999"), ("start", "+999999-01-01")] {
            let cursor: String = format!("{sort}\u{1f}1\u{1f}{value}").bytes().map(|b| format!("{b:02x}")).collect();
            let reply = server.public().get(&format!("{PATH}?sort={sort}&cursor={cursor}"));
            assert!(reply.status < 500, "{sort} {value}: {}", reply.text());
        }
    }
}
