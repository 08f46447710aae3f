//! From a closed urn to counts and outcome (protocol-spec: `tally`).

mod open;
mod outcome;
mod plan;

pub use open::{Opened, SharesChecked, TallyError};
pub use outcome::{decide, outcomes, record};
pub use plan::{Histogram, Plan, Unit, plan};

use crate::entry::{Shares, TallyResult};
use crate::manifest::{Manifest, Time};
use crate::state::Closed;
use comitia_crypto::Digest;
use comitia_crypto::ceremony::KeyShares;
use comitia_crypto::codec::{Encode, Prefix};
use comitia_crypto::decryption::{DecryptionError, DecryptionShare, DecryptionTarget};
use comitia_crypto::elgamal::{Aggregate, Sum};
use rand_core::{CryptoRng, RngCore};

/// The sums that may be decrypted, one for each unit of groups, in the manifest's order (protocol-spec: `aggregates`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregates {
    units: Vec<Unit>,
    list: Vec<Aggregate>,
    digest: Digest,
}

impl Aggregates {
    fn new(units: Vec<Unit>, list: Vec<Aggregate>) -> Self {
        let mut bytes = b"comitia/v1/aggregates".to_vec();
        for (unit, aggregate) in units.iter().zip(&list) {
            Prefix::U16.write_all(&unit.groups, &mut bytes);
            aggregate.encode(&mut bytes);
        }
        Self {
            units,
            list,
            digest: Digest::of(&bytes),
        }
    }

    /// The units.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The sums, in the order of the units.
    #[must_use]
    pub fn list(&self) -> &[Aggregate] {
        &self.list
    }

    /// Hash of the ordered list: what a trustee locks before a share leaves.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }
}

/// A closed urn with the sums of its counted ballots.
#[derive(Debug)]
pub struct Tally<'a> {
    manifest: &'a Manifest,
    closed: &'a Closed,
    aggregates: Aggregates,
}

impl<'a> Tally<'a> {
    /// `sums[g]` is the weighted sum of the counted ballots of group g.
    #[must_use]
    pub fn new(manifest: &'a Manifest, closed: &'a Closed, sums: &[Sum]) -> Self {
        let units = match closed.plan() {
            Plan::Units(units) => units.clone(),
            Plan::UnderFloor(_) => Vec::new(),
        };
        let counters = manifest.ballot().shape().counters();
        let merge = |unit: &Unit| {
            let mut sum = Sum::zero(counters);
            unit.groups
                .iter()
                .filter_map(|group| sums.get(usize::from(*group)))
                .for_each(|part| sum.merge(part));
            sum.to_aggregate()
        };
        let list = units.iter().map(merge).collect();
        Self {
            manifest,
            closed,
            aggregates: Aggregates::new(units, list),
        }
    }

    /// The same closed urn with sums that were computed before.
    #[must_use]
    pub const fn with_aggregates(manifest: &'a Manifest, closed: &'a Closed, aggregates: Aggregates) -> Self {
        Self {
            manifest,
            closed,
            aggregates,
        }
    }

    /// The sums.
    #[must_use]
    pub const fn aggregates(&self) -> &Aggregates {
        &self.aggregates
    }

    /// The sums, when the tally is done.
    #[must_use]
    pub fn into_aggregates(self) -> Aggregates {
        self.aggregates
    }

    /// The closed urn.
    #[must_use]
    pub const fn closed(&self) -> &Closed {
        self.closed
    }

    /// How many shares are needed.
    #[must_use]
    pub fn threshold(&self) -> usize {
        usize::from(self.manifest.threshold)
    }

    /// Why nothing is decrypted, if the total is under the floor.
    #[must_use]
    pub fn under_floor(&self) -> Option<String> {
        let Plan::UnderFloor(unit) = self.closed.plan() else {
            return None;
        };
        let below = self.below_floor(unit)?;
        Some(format!("{below}: nothing is decrypted"))
    }

    /// What is decrypted under the floor, if the manifest waives it.
    #[must_use]
    pub fn waived(&self) -> Option<String> {
        let mut units = self.aggregates.units.iter();
        let below = units.find_map(|unit| self.below_floor(unit))?;
        Some(format!(
            "{below}: decrypted all the same, because the manifest waives it"
        ))
    }

    fn below_floor(&self, unit: &Unit) -> Option<String> {
        let floor = self.manifest.floor;
        let mut weights = unit.weights.iter();
        let (weight, ballots) = weights.find(|(_, ballots)| **ballots < u64::from(floor))?;
        Some(format!(
            "only {ballots} counted ballots of weight {weight}, and the floor is {floor}"
        ))
    }

    /// Counts that tell how each voter of a unit voted, although the unit is above the floor: all its ballots gave a
    /// counter as much as a ballot can. No floor prevents that; whoever reads the result is told.
    #[must_use]
    pub fn unanimous(&self, opened: &Opened) -> Option<String> {
        let largest = self.manifest.ballot().shape().largest_counts();
        let full = |unit: &Unit, counts: &[u64]| {
            let all = |(count, one): (&u64, &u64)| *one > 0 && *count == one.saturating_mul(unit.weight());
            counts.iter().zip(&largest).position(all)
        };
        let mut units = (1..).zip(self.aggregates.units.iter().zip(&opened.counts));
        let (number, counter) =
            units.find_map(|(number, (unit, counts))| Some((number, full(unit, counts)?)))?;
        let places = self.manifest.ballot().places().iter();
        let mut contests = self.manifest.contests.iter().zip(places);
        let (contest, place) = contests.find(|(_, place)| place.counters.contains(&counter))?;
        Some(format!(
            "all ballots of unit {number} give counter {} of contest {:?} as much as a ballot can: the result tells how \
             each of its voters voted there",
            counter - place.counters.start + 1,
            contest.id
        ))
    }

    /// What is decrypted at this place of the list.
    #[must_use]
    pub fn target(&self, place: usize) -> Option<DecryptionTarget<'_>> {
        Some(DecryptionTarget {
            election: self.manifest.id(),
            close: self.closed.close_hash(),
            groups: &self.aggregates.units.get(place)?.groups,
            aggregate: self.aggregates.list.get(place)?,
        })
    }

    /// A trustee's shares of all sums. They answer for any sums: that these are the election's, and the only ones, is
    /// for the caller to know.
    pub fn shares_of(
        &self,
        keys: &KeyShares,
        at: Time,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Shares, DecryptionError> {
        let targets = (0..self.aggregates.list.len()).filter_map(|place| self.target(place));
        let shares = targets.map(|target| DecryptionShare::prove(&target, keys, rng));
        Ok(Shares {
            at,
            close: *self.closed.close_hash(),
            aggregates: *self.aggregates.digest(),
            shares: shares.collect::<Result<_, _>>()?,
        })
    }

    /// The result that these counts give.
    pub fn result(&self, opened: &Opened, at: Time) -> Result<TallyResult, TallyError> {
        outcome::result(self.manifest, self.closed, &self.aggregates, opened, at)
    }
}
