//! The headers of every answer, held to the table of docs/API.md: whatever the method, the status and the caller.

use crate::support::builders::activity_of;
use crate::support::{Client, Reply, Server};

/// A row of the table "Headers" of docs/API.md.
struct Surface {
    name: String,
    policy: String,
    cache: String,
    open: bool,
}

/// Addresses of a surface that answer 200 with an `ETag`; those that are refused, and those that lead elsewhere.
struct Walk {
    surface: &'static str,
    found: Vec<String>,
    refused: Vec<(String, u16)>,
    moved: Vec<(String, u16)>,
}

fn table() -> Vec<Surface> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/API.md")).unwrap();
    let section = text
        .split("## Headers")
        .nth(1)
        .expect("the section Headers")
        .split("\n## ")
        .next()
        .unwrap();
    let rows = section
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| surface"));
    let rows: Vec<Surface> = rows
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let code = |cell: &str| cell.trim_matches('`').to_owned();
            Surface {
                name: cells[0].to_owned(),
                policy: code(cells[2]),
                cache: code(cells[3]),
                open: cells[4] == "yes",
            }
        })
        .collect();
    assert_eq!(rows.len(), 4, "four surfaces");
    rows
}

fn style(server: &Server) -> String {
    let page = server.public().get("/en/").expect(200).text();
    let start = page.find("/static/qudra.css?v=").expect("the style sheet");
    page[start..].split('"').next().unwrap().to_owned()
}

fn walks(server: &Server) -> Vec<Walk> {
    let made = server.officer().record(&activity_of("Course", "2019-03-04", 23));
    let code = made["code"].as_str().unwrap();
    let api = |path: &str| format!("/api/v1{path}");
    let reports = ["activities", "statistics", "countries", "annual-summary"];
    let mut found = vec![
        api("/activities"),
        api(&format!("/activities/{code}")),
        api(&format!("/activities/{code}/counts")),
        api("/countries"),
        api("/countries/TUR"),
        api("/countries/TUR/profile"),
        api("/programmes"),
        api("/fields"),
        api("/statistics?by=year"),
        api("/statistics/totals"),
        api("/statistics/explain"),
        api("/published-figures"),
        "/openapi.json".to_owned(),
    ];
    found.extend(reports.iter().flat_map(|name| {
        [
            api(&format!("/reports/{name}.csv")),
            api(&format!("/reports/{name}.csv-metadata.json")),
        ]
    }));
    vec![
        Walk {
            surface: "API",
            found,
            refused: vec![
                (api("/activities?limit=0"), 422),
                (api("/activities?nothing=1"), 400),
                (api("/nothing"), 404),
                (api("/activities/nothing"), 404),
                (api("/participants"), 401),
                (api("/reports/participants.csv"), 401),
            ],
            moved: vec![],
        },
        Walk {
            surface: "pages",
            found: ["/en/", "/ar/", "/fr/", "/docs/problems"].map(str::to_owned).into(),
            refused: vec![("/nowhere".into(), 404), ("/de/".into(), 404)],
            moved: vec![("/".into(), 302), ("/en".into(), 301), ("/docs".into(), 302)],
        },
        Walk {
            surface: "documentation",
            found: [
                "/docs/",
                "/docs/swagger-ui-bundle.js",
                "/docs/swagger-ui.css",
                "/docs/swagger-initializer.js",
            ]
            .map(str::to_owned)
            .into(),
            refused: vec![("/docs/nothing.js".into(), 404)],
            moved: vec![],
        },
        Walk {
            surface: "files",
            found: vec![style(server)],
            refused: vec![("/static/nothing.css".into(), 404)],
            moved: vec![],
        },
    ]
}

const EXPOSED: &str = "Content-Disposition, Content-Language, ETag, Link, Retry-After, X-Request-Id";

/// What every answer has, whatever it says. `cache` is that of this answer.
fn hold(reply: &Reply, what: &str, surface: &Surface, cache: &str, open: bool) {
    let one = |name: &str| {
        let values: Vec<_> = reply.headers.get_all(name).iter().collect();
        assert_eq!(values.len(), 1, "{what}: {name} {values:?}");
        values[0].to_str().unwrap().to_owned()
    };
    assert_eq!(one("content-security-policy"), surface.policy, "{what}");
    assert_eq!(one("vary"), "Authorization, Accept-Encoding, Accept-Language", "{what}");
    assert_eq!(one("cache-control"), cache, "{what}");
    assert_eq!(one("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(one("x-frame-options"), "DENY", "{what}");
    assert_eq!(one("referrer-policy"), "same-origin", "{what}");
    let expected = open.then_some("*");
    assert_eq!(reply.header("access-control-allow-origin"), expected, "{what}");
    assert_eq!(
        reply.header("access-control-expose-headers"),
        open.then_some(EXPOSED),
        "{what}"
    );
    assert_eq!(reply.header("access-control-allow-credentials"), None, "{what}");
}

fn length(reply: &Reply, what: &str) -> usize {
    reply
        .header("content-length")
        .unwrap_or_else(|| panic!("{what}: no Content-Length"))
        .parse()
        .unwrap()
}

/// GET, HEAD, and both again by one who has it already.
fn read(caller: &Client, path: &str, surface: &Surface, cache: &str, open: bool) {
    let got = caller.get(path).expect(200);
    hold(&got, path, surface, cache, open);
    assert_eq!(length(&got, path), got.body.len(), "{path}");
    let headed = caller.head(path).expect(200);
    hold(&headed, &format!("HEAD {path}"), surface, cache, open);
    assert_eq!(
        (length(&headed, path), headed.body.len()),
        (got.body.len(), 0),
        "HEAD {path}"
    );
    for name in [
        "content-type",
        "etag",
        "content-disposition",
        "content-language",
        "link",
    ] {
        assert_eq!(headed.all(name), got.all(name), "HEAD {path}: {name}");
    }
    for method in ["GET", "HEAD"] {
        let what = format!("{method} {path} again");
        let kept = caller
            .with("if-none-match", &got.etag())
            .send(method, path, None)
            .expect(304);
        hold(&kept, &what, surface, cache, open);
        assert_eq!((kept.etag(), kept.body.len()), (got.etag(), 0), "{what}");
    }
    let packed = caller.with("accept-encoding", "gzip").get(path).expect(200);
    hold(&packed, &format!("{path}, packed"), surface, cache, open);
    assert_eq!(packed.etag(), got.etag(), "{path}, packed");
}

on_both! {
    fn every_answer_has_the_headers_of_its_surface(server: &Server) {
        let (public, officer) = (server.public(), server.officer());
        let rows = table();
        for walk in walks(server) {
            let surface = rows.iter().find(|row| row.name == walk.surface).expect(walk.surface);
            for path in &walk.found {
                read(&public, path, surface, &surface.cache, surface.open);
                read(&officer, path, surface, "private, no-store", false);
            }
            for (path, status) in &walk.refused {
                for method in ["GET", "HEAD"] {
                    let refused = public.send(method, path, None).expect(*status);
                    hold(&refused, &format!("{method} {path}"), surface, "no-store", surface.open);
                    assert_eq!(refused.header("etag"), None, "{path}");
                }
                let refused = officer.get(path);
                hold(&refused, path, surface, "private, no-store", false);
            }
            for (path, status) in &walk.moved {
                hold(&public.get(path).expect(*status), path, surface, "no-cache", surface.open);
            }
        }
    }

    fn options_name_the_methods_and_open_nothing_but_reading(server: &Server) {
        let public = server.public().with("origin", "https://elsewhere.example");
        let rows = table();
        for walk in walks(server) {
            let surface = rows.iter().find(|row| row.name == walk.surface).expect(walk.surface);
            for path in walk.found.iter().chain(walk.moved.iter().map(|(path, _)| path)) {
                let asked = public.send("OPTIONS", path, None).expect(204);
                let allow = asked.header("allow").unwrap_or_default();
                assert!(["GET", "HEAD", "OPTIONS"].iter().all(|method| allow.contains(method)), "{path}: {allow}");
                hold(&asked, &format!("OPTIONS {path}"), surface, "no-cache", false);
                for (method, opens) in [("GET", surface.open), ("HEAD", surface.open), ("POST", false), ("PUT", false)] {
                    let asked = public.with("access-control-request-method", method).send("OPTIONS", path, None).expect(204);
                    assert_eq!(asked.header("access-control-allow-origin"), opens.then_some("*"), "{path}");
                    assert_eq!(asked.header("access-control-allow-methods"), opens.then_some("GET, HEAD"), "{path}");
                    assert_eq!(asked.header("access-control-allow-headers"), opens.then_some("Accept-Language, If-None-Match"), "{path}");
                }
            }
        }
    }

    fn only_the_address_that_names_its_content_is_kept_for_good(server: &Server) {
        let named = style(server);
        let plain = named.split('?').next().unwrap();
        let cache = |path: &str| server.public().get(path).expect(200).header("cache-control").map(str::to_owned);
        assert_eq!(cache(&named).as_deref(), Some("public, max-age=31536000, immutable"));
        assert_eq!(cache(plain).as_deref(), Some("no-cache"));
        assert_eq!(cache(&format!("{plain}?v=000000000000")).as_deref(), Some("no-cache"));
    }
}
