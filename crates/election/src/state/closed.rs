//! After the close: decryption shares and the result.

use super::{Refusal, Urn};
use crate::entry::{Close, Shares, TallyResult};
use crate::manifest::Manifest;
use crate::tally::{Plan, plan};
use comitia_crypto::Digest;
use comitia_crypto::ceremony::TrusteeIndex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A closed urn.
#[derive(Debug, Clone)]
pub struct Closed {
    urn: Arc<Urn>,
    close: Close,
    close_hash: Digest,
    plan: Plan,
    threshold: usize,
    shares: BTreeMap<TrusteeIndex, Shares>,
}

impl Closed {
    pub(super) fn new(manifest: &Manifest, urn: Arc<Urn>, close: Close, close_hash: Digest) -> Self {
        let histograms = urn.histograms(manifest.groups.len());
        let plan = plan(&histograms, manifest.floor, manifest.waivers.floor.is_some());
        let threshold = usize::from(manifest.threshold);
        Self {
            urn,
            close,
            close_hash,
            plan,
            threshold,
            shares: BTreeMap::new(),
        }
    }

    /// The urn as it was at the close.
    #[must_use]
    pub fn urn(&self) -> &Urn {
        &self.urn
    }

    /// The `Close` entry.
    #[must_use]
    pub const fn close(&self) -> &Close {
        &self.close
    }

    /// Its hash.
    #[must_use]
    pub const fn close_hash(&self) -> &Digest {
        &self.close_hash
    }

    /// Which groups are decrypted together.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Shares on the log by trustee; whether they are right is for the tally to say.
    #[must_use]
    pub const fn shares(&self) -> &BTreeMap<TrusteeIndex, Shares> {
        &self.shares
    }

    /// Whether there are as many shares as the threshold asks for, or nothing to decrypt.
    #[must_use]
    pub fn has_quorum(&self) -> bool {
        match &self.plan {
            Plan::Units(units) if units.is_empty() => true,
            Plan::UnderFloor(_) => true,
            Plan::Units(_) => self.shares.len() >= self.threshold,
        }
    }

    /// Whether a trustee's shares have their place here; whether they are right is for the tally to say.
    pub(super) fn check(&self, trustee: TrusteeIndex, shares: &Shares) -> Result<(), Refusal> {
        let units = match &self.plan {
            Plan::Units(units) => units.len(),
            Plan::UnderFloor(_) => 0,
        };
        let problem = if !self.urn.keys().qualified().contains(&trustee) {
            "it is not a qualified trustee"
        } else if shares.close != self.close_hash {
            "it names another Close"
        } else if shares.shares.len() != units || units == 0 {
            "another number of aggregates than may be decrypted"
        } else if self.shares.contains_key(&trustee) {
            "it has given its shares before"
        } else {
            return Ok(());
        };
        Err(Refusal::Share {
            trustee: u16::from(trustee.get()),
            problem,
        })
    }

    pub(super) fn add(&mut self, trustee: TrusteeIndex, shares: Shares) {
        self.shares.insert(trustee, shares);
    }

    pub(super) fn publish(&self, result: TallyResult, hash: Digest) -> Result<Published, Refusal> {
        if !self.has_quorum() {
            return Err(Refusal::Result("fewer decryption shares than the threshold"));
        }
        if result.close != self.close_hash {
            return Err(Refusal::Result("it names another Close"));
        }
        Ok(Published {
            closed: self.clone(),
            result,
            hash,
        })
    }
}

/// A published result.
#[derive(Debug, Clone)]
pub struct Published {
    closed: Closed,
    result: TallyResult,
    hash: Digest,
}

impl Published {
    /// What it was counted from.
    #[must_use]
    pub const fn closed(&self) -> &Closed {
        &self.closed
    }

    /// The result as it stands on the log.
    #[must_use]
    pub const fn result(&self) -> &TallyResult {
        &self.result
    }

    /// Hash of the `Result` entry.
    #[must_use]
    pub const fn hash(&self) -> &Digest {
        &self.hash
    }
}
