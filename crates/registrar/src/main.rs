//! `comitia-registrar`: from a list of voters to codes, a signed roll and letters, and then to nothing.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match cli::Command::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::say::note(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
