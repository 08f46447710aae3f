//! Reading a whole log and checking everything on it.

use super::batch::{CHUNK, InFlight, Judged, Unanswered};
use super::{CheckId, Conclusion, Report};
use crate::entry::{BallotEntry, Entry, EntryKind};
use crate::state::{Admitted, Beginning, Election, PendingBallot, Refusal, Stage, check_of_fault};
use crate::tally::{Aggregates, Tally};
use comitia_crypto::ElectionId;
use comitia_crypto::ballot::VerifiedBallot;
use comitia_crypto::codec::Decode;
use comitia_crypto::elgamal::Sum;
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_core::{CryptoRng, RngCore, SeedableRng};

/// Ballots gathered before they are verified, chunk by chunk, on all cores, while the next ones are gathered.
const QUEUE: usize = 8 * CHUNK;

/// Reads a log.
pub struct Observer<R> {
    source: Source,
    expected: Option<ElectionId>,
    index: u64,
    pending: Vec<PendingBallot>,
    in_flight: InFlight,
    sums: Vec<Sum>,
    report: Report,
    /// The check that made the rest of the log unreadable.
    stopped: Option<CheckId>,
    rng: R,
}

enum Source {
    Beginning(Beginning),
    Election(Box<Election>),
}

impl<R: CryptoRng + RngCore + SeedableRng + Send + 'static> Observer<R> {
    /// An observer of a log; `expected` is the election that it must be about. `rng` weighs equations in batches
    /// and must be unpredictable to whoever wrote the log.
    #[must_use]
    pub fn new(expected: Option<ElectionId>, rng: R) -> Self {
        Self {
            source: Source::Beginning(Beginning::new()),
            expected,
            index: 0,
            pending: Vec::new(),
            in_flight: InFlight::default(),
            sums: Vec::new(),
            report: Report::default(),
            stopped: None,
            rng,
        }
    }

    /// Takes the next entry.
    pub fn feed(&mut self, raw: &[u8]) {
        if self.stopped.is_none()
            && let Err(refusal) = self.take(raw)
        {
            let check = refusal.check();
            self.report
                .fail(check, format!("entry {}: {refusal}", self.index));
            self.stopped = Some(check);
        }
        self.index += 1;
    }

    /// The election so far.
    #[must_use]
    pub fn election(&self) -> Option<&Election> {
        match &self.source {
            Source::Beginning(_) => None,
            Source::Election(election) => Some(election),
        }
    }

    /// Entries taken.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.index
    }

    /// The checks so far. Those that a whole log decides come with [`Observer::conclude`].
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The sums that may be decrypted, while an observer follows a log: once the urn is closed, and every superseded
    /// ballot was retracted.
    #[must_use]
    pub fn aggregates(&self) -> Option<Aggregates> {
        let election = self.election().filter(|_| self.stopped.is_none())?;
        let tally = Tally::new(election.manifest(), election.closed()?, &self.sums);
        Some(tally.into_aggregates())
    }

    /// Places of ballots that [`Observer::retract`] must be given once every entry was fed.
    #[must_use]
    pub fn superseded(&self) -> Vec<u64> {
        let urn = self
            .election()
            .and_then(Election::urn)
            .filter(|_| self.stopped.is_none());
        urn.map(|urn| urn.superseded().to_vec()).unwrap_or_default()
    }

    fn take(&mut self, raw: &[u8]) -> Result<(), Refusal> {
        // An urn that is given up cannot be verified afterwards; an abort with a long reason comes in parts.
        let may_end = [EntryKind::Abort, EntryKind::Part].map(|kind| Some(kind as u8));
        if !self.pending.is_empty() && may_end.contains(&raw.get(1).copied()) {
            self.flush();
        }
        match &mut self.source {
            Source::Beginning(beginning) => {
                if let Some(election) = beginning.apply(raw)? {
                    self.begin(election);
                }
            }
            Source::Election(election) => {
                let admitted = election.apply(raw)?;
                self.note(admitted);
            }
        }
        self.report.cover(CheckId::V03, 1);
        Ok(())
    }

    fn begin(&mut self, election: Election) {
        for check in [CheckId::V04, CheckId::V05] {
            self.report.cover(check, 1);
        }
        if let Some(expected) = self.expected.filter(|expected| expected != election.id()) {
            self.report.fail(
                CheckId::V05,
                format!("this is election {}, not {expected}", election.id()),
            );
        }
        let counters = election.manifest().ballot().shape().counters();
        self.sums = vec![Sum::zero(counters); election.manifest().groups.len()];
        self.source = Source::Election(Box::new(election));
    }

    fn note(&mut self, admitted: Admitted) {
        match admitted {
            Admitted::Part => {}
            Admitted::Object(kind) => self.note_object(kind),
            Admitted::Audited(_) => self.report.cover(CheckId::V16, 1),
            Admitted::Ballot(pending) => {
                for check in [CheckId::V14, CheckId::V15] {
                    self.report.cover(check, 1);
                }
                self.pending.push(*pending);
                if self.pending.len() >= QUEUE {
                    self.verify_pending();
                }
            }
        }
    }

    fn note_object(&mut self, kind: EntryKind) {
        let signatures = if matches!(kind, EntryKind::Roll | EntryKind::Cancellation) {
            2
        } else {
            1
        };
        self.report.cover(CheckId::V04, signatures);
        if kind == EntryKind::Close {
            self.flush();
        }
        let covered = match (kind, self.election().map(Election::stage)) {
            (EntryKind::Roll, Some(Stage::RollCommitted(committed))) => {
                committed.roll().entries().len() as u64
            }
            _ => 1,
        };
        if let Some(check) = check_of_kind(kind) {
            self.report.cover(check, covered);
        }
        self.note_faults();
    }

    /// A ceremony that went on without a culprit names it.
    fn note_faults(&mut self) {
        let Some(Stage::Ceremony(stage)) = self.election().map(Election::stage) else {
            return;
        };
        let faults = stage.ceremony().faults();
        if !faults.is_empty() {
            let named: Vec<String> = faults
                .iter()
                .map(|(who, fault)| format!("trustee {who}: {fault}"))
                .collect();
            self.report.remark(CheckId::V07, named.join("; "));
        }
    }

    /// Verifies the ballots gathered so far and adds them up, to the last.
    fn flush(&mut self) {
        self.verify_pending();
        let judged = self.in_flight.settle();
        self.take_judged(judged);
    }

    /// Hands the ballots gathered so far over to be verified, and adds up those that were.
    fn verify_pending(&mut self) {
        let pending = core::mem::take(&mut self.pending);
        let urn = self.election().and_then(Election::urn);
        let Some(statement) = urn.map(|urn| urn.statement().clone()) else {
            return;
        };
        let judged = self.in_flight.exchange(statement, pending, &mut self.rng);
        self.take_judged(judged);
    }

    fn take_judged(&mut self, judged: Result<Judged, Unanswered>) {
        let Ok(judged) = judged else {
            let culprit = "ballots were not verified to the end".to_owned();
            return self.report.fail(CheckId::V13, culprit);
        };
        for check in [CheckId::V11, CheckId::V12, CheckId::V13] {
            self.report.cover(check, judged.len() as u64);
        }
        for (ballot, answer) in judged {
            match answer {
                Ok(verified) => self.add(&ballot, &verified),
                Err(fault) => {
                    let culprit = format!("ballot at entry {}: {fault}", ballot.index);
                    self.report.fail(check_of_fault(&fault), culprit);
                }
            }
        }
    }

    fn add(&mut self, ballot: &PendingBallot, verified: &VerifiedBallot) {
        if let Some(sum) = self.sums.get_mut(usize::from(ballot.voter.group)) {
            sum.vartime_add(ballot.voter.weight, verified.ciphertext());
        }
    }

    /// Takes a ballot out of the sum that no longer counts: its entry `raw` was fed before.
    pub fn retract(&mut self, index: u64, raw: &[u8]) {
        if let Err(problem) = self.subtract(raw) {
            self.report.fail(
                CheckId::V18,
                format!("entry {index} cannot be taken out of the sum: {problem}"),
            );
        }
    }

    fn subtract(&mut self, raw: &[u8]) -> Result<(), &'static str> {
        self.flush();
        let Ok(Entry::Ballot(BallotEntry { body, .. })) = Entry::from_bytes(raw) else {
            return Err("it is not a ballot");
        };
        let urn = self.election().and_then(Election::urn).ok_or("there is no urn")?;
        let (line, _) = urn
            .voter(&body.credential)
            .ok_or("its credential is not on the roll")?;
        let (group, weight) = (line.group, line.weight);
        let decoded = body
            .sealed
            .ciphertext
            .iter()
            .map(|bytes| bytes.decompress().map(|point| *point.element()));
        let points: Option<Vec<RistrettoPoint>> = decoded.collect();
        let points = points.ok_or("it is not canonical")?;
        let sum = self
            .sums
            .get_mut(usize::from(group))
            .ok_or("its group does not exist")?;
        sum.vartime_subtract(weight, &points);
        Ok(())
    }

    /// Finishes: aggregates, shares, counts and outcome.
    #[must_use]
    pub fn conclude(mut self) -> Conclusion {
        self.flush();
        match self.source {
            Source::Election(election) => Conclusion::new(*election, self.report, self.stopped, &self.sums),
            Source::Beginning(_) => Conclusion::without_manifest(self.report, self.stopped),
        }
    }
}

/// The check that an object of this kind passes when it is admitted.
const fn check_of_kind(kind: EntryKind) -> Option<CheckId> {
    Some(match kind {
        EntryKind::TrusteeEnrolment => CheckId::V06,
        EntryKind::CeremonyCommit
        | EntryKind::CeremonyReveal
        | EntryKind::CeremonyComplaint
        | EntryKind::CeremonyAnswer
        | EntryKind::CeremonyAccept => CheckId::V07,
        EntryKind::ElectionKey => CheckId::V08,
        EntryKind::Roll => CheckId::V09,
        EntryKind::BoothBuild | EntryKind::Open => CheckId::V10,
        EntryKind::Cancellation => CheckId::V17,
        _ => return None,
    })
}
