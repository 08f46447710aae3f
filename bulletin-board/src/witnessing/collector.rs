//! Puts cosignatures together, and publishes what meets the policy.

use std::sync::Arc;
use std::time::Duration;

use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::WitnessKey;
use comitia_tlog::note::{KnownKey as _, SignatureLine};
use comitia_tlog::policy::Policy;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tracing::{debug, error};

use crate::storage::{LogStorage, StorageError};

/// After how long a target without a quorum gives way to a newer checkpoint.
const PATIENCE: Duration = Duration::from_secs(2);

/// What witnesses are asked for.
#[derive(Debug)]
pub(super) struct Target {
    /// The checkpoint, with the log's own signature.
    pub(super) checkpoint: SignedCheckpoint,
    /// Which witnesses have cosigned it before.
    pub(super) signed: Vec<bool>,
}

/// A cosignature of a target, verified.
pub(super) type Gathered = (Arc<Target>, SignatureLine);

pub(super) struct Collector {
    storage: Arc<dyn LogStorage>,
    policy: Policy,
    targets: watch::Sender<Option<Arc<Target>>>,
    /// Entries of the last checkpoint that was published here.
    published: watch::Sender<u64>,
    /// The target with the cosignatures so far.
    current: Option<SignedCheckpoint>,
    /// Whether it has a quorum.
    is_published: bool,
}

impl Collector {
    pub(super) const fn new(
        storage: Arc<dyn LogStorage>,
        policy: Policy,
        targets: watch::Sender<Option<Arc<Target>>>,
        published: watch::Sender<u64>,
    ) -> Self {
        Self {
            storage,
            policy,
            targets,
            published,
            current: None,
            is_published: false,
        }
    }

    /// Works until the sequencer is gone.
    pub(super) async fn run(mut self, mut heads: watch::Receiver<u64>, mut lines: mpsc::Receiver<Gathered>) {
        self.aim_or_complain().await;
        loop {
            tokio::select! {
                changed = heads.changed(), if self.is_published || self.current.is_none() => {
                    if changed.is_err() {
                        return;
                    }
                    self.aim_or_complain().await;
                }
                Some((target, line)) = lines.recv() => self.add_or_complain(&target, line).await,
                () = sleep(PATIENCE), if !self.is_published => self.try_again().await,
            }
        }
    }

    async fn add_or_complain(&mut self, target: &Target, line: SignatureLine) {
        if let Err(error) = self.add(target, line).await {
            error!(log = %self.policy.log().name(), %error, "a cosigned checkpoint could not be published");
        }
        if self.is_published {
            self.aim_or_complain().await;
        }
    }

    /// After a while without a quorum, or after a failure: publishes what could be published, and aims at what is newest.
    async fn try_again(&mut self) {
        if let Err(error) = self.publish_if_cosigned().await {
            error!(log = %self.policy.log().name(), %error, "a cosigned checkpoint could not be published");
        }
        self.aim_or_complain().await;
    }

    async fn aim_or_complain(&mut self) {
        if let Err(error) = self.aim().await {
            error!(log = %self.policy.log().name(), %error, "the log could not be read for its witnesses");
            self.is_published = false;
        }
    }

    /// Makes the newest checkpoint the target, if it is not already.
    async fn aim(&mut self) -> Result<(), StorageError> {
        let head = self.storage.head().await?;
        let is_current = |current: &SignedCheckpoint| current.unverified() == head.unverified();
        if self.current.as_ref().is_some_and(is_current) {
            return Ok(());
        }
        // What was gathered before a restart, or by another server, counts.
        let published = self.storage.published().await?;
        let checkpoint = match is_current(&published) {
            true => published,
            false => head.clone(),
        };
        let verified = checkpoint.verify(&self.policy);
        self.is_published = verified.is_ok();
        self.targets.send_replace(Some(Arc::new(Target {
            signed: self.signed(&checkpoint),
            checkpoint: head,
        })));
        self.current = Some(checkpoint);
        Ok(())
    }

    fn signed(&self, checkpoint: &SignedCheckpoint) -> Vec<bool> {
        let lines = checkpoint.note().signatures();
        let by = |key: &WitnessKey| {
            let own = |line: &SignatureLine| line.name == *key.name() && line.id == key.id();
            lines.iter().any(own)
        };
        self.policy.witnesses().iter().map(by).collect()
    }

    /// Adds a cosignature, and publishes what has a quorum.
    async fn add(&mut self, target: &Target, line: SignatureLine) -> Result<(), StorageError> {
        let Some(current) = &mut self.current else {
            return Ok(());
        };
        let is_late = current.unverified() != target.checkpoint.unverified();
        let is_there = |there: &SignatureLine| there.name == line.name && there.id == line.id;
        if is_late || current.note().signatures().iter().any(is_there) || current.push(line).is_err() {
            return Ok(());
        }
        self.publish_if_cosigned().await
    }

    async fn publish_if_cosigned(&mut self) -> Result<(), StorageError> {
        let verified = self
            .current
            .as_ref()
            .map(|current| (current, current.verify(&self.policy)));
        let Some((current, Ok(verified))) = verified else {
            return Ok(());
        };
        self.is_published = false;
        self.storage.publish(current).await?;
        self.is_published = true;
        let size = verified.checkpoint().size;
        self.published.send_replace(size);
        debug!(log = %self.policy.log().name(), size, cosignatures = verified.cosigned().len(), "published");
        Ok(())
    }
}
