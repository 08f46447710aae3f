//! The commands.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "commands speak to people on the terminal"
)]

mod board;
mod count;
mod demo;
mod election;
mod imprint;
mod place;
mod rehearse;
mod serve;
mod vote;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A town consults its citizens, and anybody can verify the votes.
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages, the API and the logs.
    Serve(Box<serve::Serve>),
    /// Serve a demonstration: a finished referendum and an open one.
    Demo(demo::Demo),
    /// Organise an election on a running server.
    #[command(subcommand)]
    Election(election::ElectionCommand),
    /// Look after the logs of elections.
    #[command(subcommand)]
    Board(board::BoardCommand),
    /// Vote, without a page.
    Vote(vote::Vote),
    /// Hold a whole election from a file of real ballots, and write its record.
    Rehearse(rehearse::Rehearse),
    /// Count a file of open ballots, and explain the count.
    Count(count::Count),
}

/// Runs a command.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Demo(demo) => demo.run().map(|()| ExitCode::SUCCESS),
        Command::Serve(serve) => serve.run().map(|()| ExitCode::SUCCESS),
        Command::Election(command) => command.run().map(|()| ExitCode::SUCCESS),
        Command::Board(command) => command.run(),
        Command::Vote(vote) => vote.run(),
        Command::Rehearse(rehearse) => rehearse.run(),
        Command::Count(count) => count.run(),
    }
}

/// What servers, and commands on their databases, run on.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// Says what went wrong.
pub fn complain(error: &anyhow::Error) {
    eprintln!("comitia: {error:#}");
}

fn say(text: &str) {
    println!("{text}");
}

/// The system's random generator.
#[expect(
    clippy::disallowed_types,
    reason = "this is the binary, which creates the system RNG"
)]
const fn system_rng() -> rand_core::OsRng {
    rand_core::OsRng
}
