//! The command line: one binary for the service and everything around it.

mod cli;

use clap::Parser;

fn main() -> std::process::ExitCode {
    keep_files_private();
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        // Who reads standard output may stop when there is enough.
        Err(error) if is_broken_pipe(&error) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("qudra: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

/// The database, its backups and exports hold persons: whatever this process makes is for its own user alone.
fn keep_files_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
