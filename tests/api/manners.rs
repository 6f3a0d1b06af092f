//! The manners of the API: reading requests, conditional and repeatable writes, methods, headers, hostile input.

use serde_json::{Value, json};

use crate::support::*;

const PATH: &str = "/api/v1/activities";

/// The path of a fresh activity.
fn fresh(server: &Server) -> String {
    let made = server.officer().record(&activity("Price statistics"));
    format!("{PATH}/{}", made["id"].as_str().unwrap())
}

on_both! {
    fn an_unknown_parameter_is_refused_with_the_nearest_one(server: &Server) {
        let path = fresh(server);
        server.public().get(&format!("{PATH}?statuss=held")).refused(400, "unreadable")
            .names_exactly(&[("statuss", "unknown_parameter")]).suggests("statuss", "status");
        server.public().get(&format!("{path}?x=1")).refused(400, "unreadable").names("x", "unknown_parameter");
        server.officer().post(&format!("{PATH}?dryrun=true"), &activity("A")).refused(400, "unreadable").suggests("dryrun", "dry_run");
        server.officer().delete(&format!("{path}?force=1"), "W/\"1\"").refused(400, "unreadable");
    }

    fn every_fault_of_the_parameters_is_told_at_once(server: &Server) {
        server.public()
            .get(&format!("{PATH}?limit=abc&type=trainng&sort=sart&colour=red&from=2024-13&country=UZZ&count=all"))
            .refused(400, "unreadable")
            .names("limit", "not_a_number").names("type", "unknown_code").names("sort", "unknown_code")
            .names("colour", "unknown_parameter").names("from", "not_a_partial_date").names("count", "unknown_code")
            .suggests("sort", "start");
    }

    fn a_parameter_that_reads_and_is_wrong_is_422(server: &Server) {
        let get = |query: &str| server.public().get(&format!("{PATH}?{query}")).refused(422, "invalid");
        get("type=trainng_course").names_exactly(&[("type", "unknown_code")]).suggests("type", "training_course");
        get("programme=StatCab").names_exactly(&[("programme", "unknown_reference")]).suggests("programme", "StatCaB");
        get("country=UZZ&agency=TURKSTATT").names_exactly(&[("country", "unknown_reference"), ("agency", "unknown_reference")]);
        get("limit=0").names_exactly(&[("limit", "out_of_range")]);
        get("limit=501").names_exactly(&[("limit", "out_of_range")]);
        get("limit=99999999999999999999").names_exactly(&[("limit", "out_of_range")]);
        get("type=").names("type", "empty");
        get("q=").names("q", "empty");
        get("q=a%00b").names("q", "control_character");
        get("programme=%00").names("programme", "control_character");
        get("cursor=abc").names_exactly(&[("cursor", "bad_cursor")]);
        get("from=2025&to=2024").names_exactly(&[("from", "from_after_to")]);
        get(&format!("q={}", "x".repeat(201))).names_exactly(&[("q", "too_long")]);
    }

    fn a_parameter_that_cannot_be_read_is_400(server: &Server) {
        let get = |query: &str| server.public().get(&format!("{PATH}?{query}")).refused(400, "unreadable");
        get("limit=ten").names_exactly(&[("limit", "not_a_number")]);
        get("limit=1&limit=2").names_exactly(&[("limit", "repeated")]);
        get("year=20x4").names("year", "not_a_number");
        get("to=yesterday").names("to", "not_a_partial_date");
        get("q=%ff%fe").names("q", "not_text");
        server.officer().post(&format!("{PATH}?dry_run=maybe"), &activity("A")).refused(400, "unreadable").names("dry_run", "not_a_flag");
    }

    fn a_control_character_in_a_parameter_reads_and_is_not_valid(server: &Server) {
        let get = |query: &str| server.public().get(&format!("{PATH}?{query}")).refused(422, "invalid");
        get("q=a%00b").names("q", "control_character");
        get("programme=%00").names("programme", "control_character");
    }

    fn what_is_not_there_is_404_however_it_is_written(server: &Server) {
        for segment in ["0192d3a4-0000-7000-8000-000000000000", "nothing", "%00", "a%0d%0ab", "%20", "..%2f..%2fetc", "%ff", "دورة", "null"] {
            server.public().get(&format!("{PATH}/{segment}")).refused(404, "not_found");
        }
        server.public().get(&format!("{PATH}/{}", "x".repeat(3_000))).refused(404, "not_found");
        for path in ["/", "/api", "/api/v1", "/api/v1/nothing", "/api/v2/activities", "/api/v1/activities/x/y/z", "/.env"] {
            let reply = server.public().get(path);
            assert!(path == "/" || reply.clone().refused(404, "not_found").body["instance"] == path, "{path}: {}", reply.status);
        }
    }

    fn a_method_that_a_path_does_not_take_is_405_with_allow(server: &Server) {
        let path = fresh(server);
        for (method, path, allowed) in [
            ("PUT", PATH, &["GET", "HEAD", "POST"][..]), ("DELETE", PATH, &["GET", "POST"]), ("TRACE", PATH, &["GET"]),
            ("POST", &path, &["GET", "PUT", "PATCH", "DELETE"]), ("PURGE", &path, &["GET"]),
            ("GET", &format!("{path}/restore"), &["POST"]), ("POST", "/healthz", &["GET"]),
        ] {
            let reply = server.officer().send(method, path, None);
            let allow = reply.all("allow");
            for name in allowed {
                assert!(allow.split(", ").any(|m| m == *name), "{method} {path}: Allow: {allow}");
            }
            assert!(!allow.contains(method), "{method} {path}: Allow: {allow}");
            reply.refused(405, "method_not_allowed");
        }
    }

    fn options_says_what_a_path_takes(server: &Server) {
        let reply = server.public().send("OPTIONS", PATH, None).expect(204);
        let allow = reply.all("allow");
        assert!(allow.contains("GET") && allow.contains("POST") && allow.contains("OPTIONS"), "{allow}");
        server.public().send("OPTIONS", "/nowhere", None).refused(404, "not_found");
    }

    fn head_is_get_without_the_body(server: &Server) {
        let path = fresh(server);
        let (get, head) = (server.public().get(&path).expect(200), server.public().head(&path).expect(200));
        assert!(head.body.is_empty());
        assert_eq!(head.etag(), get.etag());
        assert_eq!(head.header("content-type"), get.header("content-type"));
        assert!(server.public().head(&format!("{PATH}/nothing")).expect(404).body.is_empty());
    }

    fn a_read_names_its_version_and_is_not_sent_twice(server: &Server) {
        let path = fresh(server);
        let read = server.public().get(&path).expect(200);
        assert_eq!(read.etag(), "W/\"1-r2\"");
        for tag in ["W/\"1-r2\"", "\"1-r2\"", "\"7\", W/\"1-r2\"", "*"] {
            let again = server.public().with("if-none-match", tag).get(&path).expect(304);
            assert!(again.body.is_empty());
            assert_eq!(again.etag(), read.etag());
        }
        // A version as it was read before its flags had three values is another answer.
        for other in ["W/\"2-r2\"", "W/\"1\""] {
            server.public().with("if-none-match", other).get(&path).expect(200);
        }
        server.officer().patch(&path, &json!({"notes": "changed"}), &read.etag()).expect(200);
        assert_eq!(server.public().with("if-none-match", "W/\"1-r2\"").get(&path).expect(200).etag(), "W/\"2-r2\"");
    }

    fn a_list_changes_its_etag_with_the_record_and_the_reader(server: &Server) {
        let first = server.public().get(PATH).expect(200).etag();
        server.public().with("if-none-match", &first).get(PATH).expect(304);
        assert_ne!(server.officer().get(PATH).etag(), first, "officers see drafts");
        server.officer().record(&activity("New"));
        server.public().with("if-none-match", &first).get(PATH).expect(200);
        let vary = server.public().get(PATH).all("vary").to_ascii_lowercase();
        assert!(vary.contains("authorization") && vary.contains("accept-language"), "{vary}");
    }

    fn a_change_needs_the_version_it_was_made_from(server: &Server) {
        let (path, officer) = (fresh(server), server.officer());
        let change = json!({"notes": "x"});
        let merge = |client: &crate::support::Client| client.send("PATCH", &path, Some(("application/merge-patch+json", b"{\"notes\":\"x\"}")));
        merge(&officer).refused(428, "precondition_required");
        merge(&officer.with("if-match", "*")).refused(428, "precondition_required");
        merge(&officer.with("if-match", "")).refused(428, "precondition_required");
        officer.send("PUT", &path, Some(("application/json", b"{}"))).refused(428, "precondition_required");
        officer.send("DELETE", &path, None).refused(428, "precondition_required");
        for stale in ["W/\"2\"", "W/\"0\"", "\"nonsense\"", "W/\"1x\""] {
            let reply = officer.patch(&path, &change, stale);
            assert_ne!(reply.status, 200, "If-Match: {stale}");
            reply.refused(412, "stale");
        }
        officer.put(&path, &activity("x"), "W/\"9\"").refused(412, "stale");
        officer.delete(&path, "W/\"9\"").refused(412, "stale");
        assert_eq!(server.public().get(&path).etag(), "W/\"1-r2\"", "nothing was changed");
        officer.patch(&path, &change, "\"7\", W/\"1\"").expect(200);
        officer.patch(&path, &json!({"notes": "y"}), "\"2\"").expect(200);
    }

    fn a_retried_post_makes_one_record(server: &Server) {
        let officer = server.officer().with("idempotency-key", "k-1");
        let first = officer.post(PATH, &activity("Once")).expect(201);
        let again = officer.post(PATH, &activity("Once")).expect(201);
        assert_eq!(again.body, first.body);
        assert_eq!((again.header("location"), again.etag()), (first.header("location"), first.etag()));
        officer.post(PATH, &activity("Twice")).refused(422, "idempotency_key_reused").names("Idempotency-Key", "idempotency_key_reused");
        assert_eq!(total(server, ""), 1);
        server.admin().with("idempotency-key", "k-1").post(PATH, &activity("Another's key")).expect(201);
        assert_eq!(total(server, ""), 2, "keys are each caller's own");
    }

    fn a_retry_after_a_restart_gets_the_same_answer(server: &Server) {
        let first = server.officer().with("idempotency-key", "k-2").post(PATH, &activity("Once")).expect(201);
        server.restart();
        let again = server.officer().with("idempotency-key", "k-2").post(PATH, &activity("Once")).expect(201);
        assert_eq!(again.body, first.body);
        assert_eq!(total(server, ""), 1);
    }

    fn concurrent_retries_make_one_record(server: &Server) {
        let officer = server.officer().with("idempotency-key", "k-3");
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..12).map(|_| scope.spawn(|| officer.post(PATH, &activity("Once")))).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let made: Vec<&Reply> = replies.iter().filter(|r| r.status == 201).collect();
        assert!(!made.is_empty());
        assert!(replies.iter().all(|r| r.status == 201 && r.body == made[0].body || r.status == 409));
        assert_eq!(total(server, ""), 1);
    }

    fn a_refusal_is_judged_anew_under_the_same_key(server: &Server) {
        let officer = server.officer().with("idempotency-key", "k-4");
        officer.post(PATH, &json!({})).refused(422, "invalid");
        officer.post(PATH, &activity("Now right")).expect(201);
    }

    fn an_idempotency_key_is_short_and_visible(server: &Server) {
        for key in ["", "two words", &"x".repeat(201)] {
            server.officer().with("idempotency-key", key).post(PATH, &activity("A")).refused(400, "unreadable")
                .names("Idempotency-Key", "idempotency_key");
        }
        server.officer().with("idempotency-key", &"x".repeat(200)).post(PATH, &activity("A")).expect(201);
    }

    fn a_dry_run_judges_and_writes_nothing(server: &Server) {
        let (path, officer, before) = (fresh(server), server.officer(), server.data_version());
        let keyed = officer.with("idempotency-key", "dry");
        let made = keyed.post(&format!("{PATH}?dry_run=true"), &with(activity("Dry"), json!({"code": "DRY-1"}))).expect(200);
        assert_eq!((made.header("location"), made.json()["code"].as_str()), (None, Some("DRY-1")));
        officer.post(&format!("{PATH}?dry_run=true"), &json!({})).refused(422, "invalid");
        let changed = officer.patch(&format!("{path}?dry_run=true"), &json!({"notes": "dry"}), "W/\"1\"").expect(200).json();
        assert_eq!((changed["notes"].as_str(), changed["version"].as_i64()), (Some("dry"), Some(2)));
        officer.patch(&format!("{path}?dry_run=true"), &json!({}), "W/\"5\"").refused(412, "stale");
        officer.put(&format!("{path}?dry_run=1"), &activity("Other"), "W/\"1\"").expect(200);
        let removed = officer.delete(&format!("{path}?dry_run=true"), "W/\"1\"");
        assert!([200, 204].contains(&removed.status), "{}", removed.status);
        assert_eq!(server.data_version(), before);
        assert_eq!(server.public().get(&path).expect(200).etag(), "W/\"1-r2\"");
        server.public().get(&format!("{PATH}/DRY-1")).refused(404, "not_found");
        keyed.post(PATH, &activity("The key is free")).expect(201);
        server.public().post(&format!("{PATH}?dry_run=true"), &activity("A")).refused(401, "unauthorized");
        server.analyst().post(&format!("{PATH}?dry_run=true"), &activity("A")).refused(403, "forbidden");
    }

    fn a_body_of_another_media_type_is_415(server: &Server) {
        let body = activity("A").to_string();
        for media in ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", "multipart/form-data; boundary=x", "x"] {
            server.officer().send("POST", PATH, Some((media, body.as_bytes()))).refused(415, "unsupported_media_type");
        }
        server.officer().send("POST", PATH, Some(("Application/JSON; charset=utf-8", body.as_bytes()))).expect(201);
        let path = fresh(server);
        let text = server.officer().with("if-match", "W/\"1\"").send("PATCH", &path, Some(("text/plain", b"{}")));
        text.refused(415, "unsupported_media_type");
        server.officer().with("if-match", "W/\"1\"").send("PATCH", &path, Some(("application/json", b"{}"))).expect(200);
    }

    fn a_body_over_the_limit_is_413(server: &Server) {
        let before = server.data_version();
        for size in [1_000_001, 2_000_000, 20_000_000] {
            let big = json!({"title": {"en": "x".repeat(size)}, "type": "other", "status": "held"}).to_string();
            let head = format!("POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nConnection: close\r\n", server.admin_key());
            let known = server.raw(format!("{head}Content-Length: {}\r\n\r\n{big}", big.len()).as_bytes());
            assert!(known.starts_with("HTTP/1.1 413") && known.contains("\"too_large\""), "{size}: {known:.300}");
            let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{big}\r\n0\r\n\r\n", big.len());
            let unknown = server.raw(chunked.as_bytes());
            assert!(unknown.starts_with("HTTP/1.1 413") && unknown.contains("\"too_large\""), "{size}: {unknown:.300}");
        }
        assert_eq!(server.data_version(), before);
    }

    fn a_body_that_breaks_off_is_not_recorded(server: &Server) {
        let before = server.data_version();
        let head = format!("POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n", server.admin_key());
        let body = activity("Broken off").to_string();
        let half = &body[..body.len() / 2];
        let answer = server.raw(format!("{head}Content-Length: {}\r\n\r\n{half}", body.len()).as_bytes());
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
        let answer = server.raw(format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n", body.len()).as_bytes());
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
        assert_eq!(server.data_version(), before);
    }

    fn requests_that_are_no_http_do_no_harm(server: &Server) {
        for bytes in [&b"\r\n\r\n"[..], b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET /healthz HTTP/1.1\r\nHost x\r\n\r\n",
                      b"POST /api/v1/activities HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                      b"POST /api/v1/activities HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"] {
            let answer = server.raw(bytes);
            assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 5"), "{bytes:?}: {answer}");
        }
        server.public().get("/healthz").expect(200);
    }

    fn nothing_that_is_sent_becomes_a_header(server: &Server) {
        server.officer().record(&activity("One"));
        server.officer().record(&activity("Two"));
        let hostile = "x%0d%0aset-cookie:%20a=b";
        for path in [format!("{PATH}?limit=1&q=o&sort=title&cursor={hostile}"), format!("{PATH}/{hostile}"), format!("/{hostile}"), format!("{PATH}?limit=1&{hostile}=1")] {
            assert_eq!(server.public().get(&path).header("set-cookie"), None, "{path}");
        }
        let listed = server.public().get(&format!("{PATH}?limit=1&q=%6f")).expect(200);
        assert!(listed.header("link").unwrap().contains("q=%6f"));
    }

    fn answers_carry_headers_for_safety(server: &Server) {
        let path = fresh(server);
        for reply in [server.public().get(&path), server.public().get("/nowhere"), server.officer().get(&path)] {
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(reply.header("x-frame-options"), Some("DENY"));
            assert!(reply.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
            assert_eq!(reply.header("x-request-id").unwrap().len(), 32);
            assert!(reply.header("server").is_none() && reply.header("x-powered-by").is_none());
        }
        assert!(server.officer().get(&path).header("cache-control").unwrap().contains("no-store"));
        assert_eq!(server.public().get("/nowhere").header("cache-control"), Some("no-store"));
    }

    fn answers_can_be_compressed(server: &Server) {
        for i in 0..20 {
            server.officer().record(&activity(&format!("Price statistics number {i}")));
        }
        let plain = server.public().get(PATH);
        for coding in ["gzip", "br", "zstd"] {
            let packed = server.public().with("accept-encoding", coding).get(PATH).expect(200);
            assert_eq!(packed.header("content-encoding"), Some(coding));
            assert!(packed.body.len() < plain.body.len() / 2, "{coding}: {} of {}", packed.body.len(), plain.body.len());
            assert_eq!(packed.etag(), plain.etag());
        }
    }
}

/// How many activities match.
fn total(server: &Server, query: &str) -> i64 {
    let list: Value = server
        .admin()
        .get(&format!("{PATH}?count=exact&limit=1{query}"))
        .expect(200)
        .json();
    list["total"].as_i64().unwrap()
}
