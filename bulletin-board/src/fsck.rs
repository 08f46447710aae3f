//! Everything that is stored of a log, derived once more from its entries.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::hash::{TreeHash, empty_root};
use comitia_tlog::note::LogKey;
use comitia_tlog::policy::Policy;
use comitia_tlog::tile::{ChangedTile, Entry, HashTile, Level, RightEdge, TILE_WIDTH};

use crate::reader::LogReader;
use crate::storage::{LogStorage, StorageError};

/// Findings after which the search ends: a log of which nothing is right needs no longer list.
const MOST: usize = 100;

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: an entry, a tile, a checkpoint.
    pub place: String,
    /// What is wrong there.
    pub problem: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// Entries of the newest checkpoint.
    pub size: u64,
    /// Entries of the published one.
    pub published: u64,
    /// Everything that is wrong, up to a hundred of it.
    pub findings: Vec<Finding>,
}

/// Reads every entry of a log, makes its tree anew, and compares tiles, roots and signatures with what is stored. Without
/// the log's key, signatures are not looked at. `progress` hears how many entries were read of how many.
///
/// Nothing is written; a server may go on writing the log meanwhile.
///
/// # Errors
/// When the database fails. What is stored and wrong is no error: it is found.
pub async fn examine(
    log: &LogReader,
    key: Option<&LogKey>,
    mut progress: impl FnMut(u64, u64),
) -> Result<Examined, StorageError> {
    let storage = log.storage();
    // In this order: what is published is never ahead of what is newest afterwards, also while a server appends.
    let published = match readable(storage.published().await)? {
        Ok(published) => published,
        Err(finding) => return Ok(only(finding)),
    };
    let head = match readable(storage.head().await)? {
        Ok(head) => head,
        Err(finding) => return Ok(only(finding)),
    };
    let mut examination = Examination::new(storage, &head, &published);
    if let Some(key) = key {
        examination.check_signature("newest checkpoint", &head, key);
        examination.check_signature("published checkpoint", &published, key);
    }
    if examination.read_entries(&mut progress).await? {
        examination.check_roots(&head, &published);
        examination.check_last_tiles().await?;
        examination.check_surplus().await?;
    }
    Ok(examination.found)
}

fn only(finding: Finding) -> Examined {
    Examined {
        findings: vec![finding],
        ..Examined::default()
    }
}

/// What is stored and makes no sense is found; what the database cannot give is an error.
fn readable<T>(read: Result<T, StorageError>) -> Result<Result<T, Finding>, StorageError> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(StorageError::Corrupt { what, reason, .. }) => Ok(Err(Finding {
            place: what.to_owned(),
            problem: reason,
        })),
        Err(error) => Err(error),
    }
}

struct Examination<'a> {
    storage: &'a Arc<dyn LogStorage>,
    edge: RightEdge,
    /// The last tile of each level, while it may still grow.
    growing: BTreeMap<Level, ChangedTile>,
    /// Root of the tree at the size of the published checkpoint.
    published_root: Option<TreeHash>,
    found: Examined,
}

impl<'a> Examination<'a> {
    fn new(storage: &'a Arc<dyn LogStorage>, head: &SignedCheckpoint, published: &SignedCheckpoint) -> Self {
        let (size, published) = (head.unverified().size, published.unverified().size);
        Self {
            storage,
            edge: RightEdge::new(),
            growing: BTreeMap::new(),
            published_root: (published == 0).then(empty_root),
            found: Examined {
                size,
                published,
                findings: Vec::new(),
            },
        }
    }

    fn note(&mut self, place: impl fmt::Display, problem: impl fmt::Display) {
        if self.found.findings.len() < MOST {
            self.found.findings.push(Finding {
                place: place.to_string(),
                problem: problem.to_string(),
            });
        }
    }

    fn check_signature(&mut self, place: &str, checkpoint: &SignedCheckpoint, key: &LogKey) {
        if let Err(error) = checkpoint.verify(&Policy::without_witnesses(key.clone())) {
            self.note(place, error);
        }
    }

    /// Reads all entries in order, and compares every tile that they complete; whether none is missing.
    async fn read_entries(&mut self, progress: &mut impl FnMut(u64, u64)) -> Result<bool, StorageError> {
        let mut pages = LogReader::new(Arc::clone(self.storage)).entries(0..self.found.size);
        loop {
            let page = match pages.next().await {
                Ok(page) => page,
                Err(crate::reader::ReadError::Storage(error)) => match readable::<()>(Err(error))? {
                    Err(finding) => {
                        self.note(format!("entry {} or later", self.edge.size()), finding.problem);
                        return Ok(false);
                    }
                    Ok(()) => None,
                },
                Err(error) => {
                    self.note("entries", error);
                    return Ok(false);
                }
            };
            let Some(page) = page else { break };
            self.read_page(&page.entries).await?;
            progress(self.edge.size(), self.found.size);
        }
        let read = self.edge.size();
        if read < self.found.size {
            self.note(format!("entry {read}"), "it is missing, or one before it");
        }
        Ok(read == self.found.size)
    }

    async fn read_page(&mut self, entries: &[Entry]) -> Result<(), StorageError> {
        let leaves: Vec<TreeHash> = entries.iter().map(Entry::leaf_hash).collect();
        // In two parts, where the published checkpoint ends within the page.
        let until = self.found.published.saturating_sub(self.edge.size());
        let until = usize::try_from(until).unwrap_or(usize::MAX).min(leaves.len());
        let (before, after) = leaves.split_at(until);
        for part in [before, after] {
            match self.edge.append(part) {
                Ok(changed) => self.compare(changed).await?,
                Err(error) => self.note("entries", error),
            }
            if self.edge.size() == self.found.published {
                self.published_root = Some(self.edge.root());
            }
        }
        Ok(())
    }

    /// Compares full tiles at once; the others when nothing more is added to them.
    async fn compare(&mut self, changed: Vec<ChangedTile>) -> Result<(), StorageError> {
        for tile in changed {
            if tile.tile.width().is_full() {
                self.growing.remove(&tile.level);
                self.compare_one(&tile).await?;
            } else {
                self.growing.insert(tile.level, tile);
            }
        }
        Ok(())
    }

    async fn compare_one(&mut self, derived: &ChangedTile) -> Result<(), StorageError> {
        let place = derived.path();
        match readable(self.storage.tile(derived.level, derived.index).await)? {
            Err(finding) => self.note(place, finding.problem),
            Ok(None) => self.note(place, "it is missing"),
            Ok(Some(stored)) => {
                if let Some(problem) = difference(&derived.tile, &stored) {
                    self.note(place, problem);
                }
            }
        }
        Ok(())
    }

    async fn check_last_tiles(&mut self) -> Result<(), StorageError> {
        for tile in self.growing.clone().into_values() {
            self.compare_one(&tile).await?;
        }
        Ok(())
    }

    fn check_roots(&mut self, head: &SignedCheckpoint, published: &SignedCheckpoint) {
        if self.edge.root() != head.unverified().root {
            self.note("newest checkpoint", "its root is not that of the entries");
        }
        match &self.published_root {
            Some(root) if *root == published.unverified().root => {}
            Some(_) => self.note("published checkpoint", "its root is not that of the entries"),
            None => self.note("published checkpoint", "it has more entries than the newest one"),
        }
    }

    /// What is there beyond the newest checkpoint, unless the log has grown meanwhile.
    async fn check_surplus(&mut self) -> Result<(), StorageError> {
        let size = self.found.size;
        let mut surplus = Vec::new();
        let next = self.storage.entries(size..size.saturating_add(1)).await;
        if readable(next)?.map_or(true, |entries| !entries.is_empty()) {
            surplus.push(format!("entry {size}"));
        }
        let next = self.storage.tile(Level::LEAVES, size.div_ceil(TILE_WIDTH)).await;
        if readable(next)?.map_or(true, |tile| tile.is_some()) {
            surplus.push("tiles".to_owned());
        }
        for tile in std::mem::take(&mut self.growing).into_values() {
            let stored = readable(self.storage.tile(tile.level, tile.index).await)?;
            let width = tile.tile.hashes().len();
            if stored.is_ok_and(|stored| stored.is_some_and(|stored| stored.hashes().len() > width)) {
                surplus.push(tile.path().to_string());
            }
        }
        let head = readable(self.storage.head().await)?;
        let has_grown = head.is_ok_and(|head| head.unverified().size > size);
        for place in surplus.iter().filter(|_| !has_grown) {
            self.note(place, "there is more than the newest checkpoint covers");
        }
        Ok(())
    }
}

/// What distinguishes a stored tile from the one that the entries make. It may be wider, if the log has grown since.
fn difference(derived: &HashTile, stored: &HashTile) -> Option<String> {
    let (derived, stored) = (derived.hashes(), stored.hashes());
    if stored.len() < derived.len() {
        return Some(format!(
            "it has {} hashes instead of {}",
            stored.len(),
            derived.len()
        ));
    }
    let wrong = derived.iter().zip(stored).position(|(one, other)| one != other);
    wrong.map(|hash| format!("hash {hash} is not that of the entries"))
}
