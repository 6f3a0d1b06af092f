//! The commands. Each brings the schema up to date itself and may run beside a serving process.

mod backup;
mod doctor;
mod export;
mod generate;
mod import;
mod keys;
mod openapi;
mod out;
mod serve;
mod settings;

use clap::{Parser, Subcommand};

use out::say;
use qudra::config::Config;
use qudra::db::Db;
use qudra::ledger::Ledger;
use qudra::time::Clock;
use settings::Settings;

/// Qudra keeps the record of a capacity-building secretariat and answers for its figures.
///
/// Start with `qudra serve`: it creates the database, loads the first record into an empty one, and serves the API,
/// the reports and a page. Make a key for yourself with `qudra key create --role admin --name "Your name"`.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, the reports and the page.
    Serve(serve::Serve),
    /// Bring the database's schema up to date and say what was done.
    Migrate,
    /// Make, list and revoke API keys.
    #[command(subcommand)]
    Key(keys::Key),
    /// Read a CSV file into the record: all of it or nothing.
    Import(import::Import),
    /// Write a report as CSV.
    Export(export::Export),
    /// Make a record for benchmarks and trials.
    Generate(generate::Generate),
    #[command(about = "Write the OpenAPI document")]
    Openapi(openapi::OpenApi),
    /// Copy the database into a new file, consistent, while the service goes on; or check such a copy.
    Backup(backup::Backup),
    /// Put a backup in the place of the database.
    Restore(backup::Restore),
    /// Check configuration, database and schema, and say what to do.
    Doctor,
}

impl Cli {
    /// Does what was asked.
    pub fn run(self) -> anyhow::Result<()> {
        let config = self.settings.config()?;
        match self.command {
            Command::Serve(serve) => serve.run(config),
            Command::Migrate => {
                let done = Db::open(&config.database_url)?.migrate()?;
                match done.as_slice() {
                    [] => say!("The schema is up to date.")?,
                    done => say!("Applied: {}", done.join(", "))?,
                }
                Ok(())
            }
            Command::Key(key) => key.run(&open_or_create(&config)?),
            Command::Import(import) => import.run(&open(&config)?),
            Command::Export(export) => export.run(&open_to_read(&config)?),
            Command::Generate(generate) => generate.run(&open_or_create(&config)?, &config.data_dir),
            Command::Openapi(openapi) => openapi.run(&config),
            Command::Backup(backup) => backup.run(&config),
            Command::Restore(restore) => restore.run(&config),
            Command::Doctor => doctor::run(&config),
        }
    }
}

/// The ledger of the configured database, made where there is none, its schema up to date.
fn open_or_create(config: &Config) -> anyhow::Result<Ledger> {
    current(Db::open(&config.database_url)?, config)
}

/// The ledger of the configured database, which is there, its schema up to date.
fn open(config: &Config) -> anyhow::Result<Ledger> {
    current(Db::existing(&config.database_url)?, config)
}

/// The same to read it alone: on a full disk too.
fn open_to_read(config: &Config) -> anyhow::Result<Ledger> {
    current(Db::to_read(&config.database_url)?, config)
}

fn current(db: Db, config: &Config) -> anyhow::Result<Ledger> {
    db.migrate()?;
    Ok(Ledger::new(db, Clock::System).sharing(&config.shared_id_schemes))
}
