//! Following a log: what was seen once must stay (protocol-spec: `election-log`, threats T1, T2).
//!
//! A follower keeps the last checkpoint that it has verified. Every time it looks it verifies the signatures that the
//! manifest demands, reads all entries that are new, and checks that with them the tree that it knew becomes the tree
//! that the log now claims. What witnesses have cosigned is compared too. Two checkpoints of one log that cannot both
//! be true are kept as evidence: the log has signed both.

mod state;
mod witness;

use crate::source::{BundleProblem, LogSource, SourceError};
use comitia_crypto::ElectionId;
use comitia_election::manifest::Manifest;
use comitia_election::state::Beginning;
use comitia_files::FileError;
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::policy::Policy;
use comitia_tlog::tile::{HashTile, RightEdge, TILE_WIDTH, TileKind, TileSet, tiles_of_nodes};
use comitia_tlog::tree::{Node, consistency_nodes, consistency_proof, verify_consistency};
use state::State;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use witness::Monitor;

/// Why a follower stops, or cannot look at the moment.
#[derive(Debug, Error)]
pub enum FollowError {
    /// The log, or a witness, cannot be read at the moment.
    #[error(transparent)]
    Unreadable(#[from] SourceError),
    /// What was seen cannot be kept or read.
    #[error(transparent)]
    File(#[from] FileError),
    /// What was kept is damaged.
    #[error("{path}: {problem}")]
    State {
        /// File.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The log is not what it was, or not what its manifest says.
    #[error("{what}")]
    Alarm {
        /// What was found.
        what: String,
        /// Two checkpoints that contradict each other, if there are such.
        evidence: Option<PathBuf>,
    },
}

/// What a look has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Entries before.
    pub before: u64,
    /// Entries now.
    pub now: u64,
}

/// Follows one log.
pub struct Follower {
    source: LogSource,
    policy: Policy,
    state: State,
    monitors: Vec<Monitor>,
}

impl Follower {
    /// Follows the log at `place`, from what was seen before, which is kept in `folder`.
    ///
    /// # Errors
    /// When the log cannot be read, is not of this election, or what was kept is damaged.
    pub fn new(
        place: &str,
        election: Option<ElectionId>,
        folder: &Path,
        witnesses: &[String],
    ) -> Result<Self, FollowError> {
        let source = LogSource::open(place, election.as_ref())?;
        let named = election.or_else(|| source.named_election());
        let named = named.ok_or_else(|| source.not_a_log("which election is it? name it with --election"))?;
        let manifest = manifest(&source)?;
        if *manifest.id() != named {
            return alarm(format!(
                "the log is of the election {}, not {named}",
                manifest.id()
            ));
        }
        let policy = manifest.policy();
        let policy = policy.map_err(|error| source.not_a_log(format!("its manifest: {error}")))?;
        let origin = manifest.origin();
        Ok(Self {
            state: State::open(folder, &named.to_string(), &policy)?,
            monitors: witnesses.iter().map(|url| Monitor::new(url, &origin)).collect(),
            source,
            policy,
        })
    }

    /// The entries that were seen so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.state.last().map_or(0, |last| last.unverified().size)
    }

    /// Looks at the log and at its witnesses.
    ///
    /// # Errors
    /// When something cannot be read, or is not what it must be.
    pub fn look(&mut self) -> Result<Seen, FollowError> {
        let bytes = self.source.checkpoint()?;
        let signed = SignedCheckpoint::parse(&bytes);
        let signed = signed.map_err(|error| self.source.not_a_log(error.to_string()))?;
        if self.state.last().is_none() && self.is_new(&signed) {
            return Ok(Seen { before: 0, now: 0 });
        }
        if let Err(error) = signed.verify(&self.policy) {
            return alarm(format!(
                "the checkpoint is not signed as the manifest demands: {error}"
            ));
        }
        let before = self.size();
        self.compare(&signed)?;
        let now = signed.unverified().size;
        self.state.keep(signed)?;
        self.ask_witnesses()?;
        Ok(Seen { before, now })
    }

    /// Whether a log is so new that its witnesses have not signed anything yet.
    fn is_new(&self, signed: &SignedCheckpoint) -> bool {
        let log = Policy::without_witnesses(self.policy.log().clone());
        signed.unverified().size == 0 && signed.verify(&log).is_ok()
    }

    /// Whether a checkpoint continues what was seen before.
    fn compare(&self, signed: &SignedCheckpoint) -> Result<(), FollowError> {
        let new = signed.unverified();
        let Some(last) = self.state.last() else {
            return self
                .grow(RightEdge::new(), new)
                .map_err(|problem| problem.of(self, signed));
        };
        let old = last.unverified();
        if new.size < old.size {
            let what = format!("the log has shrunk from {} entries to {}", old.size, new.size);
            return self.contradiction(&what, last, signed);
        }
        if new.size == old.size {
            return match new.root == old.root {
                true => Ok(()),
                false => self.contradiction("the log has two trees of the same size", last, signed),
            };
        }
        let edge = self.edge(old).map_err(|problem| problem.of(self, signed))?;
        self.grow(edge, new).map_err(|problem| problem.of(self, signed))
    }

    /// The right edge of a tree that was seen, from the tiles as they are now: it has the same root, or they are other.
    fn edge(&self, old: &Checkpoint) -> Result<RightEdge, Problem> {
        if old.size == 0 {
            return Ok(RightEdge::new());
        }
        let tiles = self.tiles(&RightEdge::nodes(old.size), old.size)?;
        let edge = RightEdge::read(&tiles, old.size).map_err(|error| Problem::Other(error.to_string()))?;
        match edge.root() == old.root {
            true => Ok(edge),
            false => Err(Problem::Other(format!(
                "its first {} entries are no longer what they were",
                old.size
            ))),
        }
    }

    /// Reads the entries that are new; with them the tree has the root that is claimed, or they are others.
    fn grow(&self, mut edge: RightEdge, new: &Checkpoint) -> Result<(), Problem> {
        let first = edge.size() / TILE_WIDTH;
        for number in first..new.size.div_ceil(TILE_WIDTH) {
            let bundle = self.source.bundle(number, new.size)?;
            let bundle = bundle.entries()?;
            let known = usize::try_from(edge.size() - number * TILE_WIDTH).unwrap_or(usize::MAX);
            let fresh = bundle.entries().get(known..).unwrap_or_default();
            let leaves: Vec<TreeHash> = fresh.iter().map(|entry| leaf_hash(entry)).collect();
            edge.append(&leaves)
                .map_err(|error| Problem::Other(error.to_string()))?;
        }
        match edge.root() == new.root {
            true => Ok(()),
            false => Err(Problem::Other(format!(
                "its entries do not make the tree of {} that it signs",
                new.size
            ))),
        }
    }

    fn tiles(&self, nodes: &[Node], size: u64) -> Result<TileSet, Problem> {
        let mut tiles = TileSet::default();
        for path in tiles_of_nodes(nodes, size).unwrap_or_default() {
            let TileKind::Hashes(level) = path.kind else {
                continue;
            };
            let bytes = self.source.tile(path)?;
            let bytes = bytes.ok_or_else(|| Problem::Other(format!("{path} is missing")))?;
            let tile = HashTile::parse(&bytes, path.width);
            let tile = tile.map_err(|error| Problem::Other(format!("{path}: {error}")))?;
            tiles.insert(level, path.index, tile);
        }
        Ok(tiles)
    }

    /// Compares with what each witness has cosigned last.
    fn ask_witnesses(&mut self) -> Result<(), FollowError> {
        let Some(last) = self.state.last().cloned() else {
            return Ok(());
        };
        let mut monitors = std::mem::take(&mut self.monitors);
        let compared = monitors.iter_mut().try_for_each(|monitor| {
            match monitor.due(&self.policy, last.unverified().size)? {
                Some(cosigned) => self.agree(monitor.url(), &cosigned, &last),
                None => Ok(()),
            }
        });
        self.monitors = monitors;
        compared
    }

    /// Whether what a witness has cosigned is the beginning of what the log shows.
    fn agree(
        &self,
        witness: &str,
        cosigned: &SignedCheckpoint,
        last: &SignedCheckpoint,
    ) -> Result<(), FollowError> {
        let (older, newer) = (cosigned.unverified(), last.unverified());
        let what = format!("the witness {witness} has cosigned another history of the log");
        match self.is_prefix(older, newer) {
            Ok(true) => Ok(()),
            Ok(false) => self.contradiction(&what, cosigned, last),
            Err(problem) => Err(problem.of(self, last)),
        }
    }

    fn is_prefix(&self, older: &Checkpoint, newer: &Checkpoint) -> Result<bool, Problem> {
        if older.size == 0 || older.size == newer.size {
            return Ok(older.size == 0 || older.root == newer.root);
        }
        let other = |error: &dyn std::fmt::Display| Problem::Other(error.to_string());
        let nodes = consistency_nodes(older.size, newer.size).map_err(|error| other(&error))?;
        let tiles = self.tiles(&nodes, newer.size)?;
        let proof = consistency_proof(&tiles, older.size, newer.size).map_err(|error| other(&error))?;
        Ok(verify_consistency(older.size, newer.size, &older.root, &newer.root, &proof).is_ok())
    }

    /// An alarm with two signed checkpoints that cannot both be true.
    fn contradiction<T>(
        &self,
        what: &str,
        one: &SignedCheckpoint,
        other: &SignedCheckpoint,
    ) -> Result<T, FollowError> {
        let text = format!(
            "{what}\n\n--- seen before\n{one}\n--- seen at {}\n{other}",
            self.source
        );
        Err(FollowError::Alarm {
            what: what.to_owned(),
            evidence: Some(self.state.keep_evidence(&text)?),
        })
    }
}

/// What is wrong with what a log shows.
enum Problem {
    Source(SourceError),
    Other(String),
}

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<BundleProblem> for Problem {
    fn from(problem: BundleProblem) -> Self {
        match problem {
            BundleProblem::Source(error) => Self::Source(error),
            other => Self::Other(other.to_string()),
        }
    }
}

impl Problem {
    /// The alarm, with the checkpoint that does not hold beside the one that was seen before.
    fn of(self, follower: &Follower, signed: &SignedCheckpoint) -> FollowError {
        let what = match self {
            Self::Source(error) => return error.into(),
            Self::Other(what) => format!("the log contradicts what it signs: {what}"),
        };
        let last = follower.state.last().unwrap_or(signed);
        match follower.contradiction::<()>(&what, last, signed) {
            Err(error) => error,
            Ok(()) => FollowError::Alarm { what, evidence: None },
        }
    }
}

fn alarm<T>(what: String) -> Result<T, FollowError> {
    Err(FollowError::Alarm { what, evidence: None })
}

/// The manifest at the beginning of the log, which is several entries if it is large. It is the right one if it has the
/// election's id, which is its hash.
fn manifest(source: &LogSource) -> Result<Arc<Manifest>, FollowError> {
    let signed = SignedCheckpoint::parse(&source.checkpoint()?);
    let signed = signed.map_err(|error| source.not_a_log(error.to_string()))?;
    let mut beginning = Beginning::new();
    for bundle in source.bundles(signed.unverified().size.max(1)) {
        let bundle = bundle.map_err(|problem| source.not_a_log(problem.to_string()))?;
        let bundle = bundle
            .entries()
            .map_err(|problem| source.not_a_log(problem.to_string()))?;
        for entry in bundle.entries() {
            let begun = beginning.apply(entry);
            if let Some(election) = begun.map_err(|refusal| source.not_a_log(refusal.to_string()))? {
                return Ok(election.manifest().clone());
            }
        }
    }
    Err(source.not_a_log("there is no manifest at its beginning").into())
}
