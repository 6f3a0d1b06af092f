//! What a person's browser makes of the service.

use crate::support::browser::Browser;
use crate::support::builders::activity_of;
use crate::support::{Backend, Server};

/// What tells a styled page from a bare one: rules of style sheets, the width of the star, the width of the page.
const LOOKS: &str = "
    const star = document.querySelector('.brand svg').getBoundingClientRect();
    const rules = [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0);
    const again = performance.getEntriesByType('navigation')[0];
    return {rules, star: Math.round(star.width), overflow: document.documentElement.scrollWidth > innerWidth,
            direction: getComputedStyle(document.documentElement).direction, kept: again.transferSize < again.encodedBodySize}";

#[test]
fn a_page_looks_the_same_on_the_second_visit() {
    let server = Server::start(Backend::Sqlite);
    server.officer().record(&activity_of("Course", "2019-03-04", 23));
    for (lang, direction) in [("en", "ltr"), ("ar", "rtl"), ("fr", "ltr")] {
        for width in [1280, 360] {
            let browser = Browser::open(width, 900);
            let url = format!("http://{}/{lang}/", server.address());
            browser.visit(&url);
            let first = browser.run(LOOKS);
            assert!(
                first["rules"].as_u64().unwrap() > 20 && first["star"].as_u64().unwrap() < 80,
                "{url}: {first}"
            );
            assert_eq!(
                (&first["direction"], &first["overflow"], &first["kept"]),
                (&direction.into(), &false.into(), &false.into()),
                "{url} at {width}"
            );
            browser.visit("about:blank");
            browser.visit(&url);
            let second = browser.run(LOOKS);
            assert_eq!(second["kept"], true, "{url}: the second answer was no 304");
            for what in ["rules", "star", "direction", "overflow"] {
                assert_eq!(second[what], first[what], "{url} at {width}: {what}");
            }
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{url}");
        }
    }
}

#[test]
fn the_documentation_calls_the_service_it_was_served_by() {
    let server = Server::start(Backend::Sqlite);
    server.officer().record(&activity_of("Course", "2019-03-04", 23));
    let browser = Browser::open(1280, 900);
    for host in ["127.0.0.1", "localhost"] {
        browser.visit(&format!(
            "http://{host}:{}/docs/#/service/show_readiness",
            server.address().port()
        ));
        browser.wait_for("return document.querySelector('.opblock.is-open .try-out button') !== null");
        browser.run("document.querySelector('.opblock.is-open .try-out button').click()");
        browser.wait_for("return document.querySelector('.opblock.is-open .execute') !== null");
        browser.run("document.querySelector('.opblock.is-open .execute').click()");
        let status = browser.wait_for(
            "return document.querySelector('.live-responses-table tbody .response-col_status')?.innerText.trim()",
        );
        let shown = browser.run("return document.querySelector('.live-responses-table').innerText");
        assert!(
            status
                .as_str()
                .is_some_and(|status| status.starts_with("200") || status.starts_with("503")),
            "{host}: {shown}"
        );
        assert_eq!(browser.complaints(), Vec::<String>::new(), "{host}");
    }
}
