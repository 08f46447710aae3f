//! The messages of one phase.

use super::errors::{CeremonyError, Faults, Phase};
use super::params::{CeremonyParams, TrusteeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// At most one message from each of those who are to send one.
#[derive(Debug, Clone)]
pub(super) struct Inbox<M> {
    phase: Phase,
    expected: BTreeSet<TrusteeIndex>,
    received: BTreeMap<TrusteeIndex, M>,
}

impl<M> Inbox<M> {
    pub(super) fn new(phase: Phase, expected: impl IntoIterator<Item = TrusteeIndex>) -> Self {
        Self {
            phase,
            expected: expected.into_iter().collect(),
            received: BTreeMap::new(),
        }
    }

    /// Whether `from` may send now.
    pub(super) fn check_sender(
        &self,
        params: &CeremonyParams,
        faults: &Faults,
        from: TrusteeIndex,
    ) -> Result<(), CeremonyError> {
        let message = self.phase;
        if !params.contains(from) {
            Err(CeremonyError::UnknownTrustee { from, message })
        } else if faults.contains_key(&from) {
            Err(CeremonyError::Disqualified { from, message })
        } else if !self.expected.contains(&from) {
            Err(CeremonyError::NotAccused(from))
        } else if self.received.contains_key(&from) {
            Err(CeremonyError::Duplicate { from, message })
        } else {
            Ok(())
        }
    }

    pub(super) fn insert(&mut self, from: TrusteeIndex, message: M) {
        self.received.insert(from, message);
    }

    pub(super) fn missing(&self) -> BTreeSet<TrusteeIndex> {
        let silent = |trustee: &&TrusteeIndex| !self.received.contains_key(trustee);
        self.expected.iter().filter(silent).copied().collect()
    }

    pub(super) const fn received(&self) -> &BTreeMap<TrusteeIndex, M> {
        &self.received
    }

    pub(super) fn into_received(self) -> BTreeMap<TrusteeIndex, M> {
        self.received
    }
}
