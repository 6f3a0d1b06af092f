//! The command line: one binary for the service and everything around it.

mod cli;

use clap::Parser;

fn main() -> std::process::ExitCode {
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("qudra: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
