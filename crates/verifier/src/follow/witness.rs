//! What a witness shows monitors: the last checkpoint that it has cosigned.

use super::{FollowError, alarm};
use crate::source::{SourceError, agent};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::note::MAX_NOTE_BYTES;
use comitia_tlog::policy::Policy;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use std::io::Read as _;

/// Looks during which a log may be behind what a witness has cosigned: it publishes a little later.
const LOOKS: u32 = 10;

/// A witness as its monitors see it.
pub(super) struct Monitor {
    url: String,
    /// What it has cosigned that the log did not show when it was asked, and how often the log was looked at since.
    ahead: Option<(SignedCheckpoint, u32)>,
}

impl Monitor {
    pub(super) fn new(prefix: &str, origin: &str) -> Self {
        let log = HEXLOWER.encode(&Sha256::digest(origin));
        Self {
            url: format!("{}/{log}/checkpoint", prefix.trim_end_matches('/')),
            ahead: None,
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// A checkpoint that the witness has cosigned and that can be compared with a log of `size` entries.
    pub(super) fn due(
        &mut self,
        policy: &Policy,
        size: u64,
    ) -> Result<Option<SignedCheckpoint>, FollowError> {
        let waiting = match self.ahead.take() {
            Some((checkpoint, looks)) if checkpoint.unverified().size > size => {
                if looks >= LOOKS {
                    return alarm(format!(
                        "the witness {} has cosigned {} entries, and the log goes on showing {size}",
                        self.url,
                        checkpoint.unverified().size
                    ));
                }
                self.ahead = Some((checkpoint, looks + 1));
                return Ok(None);
            }
            Some((checkpoint, _)) => Some(checkpoint),
            None => self.fetch(policy)?,
        };
        let Some(checkpoint) = waiting else {
            return Ok(None);
        };
        if checkpoint.unverified().size > size {
            self.ahead = Some((checkpoint, 0));
            return Ok(None);
        }
        Ok(Some(checkpoint))
    }

    /// What the witness shows; nothing if it has never cosigned the log. Only what the log has signed counts: a witness
    /// alone cannot accuse it.
    fn fetch(&self, policy: &Policy) -> Result<Option<SignedCheckpoint>, FollowError> {
        let failed = |problem: String| SourceError::Network {
            url: self.url.clone(),
            problem,
        };
        let answer = agent()
            .get(&self.url)
            .call()
            .map_err(|error| failed(error.to_string()))?;
        match answer.status().as_u16() {
            200 => {}
            404 => return Ok(None),
            status => return Err(failed(format!("the witness answers {status}")).into()),
        }
        let mut bytes = Vec::new();
        let mut body = answer.into_body().into_reader().take(MAX_NOTE_BYTES as u64 + 1);
        body.read_to_end(&mut bytes)
            .map_err(|error| failed(error.to_string()))?;
        let checkpoint = SignedCheckpoint::parse(&bytes).map_err(|error| failed(error.to_string()))?;
        let log = Policy::without_witnesses(policy.log().clone());
        checkpoint
            .verify(&log)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Some(checkpoint))
    }
}
