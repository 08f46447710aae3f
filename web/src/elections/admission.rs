//! What decides about submissions to an election's log: the state machine, with ballots verified in batches.

use comitia_bulletin_board::{Admission, ReplayError};
use comitia_crypto::ballot::{BallotFault, Item, VoterContext};
use comitia_election::entry::{Author, BallotEntry, Entry, EntryKind, SignedObject};
use comitia_election::state::{BallotRefusal, Beginning, Election, Refusal, Stage};
use comitia_tlog::tile::Entry as Leaf;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use rayon::prelude::*;

/// Most ballots of one multi-scalar multiplication.
const LARGEST: usize = 128;
/// So few ballots are not divided any further among the cores.
const SMALLEST: usize = 8;

/// Makes an entry from the election as it is when its turn comes.
pub type Draw = Box<dyn FnOnce(&Election) -> Result<Entry, Refusal> + Send>;

/// Something that wants to be on the log.
pub enum Submission {
    /// The manifest of a new log.
    Manifest(Entry),
    /// The encoded entry of a ballot.
    Ballot(Vec<u8>),
    /// An administrative object or an audited ballot.
    Entry(Entry),
    /// An entry of this kind that depends on the state of the election.
    Draw(EntryKind, Draw),
}

impl Submission {
    /// Kind and trustee, if people may want to know when it was taken.
    pub(super) fn about(&self) -> Option<(EntryKind, u16)> {
        match self {
            Self::Manifest(entry) => Some((entry.kind(), 0)),
            Self::Entry(Entry::Object(object)) => Some((object.kind, trustee_of(object))),
            Self::Draw(kind, _) => Some((*kind, 0)),
            Self::Ballot(_) | Self::Entry(_) => None,
        }
    }
}

fn trustee_of(object: &SignedObject) -> u16 {
    match object.endorsements.first().map(|endorsement| endorsement.author) {
        Some(Author::Trustee(index)) => index,
        _ => 0,
    }
}

/// The state machine behind one log.
pub struct UrnAdmission {
    source: Source,
    rng: ChaCha20Rng,
}

enum Source {
    Beginning(Beginning),
    Election(Box<Election>),
}

impl UrnAdmission {
    /// An admission that knows of no entry; `seed` weighs the equations of batches.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            source: Source::Beginning(Beginning::new()),
            rng: ChaCha20Rng::from_seed(seed),
        }
    }

    /// The election, once it has a manifest.
    #[must_use]
    pub fn election(&self) -> Option<&Election> {
        match &self.source {
            Source::Beginning(_) => None,
            Source::Election(election) => Some(election),
        }
    }

    fn apply(&mut self, raw: &[u8]) -> Result<(), Refusal> {
        match &mut self.source {
            Source::Beginning(beginning) => {
                if let Some(election) = beginning.apply(raw)? {
                    self.source = Source::Election(Box::new(election));
                }
            }
            Source::Election(election) => {
                election.apply(raw)?;
            }
        }
        Ok(())
    }

    /// Everything about the ballots of a batch that needs curve arithmetic, on all cores.
    fn verify_ballots(&mut self, batch: &[Submission]) -> Vec<Checked> {
        let Source::Election(election) = &self.source else {
            return Vec::new();
        };
        let cheap: Vec<Option<Result<(BallotEntry, VoterContext), Refusal>>> = batch
            .iter()
            .map(|submission| match submission {
                Submission::Ballot(raw) => Some(election.check_ballot(raw)),
                _ => None,
            })
            .collect();
        let Stage::Open(urn) = election.stage() else {
            return cheap
                .into_iter()
                .map(|checked| checked.map(|ballot| ballot.map(|(entry, _)| entry)))
                .collect();
        };
        let ready: Vec<&(BallotEntry, VoterContext)> = cheap.iter().flatten().flatten().collect();
        let chunk = ready
            .len()
            .div_ceil(rayon::current_num_threads())
            .clamp(SMALLEST, LARGEST);
        let seeds: Vec<u64> = ready.chunks(chunk).map(|_| self.rng.next_u64()).collect();
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        let statement = urn.statement();
        let verify = |(chunk, stream): (&[&(BallotEntry, VoterContext)], &u64)| -> Vec<Option<BallotFault>> {
            let mut rng = ChaCha20Rng::from_seed(seed);
            rng.set_stream(*stream);
            let items: Vec<Item<'_>> = chunk
                .iter()
                .map(|(entry, voter)| Item {
                    voter,
                    ballot: &entry.body.sealed,
                    signature: &entry.signature,
                })
                .collect();
            statement
                .vartime_verify_batch(&items, &mut rng)
                .into_iter()
                .map(Result::err)
                .collect()
        };
        let faults: Vec<Option<BallotFault>> = ready
            .par_chunks(chunk)
            .zip(&seeds)
            .flat_map_iter(verify)
            .collect();
        let mut faults = faults.into_iter();
        let mut judge = |ballot: (BallotEntry, VoterContext)| match faults.next() {
            Some(Some(fault)) => Err(Refusal::Ballot(BallotRefusal::Fault(fault))),
            _ => Ok(ballot.0),
        };
        cheap
            .into_iter()
            .map(|checked| checked.map(|ballot| ballot.and_then(&mut judge)))
            .collect()
    }

    fn take(&mut self, submission: Submission, checked: Option<Checked>) -> Result<Vec<Leaf>, Refusal> {
        let raws = match (submission, &mut self.source) {
            (Submission::Manifest(entry), Source::Beginning(_)) => {
                let raws =
                    comitia_election::entry::split(&entry).ok_or(Refusal::TooLarge { bytes: usize::MAX })?;
                let before = Self {
                    source: Source::Beginning(Beginning::new()),
                    rng: self.rng.clone(),
                };
                raws.iter()
                    .try_for_each(|raw| self.apply(raw))
                    .inspect_err(|_| *self = before)?;
                raws
            }
            (Submission::Ballot(_), Source::Election(election)) => {
                let entry = checked.flatten().unwrap_or_else(|| Err(not_open(election)))?;
                election.admit(&Entry::Ballot(entry))?.0
            }
            (Submission::Entry(entry), Source::Election(election)) => election.admit(&entry)?.0,
            (Submission::Draw(_, draw), Source::Election(election)) => {
                let entry = draw(election)?;
                election.admit(&entry)?.0
            }
            (Submission::Manifest(entry), Source::Election(election)) => {
                return Err(Refusal::NotAdmitted {
                    kind: entry.kind(),
                    stage: election.stage().name(),
                });
            }
            (_, Source::Beginning(_)) => {
                let kind = EntryKind::Part;
                return Err(Refusal::NotAdmitted { kind, stage: "Draft" });
            }
        };
        let leaves: Result<Vec<Leaf>, _> = raws.into_iter().map(Leaf::new).collect();
        leaves.map_err(|_| Refusal::TooLarge { bytes: usize::MAX })
    }
}

/// A ballot after its proof and its signature were verified; nothing for other submissions.
type Checked = Option<Result<BallotEntry, Refusal>>;

fn not_open(election: &Election) -> Refusal {
    Refusal::NotAdmitted {
        kind: EntryKind::Ballot,
        stage: election.stage().name(),
    }
}

impl Admission for UrnAdmission {
    type Submission = Submission;
    type Refusal = Refusal;

    fn replay(&mut self, first: u64, entries: &[Leaf]) -> Result<(), ReplayError> {
        for (index, entry) in (first..).zip(entries) {
            self.apply(entry.as_bytes())
                .map_err(|refusal| format!("entry {index}: {refusal}"))?;
        }
        Ok(())
    }

    fn admit(&mut self, _first: u64, batch: Vec<Submission>) -> Vec<Result<Vec<Leaf>, Refusal>> {
        let mut checked = self.verify_ballots(&batch).into_iter();
        batch
            .into_iter()
            .map(|submission| self.take(submission, checked.next()))
            .collect()
    }
}
