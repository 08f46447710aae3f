//! Counting: the server reads its own log as any observer does.

use super::{Elections, OfficeError, Running, ServiceError};
use comitia_election::entry::TallyResult;
use comitia_election::manifest::Time;
use comitia_election::tally::Tally;
use comitia_election::verification::{Conclusion, Observer};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

/// How many shares serve, and whose do not.
fn shares_so_far(tally: &Tally<'_>) -> String {
    let shares = tally.verify_shares();
    let bad = shares
        .bad
        .iter()
        .map(|(who, why)| format!("; trustee {who}: {why}"));
    let bad: String = bad.collect();
    let (good, needed) = (shares.good.len(), tally.threshold());
    format!("{good} of the {needed} good decryption shares needed are on the log{bad}")
}

impl Elections {
    /// The result that the shares on the log give.
    pub(super) async fn count(&self, running: &Running, at: Time) -> Result<TallyResult, OfficeError> {
        let conclusion = self.observe(running).await?;
        if let Some((check, culprit)) = conclusion.report.failures().next() {
            return Err(OfficeError::NotReady(format!("{check} fails: {culprit}")));
        }
        let not_ready = |what: &str| OfficeError::NotReady(what.to_owned());
        let election = conclusion
            .election
            .ok_or_else(|| not_ready("the log has no manifest"))?;
        let closed = election
            .closed()
            .ok_or_else(|| not_ready("voting is not closed"))?;
        let aggregates = conclusion
            .aggregates
            .ok_or_else(|| not_ready("there are no sums"))?;
        let tally = Tally::with_aggregates(election.manifest(), closed, aggregates);
        let opened = conclusion
            .opened
            .ok_or_else(|| not_ready(&shares_so_far(&tally)))?;
        // A trustee's clock may be a little ahead; times on the log never go back.
        let at = at.max(election.clock());
        tally
            .result(&opened, at)
            .map_err(|error| OfficeError::NotReady(error.to_string()))
    }

    /// Verifies the whole log, off the threads that serve requests.
    async fn observe(&self, running: &Running) -> Result<Conclusion, ServiceError> {
        let size = running
            .log()
            .head()
            .await
            .map_err(ServiceError::from)?
            .unverified()
            .size;
        let mut observer = Observer::new(
            Some(*running.manifest.id()),
            ChaCha20Rng::from_seed(self.random()),
        );
        let mut pages = running.log().entries(0..size);
        while let Some(page) = pages.next().await.map_err(ServiceError::from)? {
            observer = tokio::task::spawn_blocking(move || {
                page.entries
                    .iter()
                    .for_each(|entry| observer.feed(entry.as_bytes()));
                observer
            })
            .await
            .map_err(ServiceError::from)?;
        }
        for index in observer.superseded() {
            let entry = running.log().entry(index).await.map_err(ServiceError::from)?;
            let entry = entry.ok_or_else(|| ServiceError(format!("entry {index} is missing")))?;
            observer.retract(index, entry.as_bytes());
        }
        tokio::task::spawn_blocking(move || observer.conclude())
            .await
            .map_err(ServiceError::from)
    }
}
