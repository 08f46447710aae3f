//! The commands.

mod check;
mod codes;
mod destroy;
mod election;
mod files;
mod init;
mod letters;
mod progress;
pub(crate) mod say;

use clap::{Args, Parser, Subcommand, ValueEnum};
use comitia_registrar::letters::Language;

/// The registrar of an election: makes voting codes from a list of voters, prints letters, signs the roll, and
/// destroys its secrets. Works without a network.
#[derive(Debug, Parser)]
#[command(name = "comitia-registrar", version)]
pub(crate) struct Command {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Make the registrar's key and print its public part, which the election's manifest pins.
    Init(init::Init),
    /// Look at a list of voters: every problem and every warning, with line numbers. Changes nothing.
    Check(check::Check),
    /// Make a code for every voter: the sealed codes, the letters, and the signed roll.
    Codes(codes::Codes),
    /// Write the letters again from the sealed codes.
    Letters(letters::Letters),
    /// Overwrite and remove the codes and the letters.
    Destroy(destroy::Destroy),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.step {
            Step::Init(init) => init.run(),
            Step::Check(check) => check.run(),
            Step::Codes(codes) => codes.run(),
            Step::Letters(letters) => letters.run(),
            Step::Destroy(destroy) => destroy.run(),
        }
    }
}

/// Which election.
#[derive(Debug, Args)]
struct ElectionSource {
    /// The manifest: a file, the address of the election's log (http://…/elections/<id>), or a folder with a copy of
    /// that log.
    #[arg(long, value_name = "FILE|URL|FOLDER")]
    election: String,
}

/// What the letters look like.
#[derive(Debug, Args)]
struct LetterStyle {
    /// The language of the letters.
    #[arg(long, value_enum, default_value_t = Lang::Fr)]
    lang: Lang,
    /// The time zone of the dates in the letters, such as Europe/Paris; this machine's if not given.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The web address that letters ask voters to type; the home page of the election's host if not given.
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// Show progress on standard error.
    #[arg(long)]
    progress: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    /// French.
    Fr,
    /// English.
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::French,
            Lang::En => Self::English,
        }
    }
}

/// The system's random generator.
#[expect(
    clippy::disallowed_types,
    reason = "this is the binary, which creates the system RNG"
)]
const fn system_rng() -> rand_core::OsRng {
    rand_core::OsRng
}
