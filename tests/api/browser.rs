//! What a person's browser makes of the service.

use crate::examples::{operations, record, unnamed};
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

/// Opens an operation in the documentation, fills in what the document leaves open, executes it, and gives the status that
/// is shown beside the answer.
const EXECUTE: &str = r"
    const until = async (what) => {
        for (let i = 0; i < 200; i++) {
            const found = what();
            if (found) return found;
            await new Promise(resolve => setTimeout(resolve, 50));
        }
        throw new Error(`never there: ${what}, but ${of('.live-responses-table, .errors-wrapper')?.innerText}`);
    };
    for (const other of document.querySelectorAll('.opblock-tag')) {
        // Only what is open is drawn anew at each step.
        const asked = other.dataset.tag === tag;
        if ((other.dataset.isOpen === 'true') !== asked) other.click();
    }
    let block = document.body;
    const of = (selector) => block.querySelector(selector);
    block = await until(() => document.getElementById(`operations-${tag.replaceAll(' ', '_')}-${operation}`));
    if (!block.classList.contains('is-open')) of('.opblock-summary-control').click();
    (await until(() => of('.try-out button'))).click();
    await until(() => of('.execute'));
    for (const [name, value] of Object.entries(values)) {
        const field = of(`tr[data-param-name='${name}'] input`);
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, value);
        field.dispatchEvent(new Event('input', {bubbles: true}));
        field.dispatchEvent(new FocusEvent('blur', {bubbles: true}));
        await new Promise(resolve => setTimeout(resolve, 500));
    }
    of('.execute').click();
    const status = await until(() => of('.live-responses-table tbody .response-col_status')?.innerText.trim());
    const shown = of('.live-responses-table').innerText.slice(0, 300);
    of('.opblock-summary-control').click();
    return [status, shown];";

#[test]
fn every_read_is_executed_in_the_documentation_it_is_served_with() {
    let server = Server::of_first_record();
    let lists = ["participants", "activities/{id}/participations", "editions"];
    for list in lists {
        record(&server, &format!("/api/v1/{list}"));
    }
    let reads = operations().into_iter().filter(|(_, method, _)| *method == "get");
    let reads: Vec<_> = reads.map(|(path, _, operation)| (path, operation)).collect();
    assert!(reads.len() >= 60, "{} operations read", reads.len());
    // By its other name the first operation of each kind is tried.
    let mut kinds = reads.clone();
    kinds.dedup_by_key(|(_, operation)| &operation["tags"][0]);
    let browser = Browser::open(1280, 900);
    for (host, reads) in [("127.0.0.1", reads), ("localhost", kinds)] {
        browser.visit(&format!("http://{host}:{}/docs/", server.address().port()));
        browser.wait_for("return document.querySelector('.opblock') !== null");
        browser.run(&format!("ui.preauthorizeApiKey('key', '{}')", server.admin_key()));
        for (path, operation) in reads {
            let (tag, id) = (&operation["tags"][0], &operation["operationId"]);
            let values = unnamed(&server, path, operation);
            let given = format!("const [tag, operation, values] = [{tag}, {id}, {values}];");
            let shown = browser.run(&format!(
                "try {{ {given}{EXECUTE} }} catch (error) {{ return [String(error)]; }}"
            ));
            let status = shown[0].as_str().unwrap_or_default();
            assert!(status.starts_with("200"), "{host}: {path}: {shown}");
        }
        assert_eq!(browser.complaints(), Vec::<String>::new(), "{host}");
    }
}
