//! `qudra serve`.

use std::pin::pin;
use std::time::Duration;

use clap::Args;
use futures_util::future::poll_immediate;

use super::out::say;
use qudra::app;
use qudra::config::Config;
use qudra::imports::seed;
use qudra::ledger::{Anchors, Ledger};

/// Serve the API, the reports and the page.
#[derive(Debug, Args)]
pub struct Serve {
    /// Start with an empty record: do not load the first one.
    #[arg(long)]
    no_seed: bool,
}

impl Serve {
    /// Serves until SIGINT or SIGTERM; requests that have begun are finished.
    pub fn run(self, mut config: Config) -> anyhow::Result<()> {
        config.seed = !self.no_seed;
        // Before anything is loaded: an address that is taken is told at once. Who calls meanwhile waits.
        let listener = app::listen(&config)?;
        let ledger = super::open_or_create(&config)?;
        if config.seed {
            // Before anybody is answered: an empty record would be taken for the record.
            if let Some(loaded) = seed::load(&ledger)? {
                drop(say!("Loaded the first record: {} rows.", loaded.created));
            }
            if let Some(added) = seed::complete(&ledger)? {
                drop(say!("Added {} countries that the record lacked.", added.created));
            }
            let renewed = seed::renew(&ledger)?;
            if renewed > 0 {
                drop(say!(
                    "Published figures of the first record are asked as today: {renewed}."
                ));
            }
        }
        actix_web::rt::System::new().block_on(async {
            let anchors = keep_anchors(&config, &ledger)?;
            let running = app::start(&config, ledger.clone(), listener)?;
            let address = running.address;
            let mut serving = pin!(running.wait());
            // Polled once, so that it hears signals by the time anybody is told that it serves.
            if let Some(ended) = poll_immediate(serving.as_mut()).await {
                return Ok(ended?);
            }
            drop(say!("Qudra serves at http://{address}  (stop with Ctrl+C)"));
            serving.await?;
            write_anchor(&anchors, &ledger);
            Ok(())
        })
    }
}

/// Writes the ledger's head down now, and from now on each hour and each thousand entries.
fn keep_anchors(config: &Config, ledger: &Ledger) -> anyhow::Result<Anchors> {
    let anchors = Anchors::new(config)?;
    write_anchor(&anchors, ledger);
    let (own, ledger) = (anchors.clone(), ledger.clone());
    std::thread::Builder::new()
        .name("qudra-anchors".into())
        .spawn(move || {
            let mut last = ledger.db().read_here(qudra::ledger::head).ok();
            loop {
                std::thread::sleep(Duration::from_mins(1));
                let seen = match &last {
                    Some(head) => own.write_when_due(&ledger, head),
                    None => ledger.db().read_here(qudra::ledger::head),
                };
                match seen {
                    Ok(head) => last = Some(head),
                    Err(error) => tracing::warn!(%error, "the ledger's head could not be anchored"),
                }
            }
        })?;
    Ok(anchors)
}

/// Writes the ledger's head down. On a full disk the service still reads: it goes on without, and says so.
fn write_anchor(anchors: &Anchors, ledger: &Ledger) {
    if let Err(error) = anchors.write(ledger) {
        tracing::warn!(%error, "the ledger's head could not be anchored");
    }
}
