//! What holds at every address: records under older codes, keys, empty refusals, cursors, what a dry run shows, and the
//! page that the type of a problem leads to.

use serde_json::json;

use crate::support::*;

const PATH: &str = "/api/v1/activities";

/// An activity that has another code than before: its path, and the path by its older code.
fn renamed(server: &Server) -> (String, String) {
    let made = server
        .officer()
        .record(&with(activity("Price statistics"), json!({"code": "OLDC"})));
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    server
        .officer()
        .patch(&path, &json!({"code": "NEWC"}), "W/\"1\"")
        .expect(200);
    (path, format!("{PATH}/OLDC"))
}

on_both! {
    fn what_is_asked_of_an_older_code_is_asked_of_the_newer_one(server: &Server) {
        let (_, old) = renamed(server);
        for rest in ["", "/counts", "/counts?limit=5&count=exact", "/versions", "/participations"] {
            let moved = server.officer().get(&format!("{old}{rest}")).expect(301);
            let location = moved.header("location").unwrap().to_owned();
            assert_eq!(location, format!("{PATH}/NEWC{rest}"));
            server.officer().get(&location).expect(200);
        }
    }

    fn a_write_to_an_older_code_is_sent_on_as_it_is(server: &Server) {
        let (path, old) = renamed(server);
        let officer = server.officer();
        let counts = json!({"participants": {"value": 12, "qualifier": "exact"}});
        for (reply, rest) in [
            (officer.patch(&old, &json!({"notes": "x"}), "W/\"2\""), ""), (officer.delete(&old, "W/\"2\""), ""),
            (officer.put(&old, &activity("x"), "W/\"2\""), ""), (officer.post(&format!("{old}/counts"), &counts), "/counts"),
            (officer.post(&format!("{old}/counts?dry_run=true"), &counts), "/counts?dry_run=true"),
        ] {
            assert_eq!((reply.status, reply.header("location")), (308, Some(format!("{PATH}/NEWC{rest}").as_str())));
            reply.refused(308, "moved");
        }
        assert_eq!(officer.get(&path).json()["version"], 2, "nothing was written");
        officer.post(&format!("{PATH}/NEWC/counts"), &counts).expect(201);
    }

    fn a_key_that_is_not_valid_is_401_at_every_address(server: &Server) {
        let stranger = server.public().with("authorization", &format!("Bearer qk_{}", "0".repeat(64)));
        for path in ["/", "/en/", "/docs/", "/docs/problems", "/openapi.json", "/healthz", "/readyz", "/static/qudra.css", "/nowhere", "/api/v1/nowhere", "/api/v1/activities"] {
            let reply = stranger.get(path);
            assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"qudra\", error=\"invalid_token\""), "{path}");
            reply.refused(401, "unauthorized");
        }
        stranger.send("POST", "/healthz", None).refused(401, "unauthorized");
        for path in ["/en/", "/docs/", "/openapi.json", "/healthz"] {
            server.analyst().get(path).expect(200);
        }
    }

    fn an_empty_refusal_is_a_problem_too(server: &Server) {
        server.public().get("/docs/nope").refused(404, "not_found");
        let reply = server.public().send("POST", "/docs/", None);
        assert!(reply.all("allow").contains("GET"));
        reply.refused(405, "method_not_allowed");
    }

    fn a_path_that_is_spelt_out_is_no_record_of_that_name(server: &Server) {
        let document = server.public().get("/openapi.json").expect(200).json();
        let paths = document["paths"].as_object().unwrap();
        let methods = |path: &str| -> Vec<String> {
            let known = paths[path].as_object().unwrap().keys();
            known.map(|method| method.to_uppercase()).filter(|method| method.len() < 7).collect()
        };
        let takes = |template: &str, path: &str| {
            let (template, path) = (template.split('/'), path.split('/'));
            template.clone().count() == path.clone().count() && template.zip(path).all(|(a, b)| a == b || a.starts_with('{'))
        };
        let mut beside = 0;
        for path in paths.keys().filter(|path| !path.contains('{')) {
            let allowed = methods(path);
            let taken = paths.keys().filter(|template| template.contains('{') && takes(template, path));
            for method in taken.flat_map(|template| methods(template)).filter(|method| !allowed.contains(method)) {
                let reply = server.admin().send(&method, path, None);
                let allow = reply.header("allow").unwrap_or_else(|| panic!("{method} {path}: {}", reply.text())).to_owned();
                assert!(allowed.iter().all(|one| allow.contains(one.as_str())) && !allow.contains(method.as_str()), "{method} {path}: {allow}");
                reply.refused(405, "method_not_allowed");
                beside += 1;
            }
        }
        assert!(beside >= 4, "{beside}");
        let path = "/api/v1/published-figures/reconciliation";
        for method in ["PUT", "PATCH", "DELETE", "POST"] {
            server.officer().send(method, path, None).refused(405, "method_not_allowed");
        }
        server.officer().send("PUT", "/api/v1/published-figures/recon%63iliation", None).refused(405, "method_not_allowed");
        server.public().get("/api/v1/published-figures/proposals").refused(405, "method_not_allowed");
        server.caller(Some("qk_unknown")).send("PUT", path, None).refused(401, "unauthorized");
        assert_eq!(server.public().send("OPTIONS", path, None).expect(204).header("allow"), Some("GET, HEAD, OPTIONS"));
        server.public().head(path).expect(200);
    }

    fn an_address_has_an_end(server: &Server) {
        let long = |path: &str, length: usize| format!("{path}{}", "x".repeat(length - path.len()));
        for path in ["/api/v1/activities?q=", "/api/v1/activities/", "/openapi.json?", "/nowhere/", "/docs/", "/en/?", "/healthz?"] {
            for lang in ["en", "ar", "fr"] {
                let reply = server.public().with("accept-language", lang).get(&long(path, 8_193)).refused(422, "address_too_long");
                let detail = reply.body["detail"].as_str().unwrap();
                assert!(detail.contains("8192") && reply.body["instance"].as_str().unwrap().len() < 500, "{detail}");
            }
            assert_ne!(server.public().get(&long(path, 8_192)).status, 414, "{path}");
        }
        server.officer().post(&long("/api/v1/activities?", 9_000), &json!({})).refused(422, "address_too_long");
        server.public().head(&long("/api/v1/activities?q=", 60_000)).expect(422);
    }

    fn the_document_of_the_service_is_not_sent_twice(server: &Server) {
        let reply = server.public().get("/openapi.json").expect(200);
        let etag = reply.etag();
        assert!(server.public().with("if-none-match", &etag).get("/openapi.json").expect(304).body.is_empty());
        let head = server.public().head("/openapi.json").expect(200);
        assert!(head.body.is_empty() && head.etag() == etag);
        assert_eq!(server.public().with("if-none-match", "W/\"other\"").get("/openapi.json").expect(200).body, reply.body);
    }

    fn the_type_of_a_problem_leads_to_its_words(server: &Server) {
        let problem = server.public().get("/nowhere").refused(404, "not_found");
        assert_eq!(problem.body["type"], "/docs/problems#not_found");
        for (lang, word) in [("en", "Not found"), ("fr", "Introuvable"), ("ar", "غير موجود")] {
            let page = server.public().get(&format!("/docs/problems?lang={lang}")).expect(200);
            assert_eq!(page.header("content-language"), Some(lang));
            let text = page.text();
            for (code, status) in qudra::http::problem::KINDS {
                assert!(text.contains(&format!("id=\"{code}\"")) && text.contains(&status.to_string()), "{code}");
            }
            assert!(text.contains(word) && !text.contains("{$") && !text.contains("detail-") && !text.contains("problem-"), "{lang}");
        }
        let page = server.public().with("accept-language", "ar").get("/docs/problems").expect(200);
        assert_eq!(page.header("content-language"), Some("ar"));
        let home = server.public().get("/?lang=ar&ref=mail").expect(302);
        assert_eq!(home.header("location"), Some("/ar/"));
    }

    fn other_sites_read_what_the_api_answers_and_refuses(server: &Server) {
        let open = |path: &str| server.public().get(path).header("access-control-allow-origin").map(str::to_owned);
        assert_eq!(open(PATH).as_deref(), Some("*"));
        for path in ["/api/v1/participants", "/api/v1/activities/nothing", "/api/v1/activities?limit=0"] {
            assert_eq!(open(path).as_deref(), Some("*"), "{path}");
        }
        assert_eq!(open("/nowhere"), None);
    }

    fn a_dry_run_of_a_deletion_shows_what_would_go(server: &Server) {
        let (officer, admin) = (server.officer(), server.admin());
        let made = officer.record(&activity("Price statistics"));
        let person = officer.post("/api/v1/participants", &json!({"name": "Amina Yılmaz"})).expect(201).json();
        let seat = json!({"participant": person["id"], "role": "trainee", "status": "attended"});
        let seat = officer.post(&format!("{PATH}/{}/participations", made["id"].as_str().unwrap()), &seat).expect(201).json();
        let stranger = officer.post("/api/v1/participants", &json!({"name": "Stranger"})).expect(201).json();
        let figure = json!({"measure": "activities", "value": 3, "scope": "all", "statement": "Three"});
        let figure = officer.post("/api/v1/published-figures", &figure).expect(201).json();
        let before = server.data_version();
        for (client, path) in [
            (&officer, format!("{PATH}/{}", made["id"].as_str().unwrap())),
            (&officer, format!("/api/v1/participations/{}", seat["id"].as_str().unwrap())),
            (&officer, format!("/api/v1/participants/{}", stranger["id"].as_str().unwrap())),
            (&officer, format!("/api/v1/published-figures/{}", figure["id"].as_str().unwrap())),
            (&officer, "/api/v1/agencies/UNSD".into()), (&admin, "/api/v1/programmes/OIC-VET".into()), (&admin, "/api/v1/fields/health".into()),
        ] {
            let stands = client.get(&path).expect(200);
            let shown = client.delete(&format!("{path}?dry_run=true"), &stands.etag()).expect(200);
            assert_eq!(shown.json(), stands.json(), "{path}");
            client.delete(&format!("{path}?dry_run=true"), "W/\"99\"").refused(412, "stale");
        }
        assert_eq!(server.data_version(), before);
        let gone = officer.delete(&format!("{PATH}/{}", made["id"].as_str().unwrap()), &officer.get(&format!("{PATH}/{}", made["id"].as_str().unwrap())).etag()).expect(204);
        assert!(gone.body.is_empty() && gone.header("etag").is_none());
    }

    fn a_cursor_belongs_to_the_filters_it_was_made_with(server: &Server) {
        for title in ["A", "B", "C"] {
            server.officer().record(&activity(title));
        }
        let cursor = |path: &str| server.public().get(path).expect(200).json()["next_cursor"].as_str().unwrap().to_owned();
        let of_held = cursor(&format!("{PATH}?status=held&mode=unknown,in_person,online&limit=1"));
        let next = |query: &str| server.public().get(&format!("{PATH}?{query}&cursor={of_held}"));
        next("mode=unknown,in_person,online&status=held&limit=2&count=exact").expect(200);
        next("status=held").refused(422, "invalid").names_exactly(&[("cursor", "bad_cursor")]);
        next("limit=1").refused(422, "invalid").names_exactly(&[("cursor", "bad_cursor")]);
    }

    fn a_deleted_programme_and_a_deleted_field_are_restored_as_they_were(server: &Server) {
        let admin = server.admin();
        let parent = admin.post("/api/v1/programmes", &json!({"code": "Top", "name": {"en": "Top"}, "kind": "apex"})).expect(201);
        for (list, draft) in [
            ("/api/v1/programmes", json!({"code": "Gone", "former_codes": ["Earlier"], "name": {"en": "Gone", "ar": "مضى"}, "kind": "project", "parent": "Top", "launched_year": 2011})),
            ("/api/v1/fields", json!({"code": "gone", "name": {"en": "Gone"}, "parent": "sti", "mappings": [{"scheme": "DAC", "code": "110"}]})),
        ] {
            let made = admin.post(list, &draft).expect(201);
            let (record, code) = (made.json(), draft["code"].as_str().unwrap());
            let path = format!("{list}/{}", record["id"].as_str().unwrap());
            admin.post(&format!("{path}/restore"), &json!(null)).refused(409, "not_deleted");
            admin.delete(&path, &made.etag()).expect(204);
            admin.get(&path).refused(404, "gone");
            server.officer().post(&format!("{path}/restore"), &json!(null)).refused(403, "forbidden");
            let tried = admin.post(&format!("{list}/{code}/restore?dry_run=true"), &json!(null)).expect(200).json();
            let restored = admin.post(&format!("{list}/{code}/restore"), &json!(null)).expect(200);
            assert_eq!((restored.etag().as_str(), restored.json()["version"].clone()), ("W/\"3\"", json!(3)));
            assert_eq!(with(tried, json!({"updated_at": null})), with(restored.json(), json!({"updated_at": null})));
            assert_eq!(with(restored.json(), json!({"version": 1, "updated_at": record["updated_at"]})), record);
            assert_eq!(admin.get(&path).expect(200).json(), restored.json());
            assert_eq!(admin.get(&format!("{list}?q=gone&count=exact")).json()["total"], 1);
            admin.patch(&path, &json!({"name": {"en": "Here again"}}), &restored.etag()).expect(200);
            admin.post(&format!("{list}/nothing/restore"), &json!(null)).refused(404, "not_found");
        }
        admin.get("/api/v1/programmes/Earlier").expect(301);
        // What it stood under is restored before it.
        let (child, top) = (admin.get("/api/v1/programmes/Gone").expect(200), "/api/v1/programmes/Top");
        admin.delete(top, &parent.etag()).refused(409, "in_use");
        admin.delete("/api/v1/programmes/Gone", &child.etag()).expect(204);
        admin.delete(top, &parent.etag()).expect(204);
        admin.post("/api/v1/programmes/Gone/restore", &json!(null)).refused(422, "invalid").names_exactly(&[("/parent", "unknown_reference")]);
        admin.post(&format!("{top}/restore"), &json!(null)).expect(200);
        admin.post("/api/v1/programmes/Gone/restore", &json!(null)).expect(200);
    }

    fn a_search_takes_one_mark_between_words_for_another(server: &Server) {
        let officer = server.officer();
        officer.record(&activity("Webinar on SDG 9 Indicators"));
        let found = |query: &str| server.public().get(&format!("{PATH}?count=exact&q={query}")).expect(200).json()["total"].clone();
        for query in ["sdg-9", "SDG%209", "sdg.9", "sdg_9", "%22sdg%209%22"] {
            assert_eq!(found(query), 1, "{query}");
        }
        assert_eq!(found("sdg-8"), 0);
        let person = json!({"name": "Amina Yılmaz", "email": "Amina@Example.org"});
        officer.post("/api/v1/participants", &person).expect(201);
        let people = |query: &str| officer.get(&format!("/api/v1/participants?count=exact&q={query}")).expect(200).json()["total"].clone();
        assert_eq!((people("amina@example.org"), people("amina@example.com"), people("yilmaz")), (json!(1), json!(0), json!(1)));
    }

    fn a_body_in_another_character_set_is_not_taken_for_utf_8(server: &Server) {
        let draft = activity("Price statistics").to_string();
        let post = |media: &str| server.officer().send("POST", &format!("{PATH}?dry_run=true"), Some((media, draft.as_bytes())));
        post("application/json; charset=utf-16").refused(415, "unsupported_media_type");
        post("application/json;charset=\"iso-8859-1\"").refused(415, "unsupported_media_type");
        post("application/json; charset=UTF-8").expect(200);
        post("application/json; profile=x").expect(200);
    }
}
