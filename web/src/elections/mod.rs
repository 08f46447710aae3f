//! The elections of this server: each is a log with a sequencer, and the state machine that admits its entries.

mod admission;
mod condition;
mod examination;
mod keys;
mod office;
mod reader;
mod strikes;
mod tally;
mod turnout;
mod witnesses;

pub use admission::{Submission, UrnAdmission};
pub use keys::KeyFolder;
pub use office::OfficeError;
pub use witnesses::WitnessBook;

use comitia_bulletin_board::witnessing::Gatherer;
use comitia_bulletin_board::{
    Appended, Board, Limits, LogReader, Sequencer, SequencerTask, Sequencing, Server, SubmitError, Unserved,
};
use comitia_crypto::ElectionId;
use comitia_crypto::ballot::BallotFault;
use comitia_crypto::group::PointBytes;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{BoothBuild, EntryKind};
use comitia_election::manifest::{Manifest, Time};
use comitia_election::state::{BallotRefusal, Election, Refusal};
use comitia_kit::i18n::Zone;
use comitia_kit::site::Clock;
use comitia_store::{Migrations, Store, on_engine};
use condition::Writable;
use examination::Examinations;
use rand_core::{CryptoRngCore, RngCore as _};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;
use strikes::Strikes;
use thiserror::Error;

/// Between two looks for elections that other servers have made.
const NEW_ELECTIONS: Duration = Duration::from_secs(1);

/// The tables of this room.
pub const MIGRATIONS: Migrations = Migrations {
    module: "elections",
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// Why elections could not be started or read.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct ServiceError(pub String);

impl ServiceError {
    fn from(error: impl core::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// Why a ballot is not in the urn.
#[derive(Debug, Error)]
pub enum CastError {
    /// This credential has sent several ballots whose proofs are false.
    #[error("too many ballots of this voter did not verify; wait a minute")]
    TooManyFalseProofs,
    /// The log does not take it.
    #[error(transparent)]
    Submit(#[from] SubmitError<Refusal>),
}

/// What the service is made of.
pub struct Setup {
    /// The database.
    pub store: Store,
    /// Keys of the authority and of the logs.
    pub keys: KeyFolder,
    /// This server, among those that share the database.
    pub server: Server,
    /// Where witnesses are.
    pub witnesses: WitnessBook,
    /// Host of the logs, as manifests name it.
    pub host: String,
    /// Time zone in which pages show times.
    pub zone: Zone,
    /// The voting client that is served, if there is one.
    pub booth: Option<BoothBuild>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub rng: Box<dyn CryptoRngCore + Send>,
}

/// All elections of this server. Cheap to clone.
#[derive(Clone)]
pub struct Elections(Arc<Inner>);

struct Inner {
    store: Store,
    board: Board,
    keys: KeyFolder,
    server: Server,
    witnesses: WitnessBook,
    authority: SigningKey,
    host: String,
    zone: Zone,
    booth: Option<BoothBuild>,
    clock: Arc<dyn Clock>,
    rng: Mutex<Box<dyn CryptoRngCore + Send>>,
    strikes: Strikes,
    examinations: Examinations,
    writable: Writable,
    running: RwLock<BTreeMap<ElectionId, Running>>,
}

/// One election that is being served.
#[derive(Clone)]
pub struct Running {
    manifest: Arc<Manifest>,
    log: LogReader,
    sequencer: Sequencer<UrnAdmission>,
    task: Arc<Mutex<Option<SequencerTask>>>,
    /// Asks the witnesses, if there are any.
    gatherer: Option<Arc<Gatherer>>,
    /// When this server last appended, in seconds since 1970; 0 if it has not yet.
    appended_at: Arc<AtomicU64>,
}

impl Elections {
    /// Opens every log of the database and starts its sequencer.
    pub async fn start(setup: Setup) -> Result<Self, ServiceError> {
        let mut rng = setup.rng;
        let authority = setup.keys.authority(&mut rng).map_err(ServiceError::from)?;
        let inner = Inner {
            board: Board::new(&setup.store),
            store: setup.store,
            keys: setup.keys,
            server: setup.server,
            witnesses: setup.witnesses,
            authority,
            host: setup.host,
            zone: setup.zone,
            booth: setup.booth,
            clock: setup.clock,
            rng: Mutex::new(rng),
            strikes: Strikes::default(),
            examinations: Examinations::default(),
            writable: Writable::default(),
            running: RwLock::default(),
        };
        let elections = Self(Arc::new(inner));
        for origin in elections.0.board.origins().await.map_err(ServiceError::from)? {
            elections.resume(&origin).await?;
        }
        Ok(elections)
    }

    /// Stops all sequencers when they have dealt with what is waiting.
    pub async fn shutdown(&self) {
        let tasks: Vec<SequencerTask> = self
            .all()
            .iter()
            .filter_map(|running| running.task.lock().ok()?.take())
            .collect();
        for task in tasks {
            task.shutdown().await;
        }
    }

    /// The logs, for serving their tiles.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.0.board
    }

    /// Host of the logs.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// Whether other servers may write the logs of this database.
    #[must_use]
    pub fn has_peers(&self) -> bool {
        !self.0.server.address.is_empty()
    }

    fn now(&self) -> Time {
        Time(u64::try_from(self.0.clock.now().as_second()).unwrap_or(0))
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        let mut rng = self
            .0
            .rng
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        rng.fill_bytes(&mut bytes);
        bytes
    }

    /// All elections, by id.
    #[must_use]
    pub fn all(&self) -> Vec<Running> {
        let running = self
            .0
            .running
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        running.values().cloned().collect()
    }

    /// One election.
    #[must_use]
    pub fn get(&self, id: &ElectionId) -> Option<Running> {
        let running = self
            .0
            .running
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        running.get(id).cloned()
    }

    /// Takes up elections that other servers have made, again and again; ends with the task.
    pub async fn watch_for_new(self) {
        loop {
            tokio::time::sleep(NEW_ELECTIONS).await;
            if let Err(error) = self.take_up_new().await {
                tracing::warn!(%error, "elections of other servers are not taken up");
            }
        }
    }

    async fn take_up_new(&self) -> Result<(), ServiceError> {
        for origin in self.0.board.origins().await.map_err(ServiceError::from)? {
            let id = origin.rsplit('/').next().and_then(ElectionId::parse);
            if id.is_some_and(|id| self.get(&id).is_none()) {
                self.resume(&origin).await?;
            }
        }
        Ok(())
    }

    /// Takes up the election of a log that is in the database. A log without a manifest was never announced.
    async fn resume(&self, origin: &str) -> Result<(), ServiceError> {
        let id = origin.rsplit('/').next().and_then(ElectionId::parse);
        let id = id.ok_or_else(|| ServiceError(format!("{origin} is no log of an election")))?;
        let log = self.0.board.log(origin).await.map_err(ServiceError::from)?;
        let log = log.ok_or_else(|| ServiceError(format!("there is no log {origin}")))?;
        let Some(manifest) = witnesses::manifest_of(&log).await? else {
            tracing::warn!(%id, "a log without a manifest is left alone");
            return Ok(());
        };
        let running = self.sequence(manifest, origin).await?;
        self.announce(running);
        // The server may have been stopped between the last acceptance and this.
        self.log_keys(&id).await.map_err(ServiceError::from)
    }

    /// Starts the sequencer of an election's log, and whoever asks its witnesses.
    async fn sequence(&self, manifest: Arc<Manifest>, origin: &str) -> Result<Running, ServiceError> {
        let board = &self.0.board;
        let signer = self.0.keys.log_signer(manifest.id(), origin);
        let storage = board.storage(origin).await.map_err(ServiceError::from)?;
        let storage = storage.ok_or_else(|| ServiceError(format!("there is no log {origin}")))?;
        let seed = self.random();
        let sequencing = Sequencing {
            server: self.0.server.clone(),
            limits: Limits::default(),
            publication: witnesses::publication(&manifest),
        };
        let signer = signer.map_err(ServiceError::from)?;
        let started = board
            .sequence(signer, sequencing, move || UrnAdmission::new(seed))
            .await;
        let (sequencer, task) = started.map_err(ServiceError::from)?;
        let gatherer = self.0.witnesses.gather(&manifest, &storage, sequencer.head())?;
        Ok(Running {
            manifest,
            log: LogReader::new(storage),
            sequencer,
            task: Arc::new(Mutex::new(Some(task))),
            gatherer: gatherer.map(Arc::new),
            appended_at: Arc::default(),
        })
    }

    fn announce(&self, running: Running) {
        let mut all = self
            .0
            .running
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        all.insert(*running.manifest.id(), running);
    }

    /// Submits to an election, and notes when an administrative entry was taken.
    pub async fn submit(
        &self,
        running: &Running,
        submission: Submission,
    ) -> Result<Appended, SubmitError<Refusal>> {
        let about = submission.about();
        let appended = running.sequencer.submit(submission).await?;
        running.appended_at.store(self.now().0, Ordering::Relaxed);
        if let Some((kind, trustee)) = about
            && let Err(error) = self
                .note(running.manifest.id(), appended.first, kind, trustee)
                .await
        {
            tracing::warn!(%error, "the moment of an entry is not noted");
        }
        Ok(appended)
    }

    /// Submits the encoded entry of a ballot of `credential`.
    pub async fn cast(
        &self,
        running: &Running,
        credential: &PointBytes,
        raw: Vec<u8>,
    ) -> Result<Appended, CastError> {
        let (id, strikes) = (running.manifest.id(), &self.0.strikes);
        if strikes.is_out(id, credential, self.now()) {
            return Err(CastError::TooManyFalseProofs);
        }
        let appended = self.submit(running, Submission::Ballot(raw)).await;
        if let Err(SubmitError::Refused(Refusal::Ballot(BallotRefusal::Fault(BallotFault::Proof)))) =
            &appended
        {
            strikes.add(id, credential, self.now());
        }
        Ok(appended?)
    }

    async fn note(
        &self,
        id: &ElectionId,
        entry: u64,
        kind: EntryKind,
        trustee: u16,
    ) -> Result<(), ServiceError> {
        let (election, entry) = (id.0.to_vec(), i64::try_from(entry).unwrap_or(i64::MAX));
        let at = i64::try_from(self.now().0).unwrap_or(i64::MAX);
        let noted = self.0.store.run_tx::<_, sqlx::Error, _>("note_moment", |tx| {
            let election = election.clone();
            Box::pin(async move {
                let insert =
                    "INSERT INTO moments (election, entry, kind, trustee, at) VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (election, entry) DO NOTHING";
                on_engine!(tx, tx => {
                    let insert = sqlx::query(insert).bind(election).bind(entry).bind(i64::from(kind as u8));
                    insert.bind(i64::from(trustee)).bind(at).execute(&mut **tx).await?;
                });
                Ok(())
            })
        });
        noted.await.map_err(ServiceError::from)
    }

    /// When administrative entries were taken: (kind, trustee, seconds since 1970), in the order of the log.
    async fn moments(&self, id: &ElectionId) -> Result<Vec<(u8, u16, u64)>, ServiceError> {
        let query = "SELECT kind, trustee, at FROM moments WHERE election = $1 ORDER BY entry";
        let rows: Result<Vec<(i64, i64, i64)>, _> = on_engine!(self.0.store.readers(), pool => {
            sqlx::query_as(query).bind(id.0.to_vec()).fetch_all(pool).await
        });
        let rows = rows.map_err(ServiceError::from)?;
        let number = |(kind, trustee, at): (i64, i64, i64)| {
            (
                u8::try_from(kind).unwrap_or(0),
                u16::try_from(trustee).unwrap_or(0),
                u64::try_from(at).unwrap_or(0),
            )
        };
        Ok(rows.into_iter().map(number).collect())
    }
}

impl Running {
    /// The manifest.
    #[must_use]
    pub const fn manifest(&self) -> &Arc<Manifest> {
        &self.manifest
    }

    /// The log, to read.
    #[must_use]
    pub const fn log(&self) -> &LogReader {
        &self.log
    }

    /// Looks at the election as its log tells it; `look` must be quick.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Election) -> T + Send + 'static,
    ) -> Result<T, Unserved> {
        let seen = self
            .sequencer
            .inspect(|admission| admission.election().map(look))
            .await?;
        seen.ok_or(Unserved::Unavailable)
    }
}
