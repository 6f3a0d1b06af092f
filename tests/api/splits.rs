//! Splits by sex that cover all people or some, completeness that nobody stated, and activities of no country.

use serde_json::{Value, json};

use crate::support::people::*;
use crate::support::*;

const S: &str = "/api/v1/statistics";

fn held(counts: &Value) -> Value {
    with(activity_on("Course", "2021-03-18"), json!({"counts": counts}))
}

fn cells(cells: &[(&str, u32)]) -> Value {
    cells
        .iter()
        .map(|(sex, people)| json!({"sex": sex, "participants": people}))
        .collect()
}

/// Key, low, high and reported of each row.
fn rows(client: &Client, by: &str, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("{S}?by={by}&{query}")).expect(200).json();
    let row = |row: &Value| json!([row[by], row["low"], row["high"], row["reported"]]);
    answer["rows"].as_array().unwrap().iter().map(row).collect()
}

on_both! {
    fn sex_may_be_known_of_some(server: &Server) {
        let officer = server.officer();
        let some = json!({"participants": {"value": 30}, "cells": cells(&[("female", 12), ("male", 10)])});
        let made = officer.record(&held(&some));
        let expected = [json!(["female", 12, 20, 12]), json!(["male", 10, 18, 10]), json!(["unknown", 8, 8, 8])];
        assert_eq!(rows(&officer, "sex", ""), expected);
        assert_eq!(rows(&server.public(), "sex", ""), expected, "nothing of it is small");
        let whole = json!({"cells": cells(&[("female", 12), ("male", 10), ("unknown", 8)])});
        officer.post(&counts_of(&made), &whole).expect(201);
        assert_eq!(now(server, &made)["counts"]["cells"][2], json!({"sex": "unknown", "participants": 8}));
        assert_eq!(rows(&officer, "sex", ""), expected, "the three are the whole");
        assert_eq!(rows(&officer, "year", "sex=unknown"), [json!([2021, 8, 8, 8])]);
        assert_eq!(rows(&officer, "year", "sex=female,unknown"), [json!([2021, 20, 20, 20])]);
        let csv = server.public().get("/api/v1/reports/activities.csv").expect(200).text();
        assert!(csv.contains(r#"{""sex"":""unknown"",""participants"":8}"#), "{csv}");
        let one = json!({"participants": {"value": 30}, "cells": cells(&[("female", 12), ("unknown", 5)])});
        officer.post(&counts_of(&made), &one).expect(201);
        assert_eq!(rows(&officer, "sex", ""), [json!(["female", 12, 17, 12]), json!(["male", 13, 18, 13]), json!(["unknown", 5, 5, 5])]);
        assert_eq!(rows(&officer, "sex", "measure=person_days")[1], json!(["male", 13, 18, 13]));
    }

    fn a_sex_that_is_left_out_takes_the_rest_once(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&held(&json!({"participants": {"value": 30}, "cells": cells(&[("female", 12)])})));
        assert_eq!(rows(&server.public(), "sex", ""), [json!(["female", 12, 12, 12]), json!(["male", 18, 18, 18])]);
        let about = json!({"participants": {"value": 30, "qualifier": "about"}, "cells": cells(&[("female", 12)])});
        officer.post(&counts_of(&made), &about).expect(201);
        assert_eq!(rows(&officer, "sex", ""), [json!(["female", 12, 12, 12]), json!(["male", 0, null, 18])]);
        assert_eq!(rows(&officer, "year", "measure=share_of_women")[0][3], 0.4);
    }

    fn few_of_a_split_that_covers_some_are_told_nobody(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&held(&json!({"participants": {"value": 30}, "cells": cells(&[("female", 12), ("male", 10)])})));
        let told = |split: &[(&str, u32)]| {
            officer.post(&counts_of(&made), &json!({"participants": {"value": 30}, "cells": cells(split)})).expect(201);
            let shown = server.public().get(&at(A, &made)).expect(200).json()["counts"]["cells"].clone();
            (shown, server.public().get(&format!("{S}?by=sex")).expect(200).json()["rows"].clone())
        };
        assert_eq!(told(&[("female", 2), ("male", 10)]), told(&[("female", 3), ("male", 20)]));
        assert_eq!(told(&[("female", 2), ("male", 20), ("unknown", 8)]), told(&[("female", 27), ("unknown", 1)]), "two men are left");
        let (shown, rows) = told(&[("female", 0), ("male", 26), ("unknown", 4)]);
        assert_eq!((&shown.as_array().unwrap().len(), &rows[0]["reported"]), (&3, &json!(0)), "four of no stated sex give nobody away");
    }

    fn completeness_is_stated_only_of_what_is_there(server: &Server) {
        let officer = server.officer();
        let flags = |made: &Value| json!([now(server, made)["counts"]["countries_complete"], now(server, made)["counts"]["roster_complete"]]);
        let counts = json!({"participants": {"value": 30}, "countries_complete": true, "roster_complete": false});
        let made = officer.record(&held(&counts));
        assert_eq!(flags(&made), json!([null, null]));
        let read = officer.get(&at(A, &made)).expect(200);
        let back = officer.put(&at(A, &made), &read.json(), &read.etag()).expect(200);
        assert_eq!((&back.json(), back.etag()), (&read.json(), read.etag()), "what was read can be sent back");
        let listed = json!({"countries": [{"country": "AZE", "role": "attending"}]});
        officer.patch(&at(A, &made), &listed, &read.etag()).expect(200);
        assert_eq!(flags(&made), json!([true, null]));
        officer.post(&roster_of(&made), &json!({"participant": {"name": "A"}, "role": "trainee", "status": "attended"})).expect(201);
        assert_eq!(flags(&made), json!([true, false]), "what was stated before the roster came is kept until then");
        let incomplete = json!({"countries": [], "counts": {"participants": {"value": 30}, "countries_complete": false}});
        officer.patch(&at(A, &made), &incomplete, &officer.get(&at(A, &made)).etag()).expect(200);
        assert_eq!(flags(&made)[0], Value::Null, "where none is named, whatever a body says");
        let listed_counts = server.public().get(&counts_of(&made)).expect(200).json();
        assert_eq!(every(&listed_counts["items"], "countries_complete"), ["null"], "it states nothing new");
        let csv = server.public().get("/api/v1/reports/activities.csv").expect(200).text();
        assert!(csv.contains(",any,,true,") || csv.contains(",any,,false,"), "{csv}");
    }

    fn an_old_etag_does_not_keep_an_old_reading(server: &Server) {
        let made = server.officer().record(&held(&json!({"participants": {"value": 30}})));
        server.public().with("if-none-match", "W/\"1\"").get(&at(A, &made)).expect(200);
        let now = server.public().get(&at(A, &made)).etag();
        server.public().with("if-none-match", &now).get(&at(A, &made)).expect(304);
        server.officer().patch(&at(A, &made), &json!({"notes": "x"}), "W/\"1\"").expect(200);
    }

    fn people_of_no_country_stand_in_a_row_of_their_own(server: &Server) {
        let officer = server.officer();
        officer.record(&held(&json!({"participants": {"value": 12}, "countries": 0})));
        let public = server.public();
        assert_eq!(rows(&public, "country", ""), [json!(["none", 12, 12, 12])]);
        assert_eq!(rows(&public, "oic_group", ""), [json!(["none", 12, 12, 12])]);
        assert_eq!(rows(&public, "year", "country=none"), [json!([2021, 12, 12, 12])]);
        assert_eq!(rows(&public, "year", "country=TUR"), Vec::<Value>::new());
        let countries = public.get(&format!("{S}?measure=countries")).expect(200).json();
        assert_eq!((&countries["total"]["low"], &countries["total"]["high"]), (&json!(0), &json!(0)));
    }

    fn a_stated_zero_is_opened(server: &Server) {
        let counts = json!({"participants": {"value": 5}, "cells": [{"country": "TUR", "participants": 0}]});
        let made = server.officer().record(&held(&counts));
        let opened = server.public().get(&format!("{S}/explain?country=TUR")).expect(200).json();
        assert_eq!((&opened["total"]["reported"], &opened["items"][0]["id"]), (&json!(0), &made["id"]));
    }
}
