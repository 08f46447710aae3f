//! Witnesses of the logs: manifests pin their keys, the operator says where they are.

use comitia_bulletin_board::witnessing::{Gatherer, WitnessStatus};
use comitia_bulletin_board::{LogReader, LogStorage, Publication};
use comitia_election::manifest::Manifest;
use comitia_election::state::Beginning;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::WitnessKey;
use comitia_tlog::policy::Policy;
use comitia_tlog::policy_file::PolicyWitness;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::{Running, ServiceError};

/// Where witnesses are.
#[derive(Debug, Clone)]
pub struct WitnessBook {
    witnesses: Vec<PolicyWitness>,
    client: reqwest::Client,
}

impl WitnessBook {
    /// These witnesses, of which some have an address.
    ///
    /// # Errors
    /// When there is no TLS to be had.
    pub fn new(witnesses: Vec<PolicyWitness>) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Ok(Self {
            witnesses,
            client: client.build()?,
        })
    }

    fn addresses(&self, policy: &Policy) -> Vec<Option<String>> {
        let find = |key: &WitnessKey| {
            let known = self.witnesses.iter().find(|witness| witness.key == *key);
            known.and_then(|witness| witness.url.clone())
        };
        policy.witnesses().iter().map(find).collect()
    }

    /// Gathers cosignatures for an election's log, if its manifest names witnesses.
    pub(super) fn gather(
        &self,
        manifest: &Manifest,
        storage: &Arc<dyn LogStorage>,
        heads: watch::Receiver<u64>,
    ) -> Result<Option<Gatherer>, ServiceError> {
        let policy = manifest.policy().map_err(ServiceError::from)?;
        if policy.witnesses().is_empty() {
            return Ok(None);
        }
        let addresses = self.addresses(&policy);
        for (key, address) in policy.witnesses().iter().zip(&addresses) {
            if address.is_none() {
                tracing::warn!(election = %manifest.id(), witness = %key, "no address of this witness is known");
            }
        }
        Ok(Some(Gatherer::start(
            storage,
            policy,
            addresses,
            heads,
            &self.client,
        )))
    }
}

/// When readers see what is on the log of an election.
pub(super) fn publication(manifest: &Manifest) -> Publication {
    match manifest.witnesses.quorum {
        0 => Publication::Direct,
        _ => Publication::Witnessed,
    }
}

/// The manifest at the beginning of a log, if there is one. A large one is several entries.
pub(super) async fn manifest_of(log: &LogReader) -> Result<Option<Arc<Manifest>>, ServiceError> {
    let (mut beginning, mut pages) = (Beginning::new(), log.entries(0..u64::MAX));
    while let Some(page) = pages.next().await.map_err(ServiceError::from)? {
        for entry in page.entries {
            let begun = beginning.apply(entry.as_bytes()).map_err(ServiceError::from)?;
            if let Some(election) = begun {
                return Ok(Some(election.manifest().clone()));
            }
        }
    }
    Ok(None)
}

/// Who has cosigned a checkpoint, by position in the manifest, and when the last of them did (seconds since 1970).
pub(super) fn cosigned(manifest: &Manifest, checkpoint: &SignedCheckpoint) -> Vec<(usize, u64)> {
    let Ok(policy) = manifest.policy() else {
        return Vec::new();
    };
    let keys = policy.witnesses().to_vec();
    // How many are needed is for others to say; here everybody counts who has signed.
    let anybody = Policy::new(policy.log().clone(), keys, 0).ok();
    let verified = anybody.and_then(|policy| checkpoint.verify(&policy).ok());
    let cosigned = verified.iter().flat_map(|verified| verified.cosigned());
    cosigned
        .map(|cosigned| (cosigned.witness, cosigned.time.seconds()))
        .collect()
}

/// After how long to look again for what another server may have published.
const AGAIN: Duration = Duration::from_secs(2);

/// Checkpoints as they are published, for those who wait for one. Many may wait: meanwhile nobody asks the database.
#[derive(Debug)]
pub struct Publications(Option<watch::Receiver<u64>>);

impl Publications {
    /// Waits until this server has published more than when this was asked last, or for so long that another server may
    /// have: then it is time to look.
    pub async fn more(&mut self) {
        let published = match &mut self.0 {
            Some(published) => timeout(AGAIN, published.changed()).await,
            None => return sleep(AGAIN).await,
        };
        if matches!(published, Ok(Err(_))) {
            // Nothing is published here any more.
            self.0 = None;
        }
    }
}

impl Running {
    /// What is published from now on.
    #[must_use]
    pub fn publications(&self) -> Publications {
        let published = self.gatherer.as_ref().map(|gatherer| gatherer.published());
        Publications(published.map(|mut published| {
            published.mark_unchanged();
            published
        }))
    }

    /// What is known of each witness, in the manifest's order.
    #[must_use]
    pub fn witnesses(&self) -> Vec<WitnessStatus> {
        self.gatherer
            .as_ref()
            .map(|gatherer| gatherer.statuses())
            .unwrap_or_default()
    }
}
