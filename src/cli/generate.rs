//! `qudra generate`.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::out::say;
use qudra::generate::{self, GenerateOptions, Size};
use qudra::imports::seed;
use qudra::ledger::Ledger;
use qudra::statistics::engine;

/// Make a record for benchmarks and trials: 2,000 activities, 60,000 participations and 40,000 people times the scale.
/// The same seed makes the same record. Where there is no reference data, that of the first record is loaded.
#[derive(Debug, Args)]
pub struct Generate {
    /// How many times 2,000 activities.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    scale: u32,
    /// What the draws begin from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Generate {
    /// Writes the record and says how long it took.
    pub fn run(self, ledger: &Ledger, folder: &Path) -> anyhow::Result<()> {
        let begun = Instant::now();
        let rows = u64::try_from(Size::UNIT.rows())? * u64::from(self.scale);
        let bar = progress_bar(rows);
        seed::load_reference(ledger)?;
        let order = GenerateOptions {
            scale: self.scale,
            unit: Size::UNIT,
            seed: self.seed,
        };
        generate::run(ledger, order, |written| bar.inc(u64::try_from(written).unwrap_or(0)))?;
        bar.finish_and_clear();
        engine::write_figures_file(ledger.db(), folder, ledger.clock().now().utc().date_naive())?;
        say!("{rows} rows in {:.1} s", begun.elapsed().as_secs_f64())?;
        Ok(())
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar(rows: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(rows);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} rows  {eta} left") {
        bar.set_style(style);
    }
    bar
}
