//! `comitia-verify`: is this election what it says it is? Asks nobody but the published files.

mod display;
mod watch;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use comitia_crypto::ElectionId;
use comitia_election::state::Election;
use comitia_verifier::audit::{OPENING_LIMIT, Opening, audit};
use comitia_verifier::summary::Summary;
use comitia_verifier::text::escape;
use comitia_verifier::{LogSource, Request, Watch, verify};
use indicatif::{ProgressBar, ProgressStyle};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Largest receipt that is read, in bytes.
const RECEIPT_LIMIT: u64 = 1 << 20;

/// Verifies a published election, from its first entry to its result.
///
/// Exit codes: 0, every check holds; 1, a check failed; 2, the log cannot be read.
#[derive(Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
struct Cli {
    #[command(flatten)]
    verify: Option<VerifyArgs>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct VerifyArgs {
    /// The log: an http(s) address or a folder.
    #[arg(value_name = "URL|FOLDER")]
    place: String,
    /// The election that it must be, by its id.
    #[arg(long, value_name = "ID", value_parser = election_id)]
    election: Option<ElectionId>,
    /// A receipt: is this ballot counted?
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Keep what is downloaded in this folder: an interrupted verification goes on from there.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Shows what a booth really sealed in a ballot that was given up for an audit.
    Audit {
        /// The log: an http(s) address or a folder.
        #[arg(value_name = "URL|FOLDER")]
        place: String,
        /// The opening that the booth gave.
        #[arg(long, value_name = "FILE")]
        opening: PathBuf,
    },
    /// Follows a log, and raises the alarm when it is not what it was.
    Watch(watch::WatchArgs),
}

fn election_id(text: &str) -> Result<ElectionId, String> {
    ElectionId::parse(text).ok_or_else(|| "not an election id of 64 hexadecimal digits".to_owned())
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match (cli.command, cli.verify) {
        (Some(Command::Audit { place, opening }), _) => run_audit(&place, &opening),
        (Some(Command::Watch(args)), _) => watch::run(&args),
        (None, Some(args)) => run_verify(&args),
        (None, None) => Err(anyhow::anyhow!("nothing to verify; see --help")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            // Nobody is left to tell if standard error is closed.
            let _ = writeln!(std::io::stderr(), "error: {}", escape(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

fn run_verify(args: &VerifyArgs) -> anyhow::Result<bool> {
    let receipt = args
        .receipt
        .as_deref()
        .map(|path| read(path, RECEIPT_LIMIT))
        .transpose()?;
    let mut source = LogSource::open(&args.place, args.election.as_ref())?;
    if let Some(folder) = &args.keep {
        source.keep_in(folder);
    }
    let request = Request {
        election: args.election,
        receipt: receipt.as_deref(),
        ..Request::default()
    };
    let mut bar = Bar::new();
    let verification = verify(&source, &request, ChaCha20Rng::from_entropy(), &mut bar)?;
    bar.0.finish_and_clear();
    let summary = Summary::of(&verification);
    if args.json {
        display::json(&summary)?;
    } else {
        display::report(&verification, &summary)?;
    }
    Ok(summary.ok)
}

fn run_audit(place: &str, opening: &Path) -> anyhow::Result<bool> {
    let opening = Opening::parse(&read(opening, OPENING_LIMIT)?)?;
    let source = LogSource::open(place, Some(&opening.election))?;
    let mut bar = Bar::new();
    let audit = audit(&source, &opening, ChaCha20Rng::from_entropy(), &mut bar)?;
    bar.0.finish_and_clear();
    display::audit(&audit)?;
    Ok(audit.is_ok())
}

fn read(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let context = || path.display().to_string();
    let file = File::open(path).with_context(context)?;
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .with_context(context)?;
    anyhow::ensure!(
        bytes.len() as u64 <= limit,
        "{}: larger than {limit} bytes",
        path.display()
    );
    Ok(bytes)
}

/// Progress on standard error; nothing at all when that is not a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::no_length();
        if let Ok(style) =
            ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} entries, {per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Watch for Bar {
    fn entry(&mut self, _: u64, _: &[u8], _: Option<&Election>) {}

    fn progress(&mut self, done: u64, of: u64) {
        self.0.set_length(of);
        self.0.set_position(done);
    }
}
