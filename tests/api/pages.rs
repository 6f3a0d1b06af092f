//! The pages: three languages, both directions, the same figures as the API, nothing from elsewhere.

use qudra::text::Lang;

use crate::support::builders::activity_of;

on_both! {
    fn the_front_page_goes_to_the_language_that_the_browser_asks_for(server: &Server) {
        for (asked, page) in [("ar-TN, en;q=0.5", "/ar/"), ("fr", "/fr/"), ("ja", "/en/")] {
            let reply = server.public().with("Accept-Language", asked).get("/").expect(302);
            assert_eq!(reply.header("location"), Some(page), "{asked}");
        }
    }

    fn each_language_has_its_direction_and_no_text_is_missing(server: &Server) {
        for lang in Lang::ALL {
            let page = server.public().get(&format!("/{}/", lang.tag())).expect(200).text();
            let direction = if lang.is_rtl() { "rtl" } else { "ltr" };
            assert!(page.contains(&format!(r#"<html lang="{}" dir="{direction}">"#, lang.tag())), "{lang:?}");
            assert!(!page.contains(">page-"), "{lang:?}: a text is missing");
        }
    }

    fn the_page_shows_what_the_api_answers_and_says_what_is_missing(server: &Server) {
        server.officer().record(&activity_of("Counted", "2019-03-04", 1234));
        server.officer().record(&qudra_uncounted());
        let page = server.public().get("/en/").expect(200).text();
        assert!(page.contains("at least 1,234"), "what is certain");
        assert_eq!(page.matches("1 of 2 activities").count(), 1, "what is missing is said once");
        assert!(page.contains("1 of 2 activities does not say how many came"), "what is missing");
    }

    fn three_published_figures_are_on_the_front_and_all_on_a_page_of_their_own(server: &Server) {
        for n in 1..=5 {
            let claim = serde_json::json!({"measure": "activities_organised", "value": n, "qualifier": "exact", "scope": format!("scope {n}"),
                "statement": format!("Statement {n}"), "source": "https://example.org/", "since": "2007", "as_of": "2024-10-21",
                "record_measure": "activities", "record_filter": "all"});
            server.officer().post("/api/v1/published-figures", &claim).expect(201);
        }
        for lang in Lang::ALL {
            let path = format!("/{}/published", lang.tag());
            let front = server.public().get(&format!("/{}/", lang.tag())).expect(200).text();
            assert_eq!(front.matches("Statement ").count(), 3, "{lang:?}");
            assert!(front.contains(&path) && !front.contains("/reconciliation") && !front.contains("meetings="), "{lang:?}");
            let page = server.public().get(&path).expect(200);
            server.public().with("If-None-Match", &page.etag()).get(&path).expect(304);
            let page = page.text();
            assert_eq!(page.matches("Statement ").count(), 5, "{lang:?}");
            assert!(!page.contains(">page-") && !page.contains("2024-10-21"), "{lang:?}");
        }
    }

    fn what_has_no_certain_date_is_said_once(server: &Server) {
        for title in ["One", "Two"] {
            server.officer().record(&crate::support::builders::activity(title));
        }
        server.officer().record(&activity_of("Counted", "2019-03-04", 1234));
        let page = server.public().get("/en/").expect(200).text();
        assert_eq!(page.matches("no certain date").count(), 1);
        assert!(page.contains("2 further activities have no certain date"));
        assert!(page.contains("Coverage not stated: nobody has declared"));
    }

    fn an_empty_record_says_so(server: &Server) {
        let page = server.public().get("/en/").expect(200).text();
        assert!(page.contains("The record is empty"));
    }

    fn a_title_cannot_carry_markup_into_the_page(server: &Server) {
        let claim = serde_json::json!({
            "measure": "activities_organised", "value": 3, "qualifier": "exact", "scope": "all",
            "statement": "<script>alert(1)</script> three", "source": "https://example.org/", "since": "2007"
        });
        server.officer().post("/api/v1/published-figures", &claim).expect(201);
        let page = server.public().get("/en/").expect(200).text();
        assert!(!page.contains("<script>") && page.contains("script&#62;"), "{page}");
    }

    fn pages_load_nothing_from_elsewhere(server: &Server) {
        for path in ["/en/", "/docs/"] {
            let reply = server.public().get(path).expect(200);
            let policy = reply.header("content-security-policy").unwrap_or_default().to_owned();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("http"), "{path}: {policy}");
            for tag in ["src=\"http", "href=\"//", "src=\"//", "@import"] {
                assert!(!reply.text().contains(tag), "{path} has {tag}");
            }
        }
    }

    fn a_page_is_sent_once_for_a_data_version(server: &Server) {
        let first = server.public().get("/fr/").expect(200);
        server.public().with("If-None-Match", &first.etag()).get("/fr/").expect(304);
        server.officer().record(&activity_of("New", "2019-03-04", 5));
        server.public().with("If-None-Match", &first.etag()).get("/fr/").expect(200);
    }

    fn the_documentation_and_the_style_are_served(server: &Server) {
        assert!(server.public().get("/docs/").expect(200).text().contains("swagger-ui"));
        assert!(server.public().get("/docs/swagger-initializer.js").expect(200).text().contains("/openapi.json"));
        assert!(server.public().get("/static/qudra.css").expect(200).text().contains('{'));
        server.public().get("/static/nothing.css").refused(404, "not_found");
        server.public().send("POST", "/en/", None).refused(405, "method_not_allowed");
    }
}

fn qudra_uncounted() -> serde_json::Value {
    crate::support::builders::activity_on("Not counted", "2019-05-06")
}
