//! Decrypting once (protocol-spec: `trustee-refusals`, `trustee-lock`).

use crate::error::Refusal;
use crate::keystore::Lock;
use crate::reading::Reading;
use comitia_crypto::Digest;
use comitia_crypto::ceremony::{KeyShares, TrusteeIndex};
use comitia_election::entry::Shares;
use comitia_election::manifest::Time;
use comitia_election::state::{Closed, Stage};
use comitia_election::tally::{Aggregates, Tally};
use rand_core::{CryptoRng, RngCore};

/// Seconds by which another trustee's clock may be ahead of this one's.
const CLOCK_TOLERANCE: u64 = 60;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decrypted {
    /// This trustee's share is on the log now.
    Sent {
        /// Digest of the sums that were decrypted.
        aggregates: Digest,
    },
    /// This trustee's share was on the log before.
    OnLog {
        /// Digest of the sums that were decrypted.
        aggregates: Digest,
    },
    /// The result is published without this trustee's share.
    NotNeeded,
    /// Nobody voted.
    Nothing,
}

/// A closed urn that may be decrypted.
pub(crate) struct Permitted<'a> {
    reading: &'a Reading,
    closed: &'a Closed,
    aggregates: &'a Aggregates,
}

/// Every refusal that does not depend on the keystore.
///
/// The log itself was verified: closed within its times by its own account, sums made of every counted ballot.
pub(crate) fn permit(reading: &Reading, now: Time) -> Result<Permitted<'_>, Refusal> {
    let election = reading.election();
    let not_closed = Refusal::NotClosed {
        stage: election.stage().name(),
    };
    let (Some(closed), Some(aggregates)) = (election.closed(), reading.aggregates()) else {
        return Err(not_closed);
    };
    check_times(reading, closed, now)?;
    let permitted = Permitted {
        reading,
        closed,
        aggregates,
    };
    match permitted.tally().under_floor() {
        Some(problem) => Err(Refusal::UnderFloor(problem)),
        None => Ok(permitted),
    }
}

/// The log's times were checked by its own account; here the trustee's own clock has its say.
fn check_times(reading: &Reading, closed: &Closed, now: Time) -> Result<(), Refusal> {
    let close = closed.close().at;
    if now < close {
        return Err(Refusal::BeforeClose { close, now });
    }
    let checking = u64::from(reading.manifest().times.checking_seconds);
    let until = Time(close.0.saturating_add(checking));
    if now < until {
        return Err(Refusal::CheckingPeriod { until, now });
    }
    // A share is dated no earlier than what the log has: it would be from the future, too.
    let latest = reading.election().clock();
    if latest.0 > now.0.saturating_add(CLOCK_TOLERANCE) {
        return Err(Refusal::FromTheFuture { latest, now });
    }
    Ok(())
}

/// The lock on these sums of this close.
pub(crate) fn lock_of(closed: &Closed, aggregates: &Aggregates) -> Lock {
    Lock {
        close: *closed.close_hash(),
        aggregates: *aggregates.digest(),
    }
}

impl Permitted<'_> {
    fn tally(&self) -> Tally<'_> {
        Tally::with_aggregates(self.reading.manifest(), self.closed, self.aggregates.clone())
    }

    /// Whether nobody voted.
    pub(crate) fn is_empty(&self) -> bool {
        self.aggregates.list().is_empty()
    }

    /// The result is published.
    pub(crate) fn is_published(&self) -> bool {
        matches!(self.reading.election().stage(), Stage::Published(_))
    }

    /// Whether the trustee's shares count.
    pub(crate) fn check_qualified(&self, trustee: TrusteeIndex) -> Result<(), Refusal> {
        let qualified = self.closed.urn().keys().qualified();
        qualified
            .contains(&trustee)
            .then_some(())
            .ok_or(Refusal::NotQualified)
    }

    /// What decrypting would lock.
    pub(crate) fn lock(&self) -> Lock {
        lock_of(self.closed, self.aggregates)
    }

    /// Refuses a second list of sums.
    pub(crate) fn check_lock(&self, held: Option<&Lock>) -> Result<(), Refusal> {
        let wanted = self.lock();
        match held {
            Some(held) if *held != wanted => Err(Refusal::SecondList {
                held: Box::new(*held),
                wanted: Box::new(wanted),
            }),
            _ => Ok(()),
        }
    }

    /// Whether the trustee's share is on the log; a false one under its name is refused.
    pub(crate) fn is_on_log(&self, trustee: TrusteeIndex) -> Result<bool, Refusal> {
        let Some(shares) = self.closed.shares().get(&trustee) else {
            return Ok(false);
        };
        let verified = self.tally().verify_shares_of(trustee, shares);
        verified.map(|_| true).map_err(Refusal::FalseShare)
    }

    /// The trustee's shares of all sums. Their time is never before what the log has.
    pub(crate) fn shares(
        &self,
        keys: &KeyShares,
        now: Time,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Shares, Refusal> {
        let at = now.max(self.reading.election().clock());
        Ok(self.tally().shares_of(keys, at, rng)?)
    }
}
