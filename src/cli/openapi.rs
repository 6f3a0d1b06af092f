//! `qudra openapi`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::out::say;
use qudra::app;
use qudra::config::Config;

/// Write the `OpenAPI` document.
#[derive(Debug, Args)]
#[command(about = "Write the OpenAPI document")]
pub struct OpenApi {
    /// The file to write; standard output where it is left out.
    #[arg(long)]
    out: Option<PathBuf>,
}

impl OpenApi {
    /// Writes it, with a line end.
    pub fn run(self, config: &Config) -> anyhow::Result<()> {
        let document = app::document(config)?;
        match self.out {
            None => say!("{}", document.trim_end())?,
            Some(path) => {
                std::fs::write(&path, document).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }
}
