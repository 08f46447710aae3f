//! `comitia-witness`: cosigns the checkpoints of logs that only grow.
#![expect(clippy::print_stdout, reason = "commands speak to people on the terminal")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use comitia_tlog::cosignature::Timestamp;
use comitia_tlog::note::LogKey;
use comitia_tlog::vkey::KeyName;
use comitia_witness::folder::{Folder, log_id};
use comitia_witness::http::router;
use comitia_witness::witness::Witness;
use ed25519_dalek::SigningKey;
#[expect(clippy::disallowed_types, reason = "the program's one source of randomness")]
use rand_core::OsRng;

/// Watches logs: cosigns a checkpoint only if it continues the last one.
///
/// What was cosigned is on the disk before it is said. Never put an older copy of the folder back: a witness that forgot
/// what it cosigned can be made to cosign another history. Make a new witness instead.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes the key, and prints its public half.
    Init {
        /// Name of the witness, such as its address without a scheme: `witness.example.org`.
        #[arg(long)]
        name: String,
        /// Where its files are to be.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Prints the public key again.
    Key {
        /// Where its files are.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Watches a log from now on; a running witness takes it up by itself.
    AddLog {
        /// Where its files are.
        #[arg(long)]
        folder: PathBuf,
        /// The log's key: `origin+id+key`.
        key: String,
    },
    /// Lists what is watched.
    Logs {
        /// Where its files are.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Answers logs and monitors.
    Serve {
        /// Where its files are.
        #[arg(long)]
        folder: PathBuf,
        /// Address to listen on; a web server with TLS belongs in front of it.
        #[arg(long, default_value = "127.0.0.1:8081")]
        listen: SocketAddr,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell if standard error is closed.
            let _ = writeln!(std::io::stderr(), "comitia-witness: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Init { name, folder } => init(&name, &folder),
        Command::Key { folder } => {
            println!("{}", Folder::open(&folder)?.signer()?.key());
            Ok(())
        }
        Command::AddLog { folder, key } => {
            let key: LogKey = key.parse().context("this is not the key of a log")?;
            Folder::open(&folder)?.add_log(&key)?;
            let name = comitia_tlog::note::KnownKey::name(&key);
            println!(
                "watching {name}, for monitors at /{}/checkpoint",
                log_id(name.as_str())
            );
            Ok(())
        }
        Command::Logs { folder } => {
            for known in Folder::open(&folder)?.all()? {
                println!("{}", known.summary());
            }
            Ok(())
        }
        Command::Serve { folder, listen } => serve(&folder, listen),
    }
}

fn init(name: &str, folder: &Path) -> anyhow::Result<()> {
    let name = KeyName::new(name).context("this cannot be the name of a witness")?;
    let key = SigningKey::generate(&mut OsRng);
    println!("{}", Folder::create(folder, &name, &key)?.signer()?.key());
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the program's own clock")]
fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_seconds(since.as_secs())
}

fn serve(folder: &Path, listen: SocketAddr) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let folder = Folder::open(folder)?;
    let _lock = folder.lock()?;
    let witness = Arc::new(Witness::new(folder, now)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| listen.to_string())?;
        println!("listening on http://{}", listener.local_addr()?);
        axum::serve(listener, router(witness))
            .with_graceful_shutdown(stopped())
            .await?;
        Ok(())
    })
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
