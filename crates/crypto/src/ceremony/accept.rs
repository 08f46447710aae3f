//! Round 6: every qualified trustee accepts the keys, after the last thing that could change them
//! (protocol-spec: `ceremony-accept`).
//!
//! An accept says which log its author saw and which keys follow from it. Whether that log is the election's is
//! for the caller to check, who has it; that the keys are these is checked here. One qualified
//! trustee that does not accept stops the ceremony: it may be one that cannot decrypt.

use super::answer::Settled;
use super::errors::{Abort, CeremonyError, Phase, TrusteeError};
use super::inbox::Inbox;
use super::params::{CeremonyParams, TrusteeIndex};
use super::secret::TrusteeSecret;
use crate::codec::{Decode, DecodeError, Encode, Reader};
use crate::digest::Digest;
use std::collections::BTreeSet;

/// The beginning of the election's log that a trustee saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPrefix {
    /// How many entries it has.
    pub size: u64,
    /// The root hash of its tree.
    pub root: Digest,
}

/// The payload of a `CeremonyAccept`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accept {
    /// What the trustee saw.
    pub log: LogPrefix,
    /// [`Settled::digest`] of the keys that follow from it.
    pub keys: Digest,
}

impl Encode for Accept {
    fn encode(&self, out: &mut Vec<u8>) {
        self.log.size.encode(out);
        self.log.root.encode(out);
        self.keys.encode(out);
    }
}

impl Decode for Accept {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            log: LogPrefix {
                size: reader.u64()?,
                root: Digest::decode(reader)?,
            },
            keys: Digest::decode(reader)?,
        })
    }
}

impl TrusteeSecret {
    /// This trustee's accept. It checks first that this trustee will be able to decrypt.
    pub fn accept(&self, settled: &Settled, log: LogPrefix) -> Result<Accept, TrusteeError> {
        self.key_shares(settled)?;
        Ok(Accept {
            log,
            keys: *settled.digest(),
        })
    }
}

/// The round in which trustees accept the keys.
#[derive(Debug, Clone)]
pub struct AcceptRound {
    settled: Settled,
    inbox: Inbox<Accept>,
}

impl AcceptRound {
    pub(super) fn new(settled: Settled) -> Self {
        let inbox = Inbox::new(Phase::Accept, settled.keys().qualified().iter().copied());
        Self { settled, inbox }
    }

    /// Admits an accept of these keys.
    pub fn accept(&mut self, from: TrusteeIndex, accept: Accept) -> Result<(), CeremonyError> {
        self.inbox
            .check_sender(self.params(), self.settled.faults(), from)?;
        if accept.keys != *self.settled.digest() {
            return Err(CeremonyError::OtherKeys(from));
        }
        self.inbox.insert(from, accept);
        Ok(())
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.settled.params()
    }

    /// What is on record.
    #[must_use]
    pub const fn settled(&self) -> &Settled {
        &self.settled
    }

    /// Who has not accepted yet.
    #[must_use]
    pub fn missing_accepts(&self) -> BTreeSet<TrusteeIndex> {
        self.inbox.missing()
    }

    /// The end of the ceremony: all have accepted, or there are no keys.
    pub fn close(self) -> Result<Settled, Abort> {
        let missing = self.inbox.missing();
        if missing.is_empty() {
            Ok(self.settled)
        } else {
            Err(Abort::MissingAccepts(missing))
        }
    }
}
