//! Statements of how many came, and the judge of them.

use serde_json::{Value, json};

use crate::support::people::*;
use crate::support::*;

on_both! {
    fn a_statement_that_cannot_be_true_is_refused_with_its_numbers_in_three_languages(server: &Server) {
        let body = |counts: Value, countries: Value| with(activity("Course"), json!({"counts": counts, "countries": countries}));
        let listed = json!([{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "attending"}, {"country": "TUR", "role": "provider"}]);
        let head = |n: u32| json!({"value": n, "qualifier": "exact"});
        for (counts, at, code) in [
            (json!({"participants": head(1)}), "/counts/participants/value", "impossible_total"),
            (json!({"participants": head(2), "countries": 3}), "/counts/participants/value", "impossible_total"),
            (json!({"participants": head(20), "countries": 1}), "/counts/countries", "countries_below_named"),
            (json!({"participants": head(20), "countries": 12, "countries_of": "members"}), "/counts/countries", "unnamed_beyond_pool"),
            (json!({"participants": head(5), "cells": [{"country": "AZE", "participants": 6}]}), "/counts/participants/value", "impossible_total"),
            (json!({"cells": [{"sex": "female", "participants": 2}, {"sex": "female", "country": "AZE", "participants": 3}]}), "/counts/cells/0/participants", "cell_below_parts"),
            (json!({"cells": [{"country": "AZE", "participants": 9}, {"country": "AZE", "sex": "female", "participants": 3}, {"country": "AZE", "sex": "male", "participants": 3}, {"country": "AZE", "sex": "unknown", "participants": 2}]}), "/counts/cells/0/participants", "cell_above_sexes"),
            (json!({"participants": head(30), "cells": [{"sex": "female", "participants": 12}, {"sex": "male", "participants": 10}, {"sex": "unknown", "participants": 5}]}), "/counts/cells", "impossible_total"),
            (json!({"participants": head(20), "cells": [{"sex": "female", "participants": 12}, {"sex": "unknown", "participants": 9}]}), "/counts/participants/value", "impossible_total"),
        ] {
            for language in ["en", "fr", "ar"] {
                let refused = server.officer().with("accept-language", language).post(A, &body(counts.clone(), listed.clone())).refused(422, "invalid").names(at, code);
                let said = refused.body["errors"][0]["detail"].as_str().unwrap().to_owned();
                assert!(said.chars().any(|c| c.is_ascii_digit()) && !said.contains('{'), "{language}: {said}");
            }
        }
        let incomplete = json!({"participants": head(20), "countries": 1, "countries_complete": false});
        server.officer().record(&body(incomplete, listed.clone()));
        let about = json!({"participants": {"value": 1, "qualifier": "about"}});
        server.officer().record(&body(about, listed));
    }

    fn cells_that_nobody_can_have_come_to_together_are_refused(server: &Server) {
        let officer = server.officer();
        let two = json!([{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "beneficiary"}]);
        let cells = json!([{"country": "AZE", "participants": 2}, {"sex": "male", "participants": 0}, {"country": "AZE", "sex": "female", "participants": 0}]);
        let counts = json!({"participants": {"value": 5, "qualifier": "exact"}, "countries": 3, "countries_of": "members", "cells": cells});
        for language in ["en", "fr", "ar"] {
            let body = with(activity("Course"), json!({"counts": counts, "countries": two}));
            let refused = officer.with("accept-language", language).post(A, &body).refused(422, "invalid");
            refused.names_exactly(&[("/counts/cells/1/participants", "cell_below_parts")]);
        }
        let course = officer.record(&with(activity("Course"), json!({"countries": two})));
        officer.post(&counts_of(&course), &counts).refused(422, "invalid").names_exactly(&[("/cells/1/participants", "cell_below_parts")]);
        let no_women = json!([{"sex": "female", "participants": 1}, {"country": "AZE", "sex": "female", "participants": 0}, {"country": "SEN", "sex": "female", "participants": 0}]);
        let no_women = json!({"participants": {"value": 2}, "cells": no_women});
        for language in ["en", "fr", "ar"] {
            let refused = officer.with("accept-language", language).post(&counts_of(&course), &no_women).refused(422, "invalid");
            refused.names_exactly(&[("/cells", "cells_disagree")]);
        }
        let men = json!({"participants": {"value": 5}, "cells": [{"country": "AZE", "participants": 2}, {"sex": "male", "participants": 2}, {"country": "AZE", "sex": "female", "participants": 0}]});
        officer.post(&counts_of(&course), &men).expect(201);
        let woman = json!({"participant": {"name": "A", "country": "AZE", "sex": "female"}, "role": "trainee", "status": "attended"});
        officer.post(&roster_of(&course), &woman).expect(422);
    }

    fn naming_more_countries_than_people_came_is_refused(server: &Server) {
        let course = server.officer().record(&activity_of("Course", "2024-05-06", 1));
        let two = json!({"countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "beneficiary"}]});
        server.officer().patch(&at(A, &course), &two, "W/\"1\"").refused(422, "invalid").names("/counts/participants/value", "impossible_total");
        let hosts = json!({"countries": [{"country": "AZE", "role": "host"}, {"country": "SEN", "role": "provider"}]});
        server.officer().patch(&at(A, &course), &hosts, "W/\"1\"").expect(200);
    }

    fn statements_are_listed_and_the_newest_supersedes(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity_of("Course", "2024-05-06", 43));
        let first = server.public().get(&counts_of(&course)).expect(200).json()["items"][0].clone();
        let members: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["id", "version", "participants", "countries", "countries_of", "countries_complete", "roster_complete", "cells", "source",
            "standing", "reason", "created_at"]);
        assert_eq!((&first["standing"], &first["version"]), (&json!(true), &json!(1)));
        let text_says = json!({"participants": {"value": 45}, "countries": 18, "source": "the text", "reason": "the list of names has 45 lines"});
        let reply = officer.post(&counts_of(&course), &text_says).expect(201);
        let second = reply.json();
        assert_eq!(reply.header("location"), Some(at("/api/v1/counts", &second).as_str()));
        assert_eq!(server.public().get(&at("/api/v1/counts", &second)).expect(200).json(), second);
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["participants"]["value"]), (&json!(2), &json!(45)));
        assert_eq!((&after["counts"]["source"], &after["counts"]["level"]), (&json!("the text"), &json!(2)));
        let listed = server.public().get(&format!("{}?count=exact", counts_of(&course))).expect(200).json();
        assert_eq!(listed["total"], 2);
        assert_eq!(every(&listed["items"], "standing"), ["false", "true"]);
        let page = server.public().get(&format!("{}?limit=1", counts_of(&course))).expect(200).json();
        let rest = server.public().get(&format!("{}?limit=1&cursor={}", counts_of(&course), text(&page, "next_cursor"))).expect(200).json();
        assert_eq!((&rest["items"][0], &rest["next_cursor"]), (&second, &Value::Null));
        server.public().post(&counts_of(&course), &text_says).refused(401, "unauthorized");
        server.analyst().post(&counts_of(&course), &text_says).refused(403, "forbidden");
    }

    fn a_statement_that_does_not_stand_changes_no_figure(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&with(activity_of("Course", "2024-05-06", 43), json!({"countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "beneficiary"}]})));
        let heading = json!({"participants": {"value": 1}, "standing": false, "reason": "the heading is a slip"});
        let made = officer.post(&counts_of(&course), &heading).expect(201).json();
        assert_eq!(now(server, &course), course);
        let path = at("/api/v1/counts", &made);
        officer.patch(&path, &json!({"standing": true}), "W/\"1\"").refused(422, "invalid").names("/participants/value", "impossible_total");
        let nonsense = json!({"participants": {"value": 1}, "countries": 2, "standing": false});
        officer.post(&counts_of(&course), &nonsense).refused(422, "invalid").names("/participants/value", "impossible_total");
        let unread = json!({"participants": {"value": -1, "qualifier": "some"}, "standing": "yes", "total": 3});
        officer.post(&counts_of(&course), &unread).refused(422, "invalid").names_exactly(&[("/participants/value", "out_of_range"),
            ("/participants/qualifier", "unknown_code"), ("/standing", "wrong_type"), ("/total", "unknown_field")]);
    }

    fn of_a_statement_only_its_standing_and_reason_change(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity_of("Course", "2024-05-06", 43));
        let first = officer.get(&counts_of(&course)).expect(200).json()["items"][0].clone();
        officer.post(&counts_of(&course), &json!({"participants": {"value": 45}})).expect(201);
        let path = at("/api/v1/counts", &first);
        let etag = officer.get(&path).expect(200).etag();
        officer.patch(&path, &json!({"participants": {"value": 44}}), &etag).refused(422, "invalid").names_exactly(&[("/participants", "never_edited")]);
        officer.patch(&path, &json!({"version": 9}), &etag).refused(422, "read_only");
        officer.patch(&path, &json!({"standing": null}), &etag).refused(422, "invalid").names("/standing", "required");
        officer.patch(&path, &json!({"standing": true}), "W/\"9\"").refused(412, "stale");
        officer.send("PATCH", &path, Some(("application/merge-patch+json", b"{}"))).refused(428, "precondition_required");
        let sent_back = with(officer.get(&path).expect(200).json(), json!({"standing": true, "reason": "the heading was right"}));
        let changed = officer.patch(&path, &sent_back, &etag).expect(200);
        assert_eq!((&changed.json()["standing"], &changed.json()["reason"]), (&json!(true), &json!("the heading was right")));
        assert_eq!(every(&officer.get(&counts_of(&course)).expect(200).json()["items"], "standing"), ["true", "false"]);
        let after = now(server, &course);
        assert_eq!((&after["counts"]["participants"]["value"], &after["version"]), (&json!(43), &json!(3)));
        let reworded = officer.patch(&path, &json!({"reason": null}), &changed.etag()).expect(200);
        assert_eq!(now(server, &course)["version"], 3, "a reason changes no figure");
        officer.patch(&path, &json!({"standing": false}), &reworded.etag()).expect(200);
        let after = now(server, &course);
        assert_eq!((&after["counts"]["participants"], &after["counts"]["level"], &after["version"]), (&Value::Null, &json!(0), &json!(4)));
    }

    fn what_hangs_on_a_draft_or_a_deleted_activity_is_hidden_with_it(server: &Server) {
        let officer = server.officer();
        let draft = officer.record(&with(activity_of("Course", "2024-05-06", 5), json!({"status": "draft"})));
        let count = officer.get(&counts_of(&draft)).expect(200).json()["items"][0].clone();
        let made = meet(server, &person("A", json!({})));
        let row = officer.post(&roster_of(&draft), &trainee(&made)).expect(201).json();
        server.public().get(&counts_of(&draft)).refused(404, "not_found");
        server.public().get(&at("/api/v1/counts", &count)).refused(404, "not_found");
        let row_at = at("/api/v1/participations", &row);
        officer.delete(&at(A, &draft), "W/\"2\"").expect(204);
        officer.get(&row_at).refused(404, "gone");
        officer.patch(&row_at, &json!({"role": "expert"}), "W/\"1\"").refused(404, "gone");
        officer.get(&at("/api/v1/counts", &count)).refused(404, "gone");
        officer.post(&roster_of(&draft), &trainee(&made)).refused(404, "gone");
        officer.delete(&at(P, &made), "W/\"1\"").refused(409, "in_use");
        officer.post(&format!("{}/restore", at(A, &draft)), &json!({})).expect(200);
        assert_eq!(officer.get(&row_at).expect(200).json(), row);
    }
}
