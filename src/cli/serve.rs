//! `qudra serve`.

use clap::Args;

use qudra::app;
use qudra::config::Config;
use qudra::imports::seed;

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
        let ledger = super::open(&config)?;
        if config.seed {
            // Before anybody is answered: an empty record would be taken for the record.
            if let Some(loaded) = seed::load(&ledger)? {
                println!("Loaded the first record: {} rows.", loaded.created);
            }
        }
        actix_web::rt::System::new().block_on(async {
            let running = app::start(&config, ledger)?;
            println!("Qudra serves at http://{}  (stop with Ctrl+C)", running.address);
            running.wait().await?;
            Ok(())
        })
    }
}
