//! W3, W4 and W5 on PostgreSQL, beside a bare handler there that reads the ledger's head and sends bytes of the same
//! size: `--postgres`. The server is started for it and thrown away, as the tests do.

#[allow(dead_code, reason = "shared with the tests")]
#[path = "../../tests/api/support/postgres.rs"]
mod server;

use std::path::Path;

use crate::limits::{self, Bare};
use crate::service::{self, Service};
use crate::{Options, figures, line, load, median};

/// Asks on PostgreSQL what `figures` asks on SQLite; `database` is the generated record there.
pub fn figures(scale: u32, database: &Path, options: &Options) {
    let name = format!("bench_{scale}");
    server::administer(&format!("create database {name}"));
    let url = server::url(&name);
    let url = Path::new(&url);
    eprintln!("generating scale {scale} on PostgreSQL …");
    service::qudra(url, &["generate", "--scale", &scale.to_string(), "--seed", "1"]);
    let (service, bare) = (Service::start(url), Bare::start(url));
    for question in figures::questions(&limits::programme(database)) {
        let (body, _) = service.ask(&question.again);
        let limit = format!("/head/{}", body.len());
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..crate::ROUNDS {
            let rate =
                |address: &str, path: &str| load::requests_per_second(address, &[path.to_owned()], options.seconds);
            ours.push(rate(&service.address, &question.again));
            theirs.push(rate(&bare.address, &limit));
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let shown = format!("{} again, PostgreSQL", question.name);
        let (us, them) = (
            format!("{ours:.0}/s"),
            format!("the head, then ready-made bytes {theirs:.0}/s"),
        );
        line(scale, &shown, &us, &them, ours / theirs, ">= 0.5");
        let times = (0..figures::COLD).map(|n| service.ask(&(question.cold)(n)).1 * 1e3);
        let cold = median(times.collect());
        let shown = format!("{} cold, PostgreSQL", question.name);
        line(
            scale,
            &shown,
            &format!("{cold:.1} ms"),
            "50 ms",
            cold / 50.0,
            "<= 1 at scale 100",
        );
    }
}
