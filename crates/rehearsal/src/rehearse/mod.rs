//! A whole election from a file of real ballots (protocol-spec: `rehearsal`).
//!
//! Every ballot of the file gets a voter with a voting code. The voters seal and cast, the trustees decrypt the sum,
//! an observer verifies the log, and the counts are compared with the plain count of the file.

mod error;
mod outcome;
mod terms;

pub use error::RehearseError;
pub use outcome::{Decision, Rehearsal, Seconds, Waived};

use crate::actors::{Parties, RollLine};
use crate::{BallotFile, Progress, Simulation, SimulationError, Step, Vote, record};
use comitia_election::manifest::{Manifest, Time};
use comitia_election::tally::Opened;
use core::time::Duration;
use rand_chacha::ChaCha20Rng;
use std::path::Path;

/// Ballots that are sealed, and then cast, together.
const BATCH: usize = 1024;

/// How a file is rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// How many trustees make the keys.
    pub trustees: u8,
    /// How many of them are needed to decrypt.
    pub threshold: u8,
    /// How many stay away when it comes to decrypting: those with the lowest numbers.
    pub absent: u8,
    /// When voting closes.
    pub now: Time,
}

/// Time since any fixed moment, for the seconds of a rehearsal.
pub type Stopwatch<'a> = &'a dyn Fn() -> Duration;

/// Runs the election of a file and writes its record into `folder`, which is made if it is not there and must be
/// empty.
///
/// # Errors
/// Whatever is wrong with file, numbers or folder is found before anything costly begins.
pub fn rehearse(
    file: &BallotFile,
    setting: &Setting,
    folder: &Path,
    mut rng: ChaCha20Rng,
    stopwatch: Stopwatch<'_>,
    progress: &mut impl Progress,
) -> Result<Rehearsal, RehearseError> {
    terms::check(setting)?;
    let parties = Parties::generate(setting.trustees.into(), 0, &mut rng);
    let (manifest, waived) = terms::manifest(file, setting, &parties, &mut rng)?;
    record::require_empty(folder)?;
    let mut run = Run {
        simulation: Simulation::begin(parties, manifest.bytes(), rng)?,
        seconds: Seconds::default(),
        stopwatch,
    };
    run.set_up(file, &manifest, progress)?;
    run.vote(file, progress)?;
    let opened = run.count(setting, progress)?;
    let simulation = &run.simulation;
    let outcomes = simulation.outcomes(&opened)?;
    let decisions = manifest.contests.iter().zip(outcomes);
    let mut decisions = decisions.filter_map(|(contest, outcome)| {
        Some(Decision {
            contest: contest.clone(),
            outcome: outcome?,
        })
    });
    let decision = decisions.next();
    let (total, signer) = (simulation.entries().len() as u64, simulation.log_signer()?);
    progress.step(Step::Write, 0, total);
    let record_bytes = record::write(folder, simulation.entries(), &signer)?;
    progress.step(Step::Write, total, total);
    Ok(Rehearsal::new(
        file,
        &manifest,
        waived,
        &opened,
        decision,
        run.seconds,
        record_bytes,
    ))
}

/// A rehearsal on its way.
struct Run<'a> {
    simulation: Simulation,
    seconds: Seconds,
    stopwatch: Stopwatch<'a>,
}

impl Run<'_> {
    /// Keys, roll, opening.
    fn set_up(
        &mut self,
        file: &BallotFile,
        manifest: &Manifest,
        progress: &mut impl Progress,
    ) -> Result<(), SimulationError> {
        let start = (self.stopwatch)();
        self.simulation.run_ceremony(progress)?;
        self.seconds.ceremony += (self.stopwatch)().saturating_sub(start);
        // A roll cannot be empty; in an election without ballots somebody stays at home.
        let voters = file.ballots.len().max(1);
        progress.step(Step::Roll, 0, voters as u64);
        self.simulation.commit_roll(&vec![RollLine::default(); voters])?;
        progress.step(Step::Roll, voters as u64, voters as u64);
        self.simulation.open(manifest.times.opens_at)
    }

    /// Every ballot of the file, in order.
    fn vote(&mut self, file: &BallotFile, progress: &mut impl Progress) -> Result<(), SimulationError> {
        let total = file.ballots.len();
        for first in (0..total).step_by(BATCH) {
            let vote = |voter| Vote {
                voter,
                choice: vec![file.ballots.get(voter).unwrap_or_default().to_vec()],
            };
            let last = total.min(first + BATCH);
            let votes: Vec<Vote> = (first..last).map(vote).collect();
            let start = (self.stopwatch)();
            let ballots = self.simulation.seal_many(&votes)?;
            let sealed = (self.stopwatch)();
            progress.step(Step::Seal, last as u64, total as u64);
            self.simulation.admit_verified(ballots)?;
            let cast = (self.stopwatch)();
            progress.step(Step::Cast, last as u64, total as u64);
            self.seconds.seal += sealed.saturating_sub(start);
            self.seconds.cast += cast.saturating_sub(sealed);
        }
        Ok(())
    }

    /// An observer reads the log up to the close, the trustees decrypt what it recomputed, and it reads the rest.
    fn count(&mut self, setting: &Setting, progress: &mut impl Progress) -> Result<Opened, SimulationError> {
        let at = setting.now;
        self.simulation.close(self.simulation.election().closes_at())?;
        let start = (self.stopwatch)();
        self.simulation.aggregates(progress)?;
        let verified = (self.stopwatch)();
        let present: Vec<u8> = (setting.absent + 1..=setting.trustees).collect();
        self.simulation.decrypt(&present, at, progress)?;
        let opened = self.simulation.publish(at)?;
        let decrypted = (self.stopwatch)();
        let conclusion = self.simulation.conclude(progress);
        if let Some((check, culprit)) = conclusion.report.failures().next() {
            let culprit = culprit.to_owned();
            return Err(SimulationError::Verification { check, culprit });
        }
        let concluded = (self.stopwatch)();
        self.seconds.decrypt += decrypted.saturating_sub(verified);
        self.seconds.verify += verified.saturating_sub(start) + concluded.saturating_sub(decrypted);
        Ok(opened)
    }
}
