//! Between the ceremony and the opening: keys, roll, booth.

use super::{Refusal, Urn};
use crate::entry::{BoothBuild, Open, Roll};
use crate::manifest::{Booth, Manifest};
use comitia_crypto::Digest;
use comitia_crypto::ceremony::Keys;
use std::sync::Arc;

/// Total weight times the largest count of one ballot stays below this, so that every count can be found.
const COUNT_BOUND: u128 = 1 << 40;

/// The election has its keys.
#[derive(Debug, Clone)]
pub struct KeyReady {
    keys: Keys,
    commits: Digest,
    hash: Digest,
}

impl KeyReady {
    pub(super) const fn new(keys: Keys, commits: Digest, hash: Digest) -> Self {
        Self { keys, commits, hash }
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(super) fn commit_roll(
        &self,
        manifest: &Manifest,
        roll: Roll,
        hash: Digest,
    ) -> Result<RollCommitted, Refusal> {
        if roll.entries().is_empty() {
            return Err(Refusal::Roll("nobody is on it".to_owned()));
        }
        if u32::try_from(roll.entries().len()).is_err() {
            return Err(Refusal::Roll("more than 2^32 lines".to_owned()));
        }
        let groups = manifest.groups.len();
        if let Some(line) = roll
            .entries()
            .iter()
            .position(|entry| usize::from(entry.group) >= groups)
        {
            return Err(Refusal::Roll(format!(
                "line {line} names a group that the manifest does not have"
            )));
        }
        let largest = manifest
            .ballot()
            .shape()
            .largest_counts()
            .into_iter()
            .max()
            .unwrap_or(0);
        if u128::from(roll.total_weight()) * u128::from(largest) >= COUNT_BOUND {
            return Err(Refusal::Roll(
                "the weights are so large that counts could reach 2^40".to_owned(),
            ));
        }
        Ok(RollCommitted {
            key: self.clone(),
            roll: Arc::new(roll),
            roll_hash: hash,
            booth: None,
        })
    }
}

/// It is fixed who may vote.
#[derive(Debug, Clone)]
pub struct RollCommitted {
    key: KeyReady,
    roll: Arc<Roll>,
    roll_hash: Digest,
    booth: Option<(BoothBuild, Digest)>,
}

impl RollCommitted {
    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        self.key.keys()
    }

    /// H(all commits) of the ceremony, which every acceptance of the keys covers.
    #[must_use]
    pub const fn commits(&self) -> &Digest {
        &self.key.commits
    }

    /// Hash of the `ElectionKey` entry.
    #[must_use]
    pub const fn key_hash(&self) -> &Digest {
        &self.key.hash
    }

    /// The roll.
    #[must_use]
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// The booth and the hash of its entry.
    #[must_use]
    pub const fn booth(&self) -> Option<&(BoothBuild, Digest)> {
        self.booth.as_ref()
    }

    /// What `Open` must fix.
    #[must_use]
    pub fn expected_open(&self, at: crate::manifest::Time) -> Open {
        Open {
            at,
            key: self.key.hash,
            roll: self.roll_hash,
            voters: u32::try_from(self.roll.entries().len()).unwrap_or(u32::MAX),
            booth: self.booth.as_ref().map(|(_, hash)| *hash),
        }
    }

    pub(super) fn with_booth(&self, build: BoothBuild, hash: Digest) -> Result<Self, Refusal> {
        if self.booth.is_some() {
            return Err(Refusal::Open("the booth is already on the log"));
        }
        Ok(Self {
            booth: Some((build, hash)),
            ..self.clone()
        })
    }

    pub(super) fn open(&self, manifest: &Manifest, open: Open, hash: Digest) -> Result<Urn, Refusal> {
        let expected = self.expected_open(open.at);
        let problem = if open.key != expected.key {
            Some("it fixes another election key")
        } else if open.roll != expected.roll || open.voters != expected.voters {
            Some("it fixes another roll")
        } else if open.booth != expected.booth {
            Some("it fixes another booth")
        } else if manifest.booth == Booth::Web && open.booth.is_none() {
            Some("the manifest declares a web booth, and its hashes are not on the log")
        } else {
            None
        };
        match problem {
            Some(problem) => Err(Refusal::Open(problem)),
            None => Urn::new(manifest, self.clone(), open, hash),
        }
    }
}
