//! The commands.

mod backup;
mod ceremony;
mod check;
mod copy;
mod decrypt;
mod init;
mod introduce;
mod post;
mod progress;
mod restore;
mod say;
mod status;
mod way;
mod words;

use clap::{Args, Parser, Subcommand};
use comitia_crypto::ceremony::TrusteeIndex;
use comitia_election::manifest::{Manifest, Time};
use comitia_election::text::escape;
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed::Work;
use comitia_trustee::{Error, Keystore, OpenKeystore, Place};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// A trustee of an election: makes a share of its keys together with the other trustees, keeps it under a passphrase,
/// and decrypts the sum of the ballots once, after the close.
///
/// On a machine without a network everything goes by files: `copy` makes a folder of the log on a machine that has one,
/// every other command reads that folder, `--outbox` puts messages into files, and `post` sends those from the machine
/// with the network. Both ways are public; copies are verified, messages are signed.
///
/// Exit codes: 0, done; 1, refused, the message says why; 2, it cannot be done (input, files, network).
#[derive(Debug, Parser)]
#[command(name = "comitia-trustee", version)]
pub(crate) struct Command {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Make a keystore and print its public identity, which manifests pin.
    Init(init::Init),
    /// Enrol for an election: the first step of its key ceremony.
    Enrol(ceremony::Enrol),
    /// Do what the key ceremony waits for from this trustee. Safe to repeat at any time.
    Ceremony(ceremony::Ceremony),
    /// A rehearsal: derive the shares again and compare them with the keys on the log.
    Check(check::Check),
    /// Send this trustee's decryption share, after the close. Safe to repeat.
    Decrypt(decrypt::Decrypt),
    /// Show where an election stands and for whom it waits. Needs no passphrase.
    Status(status::Status),
    /// Show the keystore's secrets as words, to be written down on paper.
    Backup(backup::Backup),
    /// Make a keystore of the words on paper, and catch up with an election's log.
    Restore(restore::Restore),
    /// Copy an election's log into a folder, for a machine without a network. Needs no keystore.
    Copy(copy::Copy),
    /// Send messages that were put into files with --outbox. Needs no keystore, and is safe to repeat.
    Post(post::PostFiles),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.step {
            Step::Init(init) => init.run(),
            Step::Enrol(enrol) => enrol.run(),
            Step::Ceremony(ceremony) => ceremony.run(),
            Step::Check(check) => check.run(),
            Step::Decrypt(decrypt) => decrypt.run(),
            Step::Status(status) => status.run(),
            Step::Backup(backup) => backup.run(),
            Step::Restore(restore) => restore.run(),
            Step::Copy(copy) => copy.run(),
            Step::Post(post) => post.run(),
        }
    }

    pub(crate) const fn wants_json(&self) -> bool {
        match &self.step {
            Step::Init(_) | Step::Copy(_) | Step::Backup(_) | Step::Restore(_) => false,
            Step::Enrol(enrol) => enrol.common.json,
            Step::Ceremony(ceremony) => ceremony.common.json,
            Step::Check(check) => check.common.json,
            Step::Decrypt(decrypt) => decrypt.common.json,
            Step::Status(status) => status.json,
            Step::Post(post) => post.json,
        }
    }
}

/// Says what went wrong; what the exit code must be.
pub(crate) fn fail(error: &anyhow::Error, json: bool) -> ExitCode {
    let text = escape(&format!("{error:#}"));
    let code = error.downcast_ref::<Error>().and_then(Error::refusal_code);
    if json {
        say::object(&json!({"ok": false, "refused": code, "message": text}));
    }
    match code {
        Some(_) => {
            say::note(&format!("refused: {text}"));
            ExitCode::from(1)
        }
        None => {
            say::note(&format!("error: {text}"));
            ExitCode::from(2)
        }
    }
}

/// Which keystore.
#[derive(Debug, Args)]
struct KeystoreFolder {
    /// The folder with the keystore.
    #[arg(long, value_name = "FOLDER", default_value = "trustee-keystore")]
    keystore: PathBuf,
}

/// What most commands need.
#[derive(Debug, Args)]
struct Common {
    /// The election: the address of its log (http://…/elections/<id>), or a folder with a copy of it.
    #[arg(value_name = "URL|FOLDER")]
    place: String,
    #[command(flatten)]
    folder: KeystoreFolder,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Print one JSON object on standard output.
    #[arg(long)]
    json: bool,
}

impl Common {
    fn open(&self) -> anyhow::Result<(Place, OpenKeystore)> {
        let keystore = Keystore::at(&self.folder.keystore).map_err(Error::from)?;
        let place = Place::open(&self.place).map_err(Error::from)?;
        let passphrase = self.passphrase.ask(&mut say::note)?;
        let keystore = keystore.open(passphrase, Work::STANDARD).map_err(Error::from)?;
        Ok((place, keystore))
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

/// Weighs batches of ballots.
fn batch_rng() -> ChaCha20Rng {
    ChaCha20Rng::from_entropy()
}

fn now() -> Time {
    Time(u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0))
}

/// `trustee 2 (Blaise)`.
fn name_of(manifest: &Manifest, trustee: TrusteeIndex) -> String {
    let place = usize::from(trustee.get()).saturating_sub(1);
    let name = manifest
        .trustees
        .get(place)
        .map_or("?", |party| party.name.as_str());
    format!("trustee {trustee} ({})", escape(name))
}

fn numbers(trustees: &[TrusteeIndex]) -> Value {
    trustees.iter().map(|trustee| trustee.get()).collect()
}
