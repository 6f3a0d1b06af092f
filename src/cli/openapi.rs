//! `qudra openapi`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use qudra::app;
use qudra::config::Config;

/// Write the `OpenAPI` document.
#[derive(Debug, Args)]
pub struct OpenApi {
    /// The file to write; standard output where it is left out.
    #[arg(long)]
    out: Option<PathBuf>,
}

impl OpenApi {
    /// Writes it, with a line end.
    pub fn run(self, config: &Config) -> anyhow::Result<()> {
        let document = app::document(config).to_pretty_json()? + "\n";
        match self.out {
            None => print!("{document}"),
            Some(path) => {
                std::fs::write(&path, document).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }
}
