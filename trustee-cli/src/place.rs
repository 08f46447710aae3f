//! Where an election's log is.

use comitia_crypto::ElectionId;
use comitia_verifier::{LogSource, SourceError};

/// The log of one election: at an address, or as a copy in a folder.
#[derive(Debug)]
pub struct Place {
    source: LogSource,
    election: ElectionId,
}

impl Place {
    /// The log at `text`: an address that ends with `/elections/` and an election id, or a folder.
    ///
    /// # Errors
    /// When the address makes no sense, or names no election, or there is no log in the folder.
    pub fn open(text: &str) -> Result<Self, SourceError> {
        let source = LogSource::open(text, None)?;
        let election = source.claimed_election()?.ok_or_else(|| {
            source.not_a_log("an election's log ends with /elections/ and 64 hexadecimal digits")
        })?;
        Ok(Self { source, election })
    }

    /// The log.
    #[must_use]
    pub const fn source(&self) -> &LogSource {
        &self.source
    }

    /// The election that the log must be about.
    #[must_use]
    pub const fn election(&self) -> &ElectionId {
        &self.election
    }
}
