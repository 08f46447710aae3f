//! `comitia board`: the logs themselves: looking after them, copying them, publishing them as files.

use super::place::Place;
use super::{runtime, say, system_rng};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use comitia::elections::KeyFolder;
use comitia_bulletin_board::fsck::examine;
use comitia_bulletin_board::{Board, Server, export, recover};
use comitia_crypto::ElectionId;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::note::LogKey;
use comitia_tlog::tile::{Entry, TILE_WIDTH};
use comitia_verifier::LogSource;
use indicatif::{ProgressBar, ProgressStyle};
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use rand_core::RngCore as _;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::task::block_in_place;

/// The logs of a database.
#[derive(Subcommand)]
pub enum BoardCommand {
    /// List the logs.
    Logs(Place),
    /// Derive every log again from its entries, and say what is wrong. A server may run meanwhile.
    ///
    /// Exit codes: 0, all is as it must be; 1, something is wrong; 2, the database cannot be read.
    Fsck {
        #[command(flatten)]
        place: Place,
        /// The log alone that has this origin.
        #[arg(long, value_name = "ORIGIN")]
        log: Option<String>,
    },
    /// Write a log as static files, for any web server. An export that was interrupted, or of an older state, goes on.
    Export {
        #[command(flatten)]
        place: Place,
        /// The log.
        #[arg(long, value_name = "ORIGIN")]
        log: String,
        #[command(flatten)]
        to: Destination,
    },
    /// Put back what an old backup lacks, from a copy of the public files. The server must not run.
    Recover {
        #[command(flatten)]
        place: Place,
        /// The log.
        #[arg(long, value_name = "ORIGIN")]
        log: String,
        /// The copy.
        #[arg(long, value_name = "URL|FOLDER")]
        from: String,
    },
    /// Copy a SQLite database while a server may be running. Of PostgreSQL, pg_dump makes copies.
    Backup {
        #[command(flatten)]
        place: Place,
        /// The copy, which must not be there yet. The keys are copied by other means.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

/// Where files go.
#[derive(Args)]
pub struct Destination {
    /// A folder, or s3://bucket/prefix. What S3 needs is in the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
    /// AWS_REGION, AWS_ENDPOINT.
    #[arg(long, value_name = "FOLDER|s3://BUCKET/PREFIX")]
    to: String,
}

impl BoardCommand {
    /// Carries it out.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        runtime()?.block_on(async {
            match self {
                Self::Logs(place) => list(&place).await,
                Self::Fsck { place, log } => fsck(&place, log).await,
                Self::Export { place, log, to } => write_files(&place, &log, &to).await,
                Self::Recover { place, log, from } => put_back(&place, &log, &from).await,
                Self::Backup { place, to } => {
                    place.open().await?.backup(&to).await?;
                    say(&format!("copied to {}", to.display()));
                    Ok(ExitCode::SUCCESS)
                }
            }
        })
    }
}

async fn list(place: &Place) -> anyhow::Result<ExitCode> {
    let (board, keys) = (Board::new(&place.open().await?), place.key_folder()?);
    for origin in board.origins().await? {
        let log = board.log(&origin).await?.context("a log is gone")?;
        let (head, published) = (log.head().await?, log.checkpoint().await?);
        let (head, published) = (head.unverified().size, published.unverified().size);
        say(&format!(
            "{origin}: {head} entries, {published} of them published"
        ));
        if let Some(key) = key_of(&keys, &origin) {
            say(&format!("  key {key}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn fsck(place: &Place, log: Option<String>) -> anyhow::Result<ExitCode> {
    let (board, keys) = (Board::new(&place.open().await?), place.key_folder()?);
    let origins = match log {
        Some(origin) => vec![origin],
        None => board.origins().await?,
    };
    let mut wrong = 0;
    for origin in origins {
        let log = board.log(&origin).await?;
        let log = log.with_context(|| format!("there is no log {origin}"))?;
        let key = key_of(&keys, &origin);
        let bar = bar("entries");
        let examined = examine(&log, key.as_ref(), |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        });
        let examined = examined.await?;
        bar.finish_and_clear();
        let signatures = if key.is_some() {
            ""
        } else {
            ", signatures not looked at: its key is not here"
        };
        let verdict = match examined.findings.len() {
            0 => "in order".to_owned(),
            found => format!("{found} findings"),
        };
        say(&format!(
            "{origin}: {} entries, {verdict}{signatures}",
            examined.size
        ));
        for finding in &examined.findings {
            say(&format!("  {finding}"));
        }
        wrong += examined.findings.len();
    }
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// The key of a log, if it is in the folder.
fn key_of(keys: &KeyFolder, origin: &str) -> Option<LogKey> {
    let election = origin.rsplit('/').next().and_then(ElectionId::parse)?;
    Some(keys.log_signer(&election, origin).ok()?.key().clone())
}

async fn put_back(place: &Place, origin: &str, from: &str) -> anyhow::Result<ExitCode> {
    let (board, keys) = (Board::new(&place.open().await?), place.key_folder()?);
    let storage = board.storage(origin).await?;
    let storage = storage.with_context(|| format!("there is no log {origin}"))?;
    let key = key_of(&keys, origin).context("the log's key is not in the folder of keys")?;
    let here = storage.head().await?.unverified().size;
    let from = from.to_owned();
    let (published, missing) = block_in_place(|| published_entries(&from, here))?;
    let there = published.unverified().size;
    if there < here {
        say(&format!(
            "{origin}: the database has {here} entries, the copy {there}: nothing to put back"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let server = Server {
        id: random_id(),
        address: String::new(),
    };
    let count = missing.len();
    recover(&storage, &server, &key, published, missing).await?;
    say(&format!(
        "{origin}: {here} entries, and {count} that were missing; now {there}, as published"
    ));
    Ok(ExitCode::SUCCESS)
}

/// What a copy of the public files has beyond so many entries.
fn published_entries(from: &str, here: u64) -> anyhow::Result<(SignedCheckpoint, Vec<Entry>)> {
    let source = LogSource::open(from, None)?;
    let published = SignedCheckpoint::parse(&source.checkpoint()?)?;
    let size = published.unverified().size;
    let mut missing = Vec::new();
    for number in (here / TILE_WIDTH)..size.div_ceil(TILE_WIDTH) {
        let bundle = source.bundle(number, size)?;
        let bundle = bundle.entries()?;
        let known = usize::try_from(here.saturating_sub(number * TILE_WIDTH))?;
        for entry in bundle.entries().iter().skip(known) {
            missing.push(Entry::new(entry.to_vec())?);
        }
    }
    Ok((published, missing))
}

fn random_id() -> [u8; 16] {
    let mut id = [0; 16];
    system_rng().fill_bytes(&mut id);
    id
}

async fn write_files(place: &Place, log: &str, to: &Destination) -> anyhow::Result<ExitCode> {
    let board = Board::new(&place.open().await?);
    let log = board
        .log(log)
        .await?
        .with_context(|| format!("there is no log {log}"))?;
    let (files, prefix) = to.open()?;
    let bar = bar("files");
    let done = export(&log, files.as_ref(), &prefix, |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    let done = done.await?;
    bar.finish_and_clear();
    say(&format!(
        "{} entries: {} files written, {} there already, {} of an older state removed",
        done.checkpoint.unverified().size,
        done.written,
        done.kept,
        done.removed
    ));
    Ok(ExitCode::SUCCESS)
}

impl Destination {
    fn open(&self) -> anyhow::Result<(Box<dyn ObjectStore>, ObjectPath)> {
        let Some(place) = self.to.strip_prefix("s3://") else {
            std::fs::create_dir_all(&self.to).with_context(|| self.to.clone())?;
            return Ok((
                Box::new(LocalFileSystem::new_with_prefix(&self.to)?),
                ObjectPath::default(),
            ));
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let plain = std::env::var("AWS_ENDPOINT").is_ok_and(|endpoint| endpoint.starts_with("http://"));
        let s3 = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_allow_http(plain);
        Ok((Box::new(s3.build()?), ObjectPath::from(prefix)))
    }
}

/// Progress on standard error; nothing when that is not a terminal.
fn bar(what: &str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template(&format!(
        "{{bar:40}} {{human_pos}}/{{human_len}} {what}, {{eta}} left"
    )) {
        bar.set_style(style);
    }
    bar
}
