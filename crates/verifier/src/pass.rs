//! The first reading: every entry in order, and every tile against the tree that the entries make (protocol-spec:
//! `record`).

use crate::source::{BundleProblem, LogSource, SourceError};
use crate::verification::Watch;
use comitia_crypto::Digest;
use comitia_election::verification::Observer;
use comitia_tlog::hash::{TreeHash, empty_root, leaf_hash};
use comitia_tlog::tile::{ChangedTile, Level, RightEdge, TILE_WIDTH};
use rand_core::{CryptoRng, RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

/// What the first reading leaves behind.
pub struct Pass {
    size: u64,
    edge: RightEdge,
    /// The last tile of each level, while it is partial.
    partial: BTreeMap<Level, ChangedTile>,
    /// One hash per bundle: what is read again must be the same.
    bundles: Vec<Digest>,
    milestones: BTreeSet<u64>,
    /// Roots of the tree at the milestones.
    pub roots: BTreeMap<u64, TreeHash>,
    /// Tiles compared.
    pub tiles: u64,
    /// The first thing that is wrong with the files.
    pub problem: Option<String>,
}

/// Why an entry cannot be read again.
pub enum Reread {
    /// The log cannot be read.
    Source(SourceError),
    /// It is not what it was.
    Changed(String),
}

impl Pass {
    /// Reads the `size` entries of a log into an observer.
    pub fn read<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
        source: &LogSource,
        size: u64,
        milestones: &BTreeSet<u64>,
        observer: &mut Observer<R>,
        watch: &mut dyn Watch,
    ) -> Result<Self, SourceError> {
        let mut pass = Self {
            size,
            edge: RightEdge::new(),
            partial: BTreeMap::new(),
            bundles: Vec::new(),
            milestones: milestones.clone(),
            roots: BTreeMap::new(),
            tiles: 0,
            problem: None,
        };
        if milestones.contains(&0) {
            pass.roots.insert(0, empty_root());
        }
        for bundle in source.bundles(size) {
            let step = bundle.and_then(|bundle| {
                let leaves = feed(&bundle.entries()?, observer, watch);
                pass.bundles.push(Digest::of(bundle.bytes()));
                Ok(leaves)
            });
            match step {
                Ok(leaves) => pass.append(source, &leaves)?,
                Err(BundleProblem::Source(error)) => return Err(error),
                Err(problem) => {
                    pass.note(problem.to_string());
                    return Ok(pass);
                }
            }
            watch.progress(pass.edge.size(), size);
        }
        for tile in core::mem::take(&mut pass.partial).into_values() {
            pass.compare(source, &tile)?;
        }
        Ok(pass)
    }

    /// Entries that could be read.
    pub const fn entries(&self) -> u64 {
        self.edge.size()
    }

    /// Whether all entries could be read.
    pub const fn is_complete(&self) -> bool {
        self.edge.size() == self.size
    }

    /// Root of the tree of the entries.
    pub fn root(&self) -> TreeHash {
        self.edge.root()
    }

    fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    fn append(&mut self, source: &LogSource, leaves: &[TreeHash]) -> Result<(), SourceError> {
        let mut rest = leaves;
        while !rest.is_empty() {
            let size = self.edge.size();
            let stop = self.milestones.range(size + 1..).next().copied();
            let room = stop.and_then(|stop| usize::try_from(stop - size).ok());
            let (now, later) = rest.split_at(room.unwrap_or(rest.len()).min(rest.len()));
            match self.edge.append(now) {
                Ok(changed) => {
                    for tile in changed {
                        self.take(source, tile)?;
                    }
                }
                Err(error) => {
                    self.note(error.to_string());
                    return Ok(());
                }
            }
            if self.milestones.contains(&self.edge.size()) {
                self.roots.insert(self.edge.size(), self.edge.root());
            }
            rest = later;
        }
        Ok(())
    }

    /// A full tile is compared at once, a partial one when it can no longer grow.
    fn take(&mut self, source: &LogSource, tile: ChangedTile) -> Result<(), SourceError> {
        if tile.tile.hashes().len() as u64 == TILE_WIDTH {
            self.partial.remove(&tile.level);
            self.compare(source, &tile)
        } else {
            self.partial.insert(tile.level, tile);
            Ok(())
        }
    }

    fn compare(&mut self, source: &LogSource, changed: &ChangedTile) -> Result<(), SourceError> {
        let path = changed.path();
        self.tiles += 1;
        match source.tile(path)? {
            None => self.note(format!("{path} is missing")),
            Some(bytes) => {
                let expected = changed.tile.to_bytes();
                if bytes != expected {
                    let same = bytes.iter().zip(&expected).take_while(|(a, b)| a == b).count();
                    self.note(format!(
                        "{path} is not the tree of the entries, from byte {same} on"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Reads entries once more, in the order of their places, and makes sure that they are the same.
    pub fn reread(
        &self,
        source: &LogSource,
        places: &[u64],
        mut each: impl FnMut(u64, &[u8]),
    ) -> Result<(), Reread> {
        let mut places = places.to_vec();
        places.sort_unstable();
        for group in places.chunk_by(|a, b| a / TILE_WIDTH == b / TILE_WIDTH) {
            let number = group.first().copied().unwrap_or_default() / TILE_WIDTH;
            let changed = |problem: BundleProblem| match problem {
                BundleProblem::Source(error) => Reread::Source(error),
                other => Reread::Changed(format!("on the second reading, {other}")),
            };
            let bundle = source.bundle(number, self.size).map_err(changed)?;
            let digest = usize::try_from(number).ok().and_then(|at| self.bundles.get(at));
            if digest != Some(&Digest::of(bundle.bytes())) {
                return Err(Reread::Changed(format!(
                    "bundle {number} of the entries changed while it was read"
                )));
            }
            let entries = bundle.entries().map_err(changed)?;
            for place in group {
                let at = usize::try_from(place % TILE_WIDTH).unwrap_or(usize::MAX);
                if let Some(raw) = entries.entries().get(at) {
                    each(*place, raw);
                }
            }
        }
        Ok(())
    }
}

/// Gives the entries of a bundle to the observer; their leaf hashes.
fn feed<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
    bundle: &comitia_tlog::tile::Bundle<'_>,
    observer: &mut Observer<R>,
    watch: &mut dyn Watch,
) -> Vec<TreeHash> {
    let feed = |raw: &&[u8]| {
        let index = observer.entries();
        observer.feed(raw);
        watch.entry(index, raw, observer.election());
        leaf_hash(raw)
    };
    bundle.entries().iter().map(feed).collect()
}
