//! What a reader demands of a checkpoint: the log's key, and how many of which witnesses.

use thiserror::Error;

use crate::cosignature::WitnessKey;
use crate::note::{KnownKey, LogKey};
use crate::vkey::KeyName;

/// Why a policy makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// More witnesses are demanded than there are.
    #[error("the policy demands {quorum} of {witnesses} witnesses")]
    Quorum {
        /// Witnesses demanded.
        quorum: usize,
        /// Witnesses named.
        witnesses: usize,
    },
    /// One key under two names would count twice.
    #[error("the witness {0} has the key of another witness or of the log")]
    SharedKey(KeyName),
}

/// A log's key and a quorum of witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    log: LogKey,
    witnesses: Vec<WitnessKey>,
    quorum: usize,
}

impl Policy {
    /// Position of the log's key among the [`Policy::known_keys`].
    pub(crate) const LOG: usize = 0;

    /// Demands the log's signature and `quorum` of the `witnesses`.
    ///
    /// # Errors
    /// When there are fewer witnesses than that, or two of them share a key.
    pub fn new(log: LogKey, witnesses: Vec<WitnessKey>, quorum: usize) -> Result<Self, PolicyError> {
        if quorum > witnesses.len() {
            return Err(PolicyError::Quorum {
                quorum,
                witnesses: witnesses.len(),
            });
        }
        for (position, witness) in witnesses.iter().enumerate() {
            let mut before = witnesses.iter().take(position).map(WitnessKey::public);
            if witness.public() == log.public() || before.any(|key| key == witness.public()) {
                return Err(PolicyError::SharedKey(witness.name().clone()));
            }
        }
        Ok(Self {
            log,
            witnesses,
            quorum,
        })
    }

    /// Demands the log's signature alone.
    #[must_use]
    pub const fn without_witnesses(log: LogKey) -> Self {
        Self {
            log,
            witnesses: Vec::new(),
            quorum: 0,
        }
    }

    /// Key of the log.
    #[must_use]
    pub const fn log(&self) -> &LogKey {
        &self.log
    }

    /// Keys of the witnesses.
    #[must_use]
    pub fn witnesses(&self) -> &[WitnessKey] {
        &self.witnesses
    }

    /// How many witnesses must have cosigned.
    #[must_use]
    pub const fn quorum(&self) -> usize {
        self.quorum
    }

    /// All keys: the log's, then the witnesses'.
    pub(crate) fn known_keys(&self) -> Vec<&dyn KnownKey> {
        let witnesses = self.witnesses.iter().map(|key| key as &dyn KnownKey);
        std::iter::once(&self.log as &dyn KnownKey)
            .chain(witnesses)
            .collect()
    }

    /// Position of a witness's key among the [`Policy::known_keys`].
    pub(crate) const fn known_witness(witness: usize) -> usize {
        witness + 1
    }
}
