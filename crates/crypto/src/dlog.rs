//! Counts from mG within a bound: baby steps and giant steps (protocol-spec: `dlog`).
//!
//! A table holds jG for 0 ≤ j < B; then M − k·BG is looked up for k = 0, 1, … until a giant step lands on a baby step,
//! m = kB + j. Comparing points needs encodings, and an encoding costs an inverse square root, except
//! for doubles: dalek encodes 2P for many P at once with one inversion for all. So both kinds of steps walk on halves:
//! j·(½G) and ½M − k·(B·½G), where ½ is the inverse of 2 modulo ℓ. A step of either kind then costs one addition and a
//! dozen multiplications in the field.
//!
//! A slot of the table is 32 bits of an encoding and j, at most 12 MiB for B = 2²⁰; a hit is confirmed by computing mG.
//! The work is bounded by B and bound/B whatever the point is, so garbage gives `None` as fast as the largest count is
//! found (B6). Everything here is public and takes variable time.

use crate::group::{Scalar, identity, mul_base};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use thiserror::Error;

/// The largest bound: what an election's counts stay below.
pub const MAX_BOUND: u64 = 1 << 40;

/// Points that are encoded with one inversion.
const BATCH: u32 = 256;

/// How many counters a table serves, roughly: B + c·bound/B steps are fewest for B = √(c·bound).
const COUNTERS: u64 = 16;

const FEWEST_BABY_STEPS: u32 = 1 << 8;
const MOST_BABY_STEPS: u32 = 1 << 20;

/// A bound above [`MAX_BOUND`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("counts up to {0} cannot be searched: the limit is {MAX_BOUND}")]
pub struct BoundTooLarge(pub u64);

#[derive(Clone, Copy)]
struct Slot {
    fingerprint: u32,
    baby_step: u32,
}

const EMPTY: Slot = Slot {
    fingerprint: 0,
    baby_step: u32::MAX,
};

/// Baby steps for all counts up to a bound. Less than 16 MiB.
pub struct Table {
    bound: u64,
    baby_steps: u32,
    /// Open addressing; two thirds are taken.
    slots: Vec<Slot>,
    /// B·½G.
    half_giant_step: RistrettoPoint,
}

impl core::fmt::Debug for Table {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Table")
            .field("bound", &self.bound)
            .field("baby_steps", &self.baby_steps)
            .finish_non_exhaustive()
    }
}

/// The first power of two B with B² ≥ 16·bound, within limits.
fn baby_steps(bound: u64) -> u32 {
    let mut steps = FEWEST_BABY_STEPS;
    while steps < MOST_BABY_STEPS && u64::from(steps) * u64::from(steps) < bound.saturating_mul(COUNTERS) {
        steps *= 2;
    }
    steps
}

/// Bits of an encoding that are as good as random: which slot, and the mark in it.
fn parts(encoding: &CompressedRistretto) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h, ..] = encoding.to_bytes();
    (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]))
}

/// `start`, `start + step`, …: as many as asked for.
fn walk(start: RistrettoPoint, step: RistrettoPoint, count: u32) -> impl Iterator<Item = RistrettoPoint> {
    (0..count).scan(start, move |next, _| {
        let this = *next;
        *next += step;
        Some(this)
    })
}

impl Table {
    /// The table for counts from 0 to `bound`.
    pub fn new(bound: u64) -> Result<Self, BoundTooLarge> {
        if bound > MAX_BOUND {
            return Err(BoundTooLarge(bound));
        }
        let baby_steps = baby_steps(bound);
        let half_base = RISTRETTO_BASEPOINT_POINT * Scalar::from(2_u8).invert();
        let mut table = Self {
            bound,
            baby_steps,
            slots: vec![EMPTY; baby_steps as usize / 2 * 3],
            half_giant_step: half_base * Scalar::from(baby_steps),
        };
        let mut start = identity();
        let stride = half_base * Scalar::from(BATCH);
        for first in (0..baby_steps).step_by(BATCH as usize) {
            let halves: Vec<_> = walk(start, half_base, BATCH).collect();
            let encodings = RistrettoPoint::double_and_compress_batch(&halves);
            for (baby_step, encoding) in (first..).zip(&encodings) {
                table.insert(encoding, baby_step);
            }
            start += stride;
        }
        Ok(table)
    }

    /// Slots from the one where an encoding belongs onwards, round and round.
    fn places(&self, place: u32) -> impl Iterator<Item = usize> + use<> {
        let length = self.slots.len();
        // The high half of a 32-bit fraction times the length: even without a division.
        let first = (u64::from(place) * length as u64) >> 32;
        let first = usize::try_from(first).unwrap_or_default();
        (first..length).chain(0..first)
    }

    fn insert(&mut self, encoding: &CompressedRistretto, baby_step: u32) {
        let (place, fingerprint) = parts(encoding);
        for position in self.places(place) {
            if let Some(slot) = self.slots.get_mut(position)
                && slot.baby_step == EMPTY.baby_step
            {
                *slot = Slot {
                    fingerprint,
                    baby_step,
                };
                return;
            }
        }
    }

    /// The baby steps that an encoding may be of.
    fn candidates(&self, encoding: &CompressedRistretto) -> impl Iterator<Item = u32> + '_ {
        let (place, fingerprint) = parts(encoding);
        self.places(place)
            .map_while(|position| self.slots.get(position))
            .take_while(|slot| slot.baby_step != EMPTY.baby_step)
            .filter(move |slot| slot.fingerprint == fingerprint)
            .map(|slot| slot.baby_step)
    }

    /// The largest count that is found.
    #[must_use]
    pub const fn bound(&self) -> u64 {
        self.bound
    }

    /// m with mG = `point`, if 0 ≤ m ≤ bound.
    #[must_use]
    pub fn find(&self, point: &RistrettoPoint) -> Option<u64> {
        let giant_steps = self.bound / u64::from(self.baby_steps) + 1;
        let mut half = point * Scalar::from(2_u8).invert();
        let stride = self.half_giant_step * Scalar::from(BATCH);
        let mut done = 0;
        while done < giant_steps {
            let count = u32::try_from(giant_steps - done).map_or(BATCH, |left| left.min(BATCH));
            let halves: Vec<_> = walk(half, -self.half_giant_step, count).collect();
            let encodings = RistrettoPoint::double_and_compress_batch(&halves);
            for (giant_step, encoding) in (done..).zip(&encodings) {
                if let Some(found) = self.confirm(point, giant_step, encoding) {
                    return Some(found);
                }
            }
            half -= stride;
            done += u64::from(count);
        }
        None
    }

    fn confirm(
        &self,
        point: &RistrettoPoint,
        giant_step: u64,
        encoding: &CompressedRistretto,
    ) -> Option<u64> {
        let base = giant_step * u64::from(self.baby_steps);
        self.candidates(encoding)
            .map(|baby_step| base + u64::from(baby_step))
            .find(|count| *count <= self.bound && mul_base(&Scalar::from(*count)) == *point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generators::hash_to_group;
    use crate::group::random_scalar;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;
    use std::sync::LazyLock;

    fn multiple(count: u64) -> RistrettoPoint {
        RistrettoPoint::mul_base(&Scalar::from(count))
    }

    #[test]
    fn small_bounds_are_searched_completely_and_no_further() {
        for bound in [0, 1, 2, 255, 256, 257, 1000] {
            let table = Table::new(bound).unwrap();
            for count in 0..=bound {
                assert_eq!(table.find(&multiple(count)), Some(count));
            }
            for count in bound + 1..bound + 600 {
                assert_eq!(table.find(&multiple(count)), None, "{count} above {bound}");
            }
            assert_eq!(table.find(&-multiple(1)), None);
        }
    }

    static TOWN: LazyLock<Table> = LazyLock::new(|| Table::new(1_000_000).unwrap());
    static COUNTRY: LazyLock<Table> = LazyLock::new(|| Table::new(100_000_000).unwrap());
    static LARGEST: LazyLock<Table> = LazyLock::new(|| Table::new(MAX_BOUND).unwrap());

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_count_of_a_town_is_found(count in 0..=1_000_000_u64) {
            prop_assert_eq!(TOWN.find(&multiple(count)), Some(count));
        }

        #[test]
        fn every_count_of_a_country_is_found(count in 0..=100_000_000_u64) {
            prop_assert_eq!(COUNTRY.find(&multiple(count)), Some(count));
        }

        #[test]
        fn representatives_that_differ_by_torsion_are_the_same_point(count in 0..=1_000_000_u64, message: [u8; 8]) {
            let hashed = hash_to_group(&message, b"test");
            let decoded = hashed.compress().decompress().unwrap();
            prop_assert_eq!(TOWN.find(&(multiple(count) + hashed - decoded)), Some(count));
        }
    }

    #[test]
    fn multiples_of_the_giant_step_are_found_where_the_walk_meets_the_identity() {
        for table in [&*TOWN, &*COUNTRY] {
            for giant_step in 0..8 {
                let count = giant_step * u64::from(table.baby_steps);
                for near in [count.saturating_sub(1), count, count + 1] {
                    assert_eq!(table.find(&multiple(near)), Some(near));
                }
            }
        }
    }

    #[test]
    fn the_largest_bound_is_searched_to_its_end() {
        for count in [0, 1, (1 << 40) - 1, 1 << 40, 987_654_321_012] {
            assert_eq!(LARGEST.find(&multiple(count)), Some(count));
        }
        assert_eq!(LARGEST.find(&multiple((1 << 40) + 1)), None);
        assert_eq!(
            Table::new((1 << 40) + 1).unwrap_err(),
            BoundTooLarge((1 << 40) + 1)
        );
    }

    #[test]
    fn b6_garbage_is_given_up() {
        let mut rng = ChaCha20Rng::seed_from_u64(6);
        for table in [&*TOWN, &*COUNTRY, &*LARGEST] {
            let garbage = RistrettoPoint::mul_base(&random_scalar(&mut rng));
            assert_eq!(table.find(&garbage), None);
        }
    }

    #[test]
    fn a_table_stays_below_16_mib_and_shrinks_with_its_bound() {
        let size = |table: &Table| table.slots.len() * size_of::<Slot>();
        assert!(size(&LARGEST) < 16 << 20);
        assert_eq!(baby_steps(MAX_BOUND), MOST_BABY_STEPS);
        assert!(size(&TOWN) < 256 << 10);
        assert!(size(&Table::new(100).unwrap()) < 8 << 10);
    }

    #[test]
    fn no_baby_step_is_lost() {
        let taken = |table: &Table| {
            table
                .slots
                .iter()
                .filter(|slot| slot.baby_step != EMPTY.baby_step)
                .count()
        };
        assert_eq!(taken(&TOWN), TOWN.baby_steps as usize);
        assert_eq!(taken(&LARGEST), LARGEST.baby_steps as usize);
    }
}
