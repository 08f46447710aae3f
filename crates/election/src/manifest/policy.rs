//! What a reader of the election's log demands of its checkpoints (protocol-spec: `election-log`).

use super::Manifest;
use comitia_tlog::cosignature::WitnessKey;
use comitia_tlog::note::LogKey;
use comitia_tlog::policy::Policy;
use comitia_tlog::vkey::{KeyName, VkeyError};
use thiserror::Error;

/// Why a manifest gives no policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// The origin is no name of a key, or a key is not canonical.
    #[error(transparent)]
    Key(#[from] VkeyError),
    /// A key stands in two places, or the quorum cannot be reached.
    #[error(transparent)]
    Policy(#[from] comitia_tlog::policy::PolicyError),
}

impl Manifest {
    /// The pinned key of the log, under the election's origin.
    ///
    /// # Errors
    /// When the origin is too long for the name of a key.
    pub fn log_verifier(&self) -> Result<LogKey, PolicyError> {
        Ok(LogKey::new(
            KeyName::new(self.origin())?,
            self.log_key.0.as_array(),
        )?)
    }

    /// The pinned key of the log, and the quorum of the pinned witnesses.
    ///
    /// # Errors
    /// When the origin is too long for the name of a key, or a witness shares the log's key.
    pub fn policy(&self) -> Result<Policy, PolicyError> {
        let witnesses: Result<Vec<WitnessKey>, _> =
            self.witnesses.keys.iter().map(|key| key.parse()).collect();
        let quorum = usize::from(self.witnesses.quorum);
        Ok(Policy::new(self.log_verifier()?, witnesses?, quorum)?)
    }
}
