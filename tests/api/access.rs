//! Who may do what: keys and roles, what the public sees, what browsers of other sites may read.

use std::process::{Command, Output};

use qudra::access::Role;
use serde_json::json;

use crate::support::server::make_key;
use crate::support::*;

const PATH: &str = "/api/v1/activities";

/// A command of the real program on a server's database.
fn qudra(server: &Server, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qudra"))
        .args(arguments)
        .args(["--database-url", server.database_url()])
        .output()
        .unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

on_both! {
    fn a_write_without_a_key_is_401(server: &Server) {
        let made = server.officer().record(&activity("A"));
        let path = format!("{PATH}/{}", made["code"].as_str().unwrap());
        let public = server.public();
        for reply in [
            public.post(PATH, &activity("B")), public.put(&path, &activity("B"), "W/\"1\""), public.patch(&path, &json!({}), "W/\"1\""),
            public.delete(&path, "W/\"1\""), public.post(&format!("{path}/restore"), &json!(null)),
            public.send("POST", PATH, Some(("text/plain", b"nonsense"))),
        ] {
            assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"qudra\""));
            reply.refused(401, "unauthorized");
        }
        assert_eq!(server.public().get(&path).expect(200).json(), made);
    }

    fn roles_that_only_read_are_403_on_writes(server: &Server) {
        let made = server.officer().record(&activity("A"));
        let path = format!("{PATH}/{}", made["code"].as_str().unwrap());
        for reader in [server.analyst(), server.agency()] {
            reader.post(PATH, &activity("B")).refused(403, "forbidden");
            reader.put(&path, &activity("B"), "W/\"1\"").refused(403, "forbidden");
            reader.patch(&path, &json!({}), "W/\"1\"").refused(403, "forbidden");
            reader.delete(&path, "W/\"1\"").refused(403, "forbidden");
            reader.get(&path).expect(200);
        }
        for writer in [server.officer(), server.admin()] {
            writer.record(&activity("C"));
        }
    }

    fn a_key_that_is_not_valid_is_401_on_public_reads_too(server: &Server) {
        let made_up = format!("qk_{}", "0".repeat(64));
        for shown in [format!("Bearer {made_up}"), "Bearer".into(), "Bearer ".into(), "Basic dXNlcjpwYXNz".into(), format!("Bearer {}x", server.admin_key()),
                      server.admin_key().to_owned(), format!("Token {}", server.admin_key()), format!("Bearer {}", "x".repeat(5_000))] {
            for path in [PATH, "/api/v1/activities/nothing"] {
                let reply = server.public().with("authorization", &shown).get(path);
                assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"qudra\", error=\"invalid_token\""), "{shown}");
                let problem = reply.refused(401, "unauthorized");
                assert!(!problem.reply.text().contains("qk_0"), "what was shown is not repeated");
            }
        }
    }

    fn a_key_of_other_characters_than_a_keys_is_401(server: &Server) {
        for shown in ["Bearer \u{e9}", "\u{628}", "Bearer qk_\u{0}"] {
            let answer = server.raw(format!("GET {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {shown}\r\n\r\n").as_bytes());
            assert!(answer.starts_with("HTTP/1.1 401") || answer.starts_with("HTTP/1.1 400"), "{shown:?}: {answer}");
        }
    }

    fn the_scheme_is_read_whatever_its_case(server: &Server) {
        for scheme in ["bearer", "BEARER"] {
            server.public().with("authorization", &format!("{scheme} {}", server.admin_key())).get(PATH).expect(200);
        }
    }

    fn a_key_ends_when_it_expires(server: &Server) {
        let now = server.ledger().clock().now();
        let at = |seconds: i64| Some(qudra::db::Instant::from_micros(now.micros() + seconds * 1_000_000).unwrap());
        let (past, future) = (make_key(&server.ledger(), Role::Officer, at(-1)), make_key(&server.ledger(), Role::Officer, at(3_600)));
        server.caller(Some(&past)).get(PATH).refused(401, "unauthorized");
        server.caller(Some(&past)).post(PATH, &activity("A")).refused(401, "unauthorized");
        server.caller(Some(&future)).record(&activity("A"));
    }

    fn the_command_line_makes_lists_and_revokes_keys_beside_the_service(server: &Server) {
        let (out, err) = said(&qudra(server, &["key", "create", "--role", "officer", "--name", "Amina"]));
        let key = out.lines().last().unwrap().to_owned();
        assert!(key.starts_with("qk_") && key.len() == 67, "{out}{err}");
        server.caller(Some(&key)).record(&activity("Made with it"));
        let (listed, _) = said(&qudra(server, &["key", "list"]));
        assert!(!listed.contains(&key), "a secret is shown once");
        let line = listed.lines().find(|line| line.contains("Amina")).unwrap();
        let id = line.split_whitespace().next().unwrap();
        assert!(qudra(server, &["key", "revoke", id]).status.success());
        server.caller(Some(&key)).get(PATH).refused(401, "unauthorized");
        assert!(!qudra(server, &["key", "revoke", id]).status.success(), "twice is told");
        assert!(said(&qudra(server, &["key", "list"])).0.lines().any(|l| l.contains("Amina") && l.contains("revoked")));
    }

    fn an_agencys_key_names_its_agency(server: &Server) {
        let key = said(&qudra(server, &["key", "create", "--role", "agency", "--name", "A", "--agency", "TURKSTAT"])).0;
        server.caller(key.lines().last()).get(PATH).expect(200);
        for arguments in [
            &["--role", "agency"][..], &["--role", "officer", "--agency", "TURKSTAT"], &["--role", "agency", "--agency", "TURKSTATT"],
            &["--role", "offcer"], &["--role", "officer", "--expires", "2001-01-01"], &["--role", "officer", "--expires", "tomorrow"],
        ] {
            let all = [&["key", "create", "--name", "B"], arguments].concat();
            let output = qudra(server, &all);
            assert!(!output.status.success(), "{all:?} made a key");
            assert!(!said(&output).1.is_empty());
        }
        let near = said(&qudra(server, &["key", "create", "--name", "B", "--role", "agency", "--agency", "TURKSTATT"])).1;
        assert!(near.contains("TURKSTAT?"), "{near}");
    }

    fn a_first_key_is_made_only_where_there_is_none(server: &Server) {
        let output = qudra(server, &["key", "create", "--role", "admin", "--name", "first", "--if-none"]);
        assert!(output.status.success());
        assert_eq!(said(&output).0, "", "there is an administrator's key");
    }

    fn secrets_are_nowhere_in_the_database(server: &Server) {
        use diesel::prelude::*;
        use qudra::db::schema::api_keys;
        let key = make_key(&server.ledger(), Role::Officer, None);
        let hashes: Vec<Vec<u8>> = server.ledger().db().read_here(|conn| Ok(api_keys::table.select(api_keys::secret_hash).load(conn)?)).unwrap();
        assert!(hashes.iter().all(|hash| hash.len() == 32));
        if server.backend == Backend::Sqlite {
            let file = server.database_url().trim_start_matches("sqlite://");
            for part in [file.to_owned(), format!("{file}-wal")] {
                let bytes = std::fs::read(part).unwrap();
                assert!(!bytes.windows(20).any(|w| w == &key.as_bytes()[3..23]));
            }
        }
    }

    fn other_sites_may_read_what_is_public_and_nothing_else(server: &Server) {
        let from = |client: Client| client.with("origin", "https://elsewhere.example");
        let open = |reply: &Reply| reply.header("access-control-allow-origin").map(str::to_owned);
        let read = from(server.public()).get(PATH).expect(200);
        assert_eq!(open(&read).as_deref(), Some("*"));
        assert_eq!(read.header("access-control-allow-credentials"), None);
        assert_eq!(open(&from(server.officer()).get(PATH).expect(200)), None, "with a key");
        assert_eq!(open(&from(server.officer()).post(PATH, &activity("A")).expect(201)), None);
        assert_eq!(open(&from(server.public()).post(PATH, &activity("A")).expect(401)), None);
        let asked = from(server.public()).with("access-control-request-method", "POST").send("OPTIONS", PATH, None);
        assert_eq!((open(&asked), asked.header("access-control-allow-methods")), (None, None));
    }
}
