//! `comitia serve`.

use super::imprint::Imprint;
use super::place::Place;
use super::{runtime, say, system_rng};
use anyhow::Context as _;
use axum::Router;
use clap::Args;
use comitia::api::{self, AdminToken};
use comitia::elections::{Elections, KeyFolder, Setup, WitnessBook};
use comitia::operations;
use comitia::routes::pages;
use comitia::site::{Options, site};
use comitia::view;
use comitia::view::booth::{MODULE, SCRIPT};
use comitia_bulletin_board::http::{ByOrigin, router};
use comitia_crypto::Digest;
use comitia_election::entry::{BoothBuild, BoothFile};
use comitia_kit::i18n::Zone;
use comitia_kit::site::Clock;
use comitia_store::Store;
use comitia_tlog::policy_file::PolicyFile;
use jiff::Timestamp;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Where and what to serve.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where other servers of the same database reach this one, such as http://10.0.0.1:8080.
    #[arg(long)]
    peer_url: Option<String>,
    /// File in the format of C2SP tlog-policy with the addresses of witnesses: lines `witness NAME KEY URL`. Which of them
    /// an election needs is in its manifest.
    #[arg(long, value_name = "FILE")]
    witnesses: Option<PathBuf>,
    /// Address on which monitoring finds /metrics, /healthz and /readyz; nobody else should reach it.
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    /// How the log of the program is written, on standard error.
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Host (and port) under which people reach the server: part of the name of every log.
    #[arg(long, default_value = "localhost:8080")]
    host: String,
    /// The public address, where it is not http:// and the host.
    #[arg(long)]
    base_url: Option<String>,
    #[command(flatten)]
    imprint: Imprint,
    /// Time zone of the organisation.
    #[arg(long, default_value = "Europe/Paris")]
    zone: String,
    /// Folder of the compiled booth.
    #[arg(long, default_value = "web/booth/dist")]
    booth: PathBuf,
    /// Folder of the second verifier, built for browsers.
    #[arg(long, default_value = "second-verifier/dist")]
    verifier: PathBuf,
    /// Folder with templates/, locales/ and assets/ that replace the built-in ones.
    #[arg(long)]
    overrides: Option<PathBuf>,
}

/// How the log of the program is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object on each line.
    Json,
}

/// Logs on standard error; `RUST_LOG` overrides `level`.
pub(super) fn start_logging(level: &str, format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

impl Serve {
    /// Serves until it is told to stop.
    pub fn run(self) -> anyhow::Result<()> {
        start_logging("info", self.log_format);
        runtime()?.block_on(async {
            let server = self.prepare(Arc::new(Timestamp::now)).await?;
            say(&format!("listening on {}", server.address()?));
            server.run().await
        })
    }

    /// A demonstration's server.
    pub(super) fn for_demonstration(data: PathBuf, listen: SocketAddr, host: String, booth: PathBuf) -> Self {
        Self {
            place: Place::folder(data),
            listen,
            host,
            booth,
            peer_url: None,
            witnesses: None,
            metrics: None,
            log_format: LogFormat::Text,
            base_url: None,
            verifier: PathBuf::from("second-verifier/dist"),
            imprint: Imprint::named("Comitia"),
            zone: "Europe/Paris".to_owned(),
            overrides: None,
        }
    }

    /// Opens the database, takes up all elections and listens.
    pub(super) async fn prepare(self, clock: Arc<dyn Clock>) -> anyhow::Result<Server> {
        let data = &self.place.data;
        std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
        let lock = lock(data)?;
        let store = self.place.open().await?;
        let keys = self.place.key_folder()?;
        let mut rng = system_rng();
        let server = comitia_bulletin_board::Server {
            id: KeyFolder::server_id(data, &mut rng)?,
            address: self.peer_url.clone().unwrap_or_default(),
        };
        let token = AdminToken::new(&keys.admin_token(&mut rng)?);
        let client = client(&self.booth)?;
        let zone = Zone::named(&self.zone).with_context(|| format!("{} is not a time zone", self.zone))?;
        let elections = Elections::start(Setup {
            store: store.clone(),
            keys,
            server,
            witnesses: self.witness_book()?,
            host: self.host.clone(),
            zone,
            booth: build(&self.booth, &client)?,
            clock: clock.clone(),
            rng: Box::new(rng),
        })
        .await?;
        let monitoring = self.monitoring(&elections).await?;
        let app = self.assemble(&elections, token, client, clock)?;
        let listener = tokio::net::TcpListener::bind(self.listen).await;
        Ok(Server {
            _lock: lock,
            has_peers: self.peer_url.is_some(),
            store,
            elections,
            monitoring,
            app,
            listener: listener.with_context(|| self.listen.to_string())?,
        })
    }

    /// What monitoring asks, on an address of its own.
    async fn monitoring(
        &self,
        elections: &Elections,
    ) -> anyhow::Result<Option<(tokio::net::TcpListener, Router)>> {
        let Some(address) = self.metrics else {
            return Ok(None);
        };
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.with_context(|| address.to_string())?;
        say(&format!("monitoring on http://{}", listener.local_addr()?));
        let routes = operations::figures(operations::Figures::install()?, elections.clone());
        Ok(Some((
            listener,
            routes.merge(operations::health(elections.clone())),
        )))
    }

    /// The witnesses of the file, if there is one.
    fn witness_book(&self) -> anyhow::Result<WitnessBook> {
        let mut witnesses = Vec::new();
        if let Some(path) = &self.witnesses {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            let file = PolicyFile::parse(&bytes).with_context(|| path.display().to_string())?;
            witnesses = file.witnesses;
        }
        Ok(WitnessBook::new(witnesses)?)
    }

    fn assemble(
        &self,
        elections: &Elections,
        token: AdminToken,
        client: Vec<(String, Vec<u8>)>,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Router> {
        let mut settings = self.imprint.settings();
        let base = self
            .base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.host));
        settings.base_url = Some(base);
        let site = site(Options {
            settings,
            accent: self.imprint.accent(),
            overrides: self.overrides.clone(),
            client,
            verifier: second_verifier(&self.verifier)?,
            clock,
        })?;
        let logs = ByOrigin::new(
            elections.board().clone(),
            format!("{}/elections/", elections.host()),
        );
        let routes = pages(site.clone(), Arc::new(elections.clone()))
            .merge(operations::health(elections.clone()))
            .nest("/elections", router(logs))
            .nest("/api", api::routes(elections.clone(), token)?);
        Ok(site.surround(routes))
    }
}

/// Makes sure that no other server uses the data folder, for as long as the file is open.
fn lock(data: &Path) -> anyhow::Result<File> {
    let lock = comitia_files::try_lock(&data.join("lock"))?;
    lock.with_context(|| format!("another server uses {}", data.display()))
}

/// A server that listens and does not answer yet.
pub(super) struct Server {
    _lock: File,
    has_peers: bool,
    store: Store,
    elections: Elections,
    /// What monitoring asks, and where.
    monitoring: Option<(tokio::net::TcpListener, Router)>,
    app: Router,
    listener: tokio::net::TcpListener,
}

impl Server {
    /// Its elections.
    pub(super) const fn elections(&self) -> &Elections {
        &self.elections
    }

    /// Where it answers.
    pub(super) fn address(&self) -> anyhow::Result<String> {
        Ok(format!("http://{}", self.listener.local_addr()?))
    }

    /// Serves until it is told to stop.
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let mut watches = JoinSet::new();
        watches.spawn(self.elections.clone().watch_turnout());
        if self.has_peers {
            watches.spawn(self.elections.clone().watch_for_new());
        }
        if let Some((listener, routes)) = self.monitoring {
            watches.spawn(async move {
                if let Err(error) = axum::serve(listener, routes).await {
                    tracing::error!(%error, "monitoring is not answered any more");
                }
            });
        }
        axum::serve(self.listener, self.app)
            .with_graceful_shutdown(stopped())
            .await?;
        watches.shutdown().await;
        self.elections.shutdown().await;
        self.store.close().await;
        Ok(())
    }
}

/// The voting client's files, if it was built.
fn client(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let files = [(SCRIPT, "booth.js"), (MODULE, "booth_bg.wasm")];
    if !folder.join("booth.js").exists() {
        tracing::warn!(
            "no booth in {}: elections with a web booth cannot be opened",
            folder.display()
        );
        return Ok(Vec::new());
    }
    read_all(folder, &files)
}

/// The second verifier's files, if it was built.
fn second_verifier(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let files = [
        (view::verifier::SCRIPT, "page.js"),
        (view::verifier::WORKER, "worker.js"),
    ];
    if !folder.join("worker.js").exists() {
        tracing::warn!(
            "no second verifier in {}: records are not verified in browsers",
            folder.display()
        );
        return Ok(Vec::new());
    }
    read_all(folder, &files)
}

fn read_all(folder: &Path, files: &[(&str, &str)]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let read = |(name, file): &(&str, &str)| {
        let path = folder.join(file);
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Ok(((*name).to_owned(), bytes))
    };
    files.iter().map(read).collect()
}

/// What goes on the log about the voting client.
fn build(folder: &Path, client: &[(String, Vec<u8>)]) -> anyhow::Result<Option<BoothBuild>> {
    if client.is_empty() {
        return Ok(None);
    }
    let path = folder.join("build.json");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let value: serde_json::Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let toolchain = value
        .get("toolchain")
        .and_then(|value| value.as_str())
        .unwrap_or("unknown")
        .to_owned();
    let file = |(name, bytes): &(String, Vec<u8>)| BoothFile {
        name: name.clone(),
        hash: Digest::of(bytes),
    };
    Ok(Some(BoothBuild {
        toolchain,
        files: client.iter().map(file).collect(),
    }))
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
