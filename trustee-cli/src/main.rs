//! `comitia-trustee`: one trustee's share of the keys of an election, from their making to the decryption.

mod cli;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = cli::Command::parse();
    let json = command.wants_json();
    match command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::fail(&error, json),
    }
}
