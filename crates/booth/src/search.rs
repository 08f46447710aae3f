//! Is my ballot counted? The public log itself is read and recomputed (protocol-spec: `search`, V24).
//!
//! A [`Search`] asks for files of the log by name and is given their bytes, one after the other, so that a log of
//! any size is read in little memory. With a receipt, what lies before the ballot is taken from hash tiles; with a
//! tracker alone, the whole log is read. What comes after the ballot is read in any case: a later ballot of the same
//! voter, or a cancellation, would replace it. The root must be the one that the log and its witnesses signed.

use crate::paper::Paper;
use comitia_crypto::codec::Decode as _;
use comitia_crypto::credential::Pseudonym;
use comitia_crypto::group::PointBytes;
use comitia_election::entry::{Author, BallotEntry, Cancellation, Entry, EntryKind, SignedObject};
use comitia_election::state::check_signatures;
use comitia_tlog::checkpoint::{CheckpointError, SignedCheckpoint, VerifiedCheckpoint};
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::proof::{Receipt, ReceiptError};
use comitia_tlog::tile::{Bundle, HashTile, TILE_WIDTH, TileKind, TilePath, TileSet, Width, tiles_of_nodes};
use comitia_tlog::tree::Frontier;
use std::collections::VecDeque;
use thiserror::Error;

/// Fewest hexadecimal digits of a tracker: 128 bits, so that nobody makes two ballots with one beginning.
pub const SHORTEST_TRACKER: usize = 32;
/// Hexadecimal digits of a whole tracker.
const TRACKER_DIGITS: usize = 64;

/// What a voter kept of a ballot.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// The tracker or its beginning, as lower-case hexadecimal digits.
    Tracker(String),
    /// The receipt.
    Receipt(Box<Receipt>),
}

/// Why there is nothing to look for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WantedError {
    /// Too short, too long, or with other characters than hexadecimal digits.
    #[error("a tracker has {SHORTEST_TRACKER} to {TRACKER_DIGITS} hexadecimal digits")]
    Tracker,
    /// Not a receipt.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
}

impl Wanted {
    /// A tracker as people type it: capitals, spaces and hyphens do not matter.
    ///
    /// # Errors
    /// When it is too short or none.
    pub fn tracker(typed: &str) -> Result<Self, WantedError> {
        let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let digits: String = kept.map(|c| c.to_ascii_lowercase()).collect();
        let fits = (SHORTEST_TRACKER..=TRACKER_DIGITS).contains(&digits.len());
        if fits && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self::Tracker(digits))
        } else {
            Err(WantedError::Tracker)
        }
    }

    /// The receipt in a file.
    ///
    /// # Errors
    /// When the file is none.
    pub fn receipt(file: &[u8]) -> Result<Self, WantedError> {
        Ok(Self::Receipt(Box::new(Receipt::parse(file)?)))
    }

    /// From which entry on bundles must be read.
    fn first_bundle(&self) -> u64 {
        match self {
            Self::Tracker(_) => 0,
            Self::Receipt(receipt) => receipt.index / TILE_WIDTH,
        }
    }
}

/// Why the record does not hold, or not with this receipt.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Broken {
    /// The checkpoint is not signed as it must be.
    #[error("the checkpoint of the log: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The receipt does not hold.
    #[error("the receipt: {0}")]
    Receipt(#[from] ReceiptError),
    /// The receipt is of a larger log.
    #[error("the log has {size} entries, and the receipt is of {receipt}: something was taken away")]
    Shrunk {
        /// Entries of the log.
        size: u64,
        /// Entries of the receipt's.
        receipt: u64,
    },
    /// The receipt is of another history.
    #[error("the log had other entries when the receipt was given")]
    OtherHistory,
    /// A file of the log is not what it should be.
    #[error("{0} is not a file of this log")]
    File(TilePath),
    /// The files are not those of the signed checkpoint.
    #[error("the files do not have the root that the log signed")]
    Root,
    /// Two different ballots answer to the tracker.
    #[error("two ballots have this tracker, at {first} and {second}")]
    Clash {
        /// Place of one.
        first: u64,
        /// Place of the other.
        second: u64,
    },
    /// The receipt is of something that is no ballot.
    #[error("entry {0} is not a ballot")]
    NotABallot(u64),
    /// A cancellation without the officer's signature.
    #[error("entry {0} is a cancellation that the polling officer has not signed")]
    FalseCancellation(u64),
    /// The ballot lies behind the close.
    #[error("entry {0} came after the vote was closed")]
    AfterClose(u64),
}

/// What became of the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the urn, and nothing replaced it.
    Counted(Found),
    /// The same voter cast a later ballot.
    Replaced {
        /// The ballot.
        found: Found,
        /// Place of the latest one.
        later: u64,
    },
    /// A paper vote replaced it.
    Cancelled {
        /// The ballot.
        found: Found,
        /// Place of the cancellation.
        at: u64,
    },
    /// It is not there.
    Missing,
}

/// A ballot on the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its place.
    pub index: u64,
    /// Number in its voter's chain, from 0.
    pub seq: u32,
    credential: PointBytes,
}

impl Found {
    /// The voter's name on the log.
    #[must_use]
    pub fn pseudonym(&self) -> Pseudonym {
        Pseudonym::of(&self.credential)
    }
}

/// A log that is being read.
#[derive(Debug)]
pub struct Search {
    paper: Paper,
    wanted: Wanted,
    verified: VerifiedCheckpoint,
    ahead: VecDeque<TilePath>,
    tiles: TileSet,
    frontier: Frontier,
    found: Option<Found>,
    later: Option<u64>,
    cancelled: Option<u64>,
    closed: bool,
    files: usize,
}

impl Search {
    /// Begins with the newest checkpoint of the log.
    ///
    /// # Errors
    /// When the checkpoint does not satisfy the election's policy, or is older than the receipt.
    pub fn new(paper: &Paper, checkpoint: &[u8], wanted: Wanted) -> Result<Self, Broken> {
        let verified = SignedCheckpoint::parse(checkpoint)?.verify(paper.policy())?;
        let size = verified.checkpoint().size;
        if let Wanted::Receipt(receipt) = &wanted {
            receipt.checkpoint.verify(paper.policy())?;
            let (index, receipt) = (receipt.index, receipt.checkpoint.unverified().size);
            if receipt > size {
                return Err(Broken::Shrunk { size, receipt });
            }
            if index >= receipt {
                return Err(Broken::NotABallot(index));
            }
        }
        let start = wanted.first_bundle() * TILE_WIDTH;
        let hashes = tiles_of_nodes(&Frontier::nodes(start.min(size)), size).unwrap_or_default();
        let bundles =
            (wanted.first_bundle()..size.div_ceil(TILE_WIDTH)).filter_map(|index| bundle(index, size));
        let ahead: VecDeque<TilePath> = hashes.into_iter().chain(bundles).collect();
        Ok(Self {
            paper: paper.clone(),
            wanted,
            verified,
            files: ahead.len(),
            ahead,
            tiles: TileSet::default(),
            frontier: Frontier::new(),
            found: None,
            later: None,
            cancelled: None,
            closed: false,
        })
    }

    /// The file that is wanted next, below the log's address.
    #[must_use]
    pub fn next_file(&self) -> Option<TilePath> {
        self.ahead.front().copied()
    }

    /// How many of how many files were read.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.files - self.ahead.len(), self.files)
    }

    /// The checkpoint that the log is compared with.
    #[must_use]
    pub const fn checkpoint(&self) -> &VerifiedCheckpoint {
        &self.verified
    }

    /// Takes the bytes of [`Search::next_file`].
    ///
    /// # Errors
    /// When they cannot belong to the log.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        let Some(path) = self.ahead.pop_front() else {
            return Ok(());
        };
        match path.kind {
            TileKind::Hashes(level) => {
                let tile = HashTile::parse(bytes, path.width).map_err(|_| Broken::File(path))?;
                self.tiles.insert(level, path.index, tile);
                Ok(())
            }
            TileKind::Entries => {
                self.start_at(path)?;
                let bundle = Bundle::parse(bytes, path.width).map_err(|_| Broken::File(path))?;
                bundle.entries().iter().try_for_each(|raw| self.entry(raw))
            }
        }
    }

    /// Before the first bundle: the tree before it, from the hash tiles.
    fn start_at(&mut self, path: TilePath) -> Result<(), Broken> {
        let start = path.index * TILE_WIDTH;
        if self.frontier.size() < start {
            self.frontier = Frontier::read(&self.tiles, start).map_err(|_| Broken::File(path))?;
            self.tiles = TileSet::default();
        }
        Ok(())
    }

    fn entry(&mut self, raw: &[u8]) -> Result<(), Broken> {
        let index = self.frontier.size();
        self.frontier.append(leaf_hash(raw)).map_err(|_| Broken::Root)?;
        match raw.get(1).copied().and_then(EntryKind::from_number) {
            Some(EntryKind::Ballot) => self.ballot(index, raw)?,
            Some(EntryKind::Cancellation | EntryKind::Close) => self.object(index, raw)?,
            _ if self.is_wanted_place(index) => return Err(Broken::NotABallot(index)),
            _ => {}
        }
        self.compare_history()
    }

    fn is_wanted_place(&self, index: u64) -> bool {
        matches!(&self.wanted, Wanted::Receipt(receipt) if receipt.index == index)
    }

    /// The log at the size of the receipt must be the log of the receipt.
    fn compare_history(&self) -> Result<(), Broken> {
        let Wanted::Receipt(receipt) = &self.wanted else {
            return Ok(());
        };
        let seen = receipt.checkpoint.unverified();
        if self.frontier.size() == seen.size && self.frontier.root() != seen.root {
            return Err(Broken::OtherHistory);
        }
        Ok(())
    }

    fn ballot(&mut self, index: u64, raw: &[u8]) -> Result<(), Broken> {
        let Ok(Entry::Ballot(ballot)) = Entry::from_bytes(raw) else {
            return if self.is_wanted_place(index) {
                Err(Broken::NotABallot(index))
            } else {
                Ok(())
            };
        };
        if let Some(found) = self.found {
            if self.matches(index, &ballot) {
                let first = found.index;
                return Err(Broken::Clash { first, second: index });
            }
            if found.credential == ballot.body.credential {
                self.later = Some(index);
            }
            return Ok(());
        }
        if !self.matches(index, &ballot) {
            return Ok(());
        }
        if self.closed {
            return Err(Broken::AfterClose(index));
        }
        if let Wanted::Receipt(receipt) = &self.wanted {
            receipt.verify(self.paper.policy(), raw)?;
        }
        self.found = Some(Found {
            index,
            seq: ballot.body.seq,
            credential: ballot.body.credential,
        });
        Ok(())
    }

    fn matches(&self, index: u64, ballot: &BallotEntry) -> bool {
        match &self.wanted {
            Wanted::Tracker(digits) => ballot.body.tracker().to_string().starts_with(digits),
            Wanted::Receipt(receipt) => receipt.index == index,
        }
    }

    fn object(&mut self, index: u64, raw: &[u8]) -> Result<(), Broken> {
        let Ok(Entry::Object(object)) = Entry::from_bytes(raw) else {
            return Ok(());
        };
        if object.kind == EntryKind::Close {
            self.closed = true;
            return Ok(());
        }
        let cancels = Cancellation::from_bytes(&object.payload).map(|cancellation| cancellation.credential);
        if let Some(found) = self.found
            && cancels == Ok(found.credential)
        {
            if !self.is_signed(&object) {
                return Err(Broken::FalseCancellation(index));
            }
            self.cancelled = Some(index);
        }
        Ok(())
    }

    /// By the authority and one of the officers.
    fn is_signed(&self, object: &SignedObject) -> bool {
        let officer = object.endorsements.last().map(|endorsement| endorsement.author);
        officer.is_some_and(|officer| {
            matches!(officer, Author::Officer(_))
                && check_signatures(self.paper.manifest(), object, &[Author::Authority, officer]).is_ok()
        })
    }

    /// What became of the ballot, once every file was read.
    ///
    /// # Errors
    /// When the files are not those that the log signed.
    pub fn finish(self) -> Result<Outcome, Broken> {
        let tree = self.verified.checkpoint();
        let (size, root): (u64, TreeHash) = (self.frontier.size(), self.frontier.root());
        if !self.ahead.is_empty() || size != tree.size || root != tree.root {
            return Err(Broken::Root);
        }
        let Some(found) = self.found else {
            return Ok(Outcome::Missing);
        };
        Ok(match (self.cancelled, self.later) {
            (Some(at), _) => Outcome::Cancelled { found, at },
            (None, Some(later)) => Outcome::Replaced { found, later },
            (None, None) => Outcome::Counted(found),
        })
    }
}

/// The bundle with this number in a log of `size` entries.
fn bundle(index: u64, size: u64) -> Option<TilePath> {
    let left = size.checked_sub(index.checked_mul(TILE_WIDTH)?)?;
    Some(TilePath {
        kind: TileKind::Entries,
        index,
        width: Width::new(left.min(TILE_WIDTH))?,
    })
}
