//! Whether urns are intact: their entries are read again from time to time, when somebody asks.

use super::reader::timestamp;
use super::witnesses::cosigned;
use super::{Elections, Running, ServiceError};
use crate::votation::{Condition, WitnessState};
use comitia_bulletin_board::fsck::{Examined, examine};
use comitia_bulletin_board::witnessing::WitnessStatus;
use comitia_crypto::ElectionId;
use comitia_election::manifest::Time;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Seconds for which what was found is good enough for everybody who asks.
const FRESH: u64 = 30;
/// How long somebody waits for it; afterwards the page shows what was found before.
const PATIENCE: Duration = Duration::from_secs(3);
/// Of the time, at most one part in so many goes into reading urns again.
const SHARE: u32 = 10;

/// What was found last, by election.
#[derive(Debug, Default)]
pub(super) struct Examinations(Mutex<BTreeMap<ElectionId, Examination>>);

#[derive(Debug, Clone, Default)]
struct Examination {
    /// When it was found; nothing before the first time.
    at: Option<Time>,
    found: Arc<Examined>,
    /// Until when nobody begins again: it is going on, or has just cost much.
    rests_until: Option<Instant>,
}

impl Examinations {
    fn last(&self, id: &ElectionId) -> Examination {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(id).cloned().unwrap_or_default()
    }

    /// Whether the caller is the one to begin.
    fn begin(&self, id: &ElectionId, now: Time) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = all.entry(*id).or_default();
        let is_fresh = last.at.is_some_and(|at| now.0 < at.0.saturating_add(FRESH));
        let rests = last.rests_until.is_some_and(|until| Instant::now() < until);
        if is_fresh || rests {
            return false;
        }
        // Longer than any urn takes; the end says more exactly.
        last.rests_until = Some(Instant::now() + Duration::from_secs(3600));
        true
    }

    fn end(&self, id: &ElectionId, now: Time, found: Option<Examined>, took: Duration) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = all.entry(*id).or_default();
        last.rests_until = Some(Instant::now() + took * SHARE);
        if let Some(found) = found {
            last.at = Some(now);
            last.found = Arc::new(found);
        }
    }
}

impl Elections {
    /// How the urn of an election is at this moment.
    pub(super) async fn condition_of(&self, running: &Running) -> Result<Condition, ServiceError> {
        let id = *running.manifest.id();
        if self.0.examinations.begin(&id, self.now()) {
            let examining = tokio::spawn(self.clone().examine(running.clone()));
            // Whoever does not wait for the end is shown what was found before.
            let _ = timeout(PATIENCE, examining).await;
        }
        let last = self.0.examinations.last(&id);
        let head = running.log.head().await.map_err(ServiceError::from)?;
        let published = running.log.checkpoint().await.map_err(ServiceError::from)?;
        let waiting = head.unverified().size.saturating_sub(published.unverified().size);
        let signed = cosigned(&running.manifest, &published);
        let statuses = running.witnesses();
        let witness = |(position, key): (usize, &String)| {
            let name = key.split('+').next().unwrap_or_default().to_owned();
            let signed = signed.iter().find(|(signer, _)| *signer == position);
            (name, state(signed.map(|(_, at)| *at), statuses.get(position)))
        };
        Ok(Condition {
            at: timestamp(self.now()),
            examined_at: last.at.map(timestamp),
            examined: last.found.size,
            findings: last.found.findings.iter().map(ToString::to_string).collect(),
            is_writable: self.is_writable().await && running.look(|_| ()).await.is_ok(),
            waiting,
            witnesses: running
                .manifest
                .witnesses
                .keys
                .iter()
                .enumerate()
                .map(witness)
                .collect(),
            witness_quorum: usize::from(running.manifest.witnesses.quorum),
        })
    }

    async fn examine(self, running: Running) {
        let (id, begun) = (*running.manifest.id(), Instant::now());
        let key = running.manifest.log_verifier().ok();
        let found = examine(&running.log, key.as_ref(), |_, _| ()).await;
        let found = found.inspect_err(|error| tracing::error!(%id, %error, "the urn could not be examined"));
        for finding in found.iter().flat_map(|found| &found.findings) {
            tracing::error!(%id, %finding, "ALARM: the urn is not intact");
        }
        self.0
            .examinations
            .end(&id, self.now(), found.ok(), begun.elapsed());
    }
}

fn state(signed: Option<u64>, status: Option<&WitnessStatus>) -> WitnessState {
    let problem = status.and_then(|status| status.problem.as_ref());
    match (signed, problem) {
        (_, Some(problem)) if problem.is_alarm() => WitnessState::Contradicts,
        (Some(at), _) => WitnessState::Signed(timestamp(Time(at))),
        (None, Some(_)) => WitnessState::Away,
        (None, None) => WitnessState::Waited,
    }
}
