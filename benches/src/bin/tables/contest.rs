//! What ballots of one contest cost.

use crate::timing::{Effort, Timing};
use anyhow::Context as _;
use comitia_benches::{Cast, Subject, Voter, rng, statement};
use comitia_crypto::ballot::{ElectionStatement, Item};
use rayon::prelude::*;

/// Ballots that a verifier takes together.
pub const BATCH: usize = 512;
/// Different ballots in a batch, which repeats them if it is larger: no work of theirs is shared.
const DIFFERENT: u64 = 64;

/// The election of a contest, and some ballots.
pub struct Urn {
    statement: ElectionStatement,
    ballots: Vec<Cast>,
}

impl Urn {
    /// Seals the ballots on all cores.
    pub fn fill(subject: &Subject) -> anyhow::Result<Self> {
        let statement = statement(&subject.shape).context("an election without keys")?;
        let many = statement.for_many();
        let cast = |voter| Voter::new(voter).cast(&many, &subject.choice, &mut rng(voter));
        let ballots: Result<Vec<Cast>, _> = (0..DIFFERENT).into_par_iter().map(cast).collect();
        Ok(Self {
            statement,
            ballots: ballots?,
        })
    }

    /// So many ballots, as verification takes them.
    pub fn batch(&self, size: usize) -> Vec<Item<'_>> {
        self.ballots.iter().map(Cast::item).cycle().take(size).collect()
    }

    /// Verifies a batch, in which nothing may be refused.
    pub fn verify(&self, batch: &[Item<'_>], seed: u64) -> anyhow::Result<()> {
        let answers = self.statement.vartime_verify_batch(batch, &mut rng(seed));
        answers
            .into_iter()
            .try_for_each(|answer| answer.map(drop))
            .context("a good ballot was refused")
    }
}

/// Bytes, and milliseconds on one core.
pub struct Cost {
    /// Of ballot and signature.
    pub bytes: usize,
    /// To seal and sign one ballot.
    pub seal: Timing,
    /// The same with multiples of the keys at hand.
    pub seal_many: Timing,
    /// To verify one ballot and its signature.
    pub verify: Timing,
    /// To verify one of a batch.
    pub batch: Timing,
}

impl Cost {
    /// Measures ballots of a contest.
    pub fn measure(subject: &Subject, effort: &Effort) -> anyhow::Result<Self> {
        let urn = Urn::fill(subject)?;
        let (alone, together) = (urn.batch(1), urn.batch(BATCH));
        Ok(Self {
            bytes: urn.ballots.first().map_or(0, Cast::bytes),
            seal: seal(&urn.statement, subject, effort)?,
            seal_many: seal(&urn.statement.for_many(), subject, effort)?,
            verify: effort.time(1, || urn.verify(&alone, 3))?,
            batch: effort.time(BATCH, || urn.verify(&together, 3))?,
        })
    }
}

fn seal(statement: &ElectionStatement, subject: &Subject, effort: &Effort) -> anyhow::Result<Timing> {
    let (voter, mut rng) = (Voter::new(7), rng(7));
    effort.time(1, || {
        voter.cast(statement, &subject.choice, &mut rng)?;
        Ok(())
    })
}
