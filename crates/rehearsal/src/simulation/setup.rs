//! From a manifest to the opening.

use super::observe::Follower;
use super::{Progress, Simulation, SimulationError, Step};
use crate::actors::{Parties, RollLine, Trustee};
use comitia_crypto::ceremony::{TrusteeIndex, TrusteeSeed};
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{BoothBuild, Entry, EntryKind, split};
use comitia_election::manifest::{Manifest, Time};
use comitia_election::state::{Beginning, Election, Refusal, Stage};
use rand_chacha::ChaCha20Rng;

impl Simulation {
    /// Puts the manifest, exactly these bytes, on a new log. It must pin the keys of `parties`.
    pub fn begin(parties: Parties, manifest: &[u8], mut rng: ChaCha20Rng) -> Result<Self, SimulationError> {
        let manifest = Manifest::parse(manifest)?;
        let (election, entries) = first_entries(&parties, &manifest)?;
        let trustees = (1..)
            .filter_map(TrusteeIndex::new)
            .zip(&parties.trustees)
            .map(|(index, identity)| {
                // A key of the same bytes: the parties keep theirs for whoever forges entries.
                let identity = SigningKey::from_seed(&identity.to_seed());
                Trustee::new(&manifest, index, identity, TrusteeSeed::generate(&mut rng))
            });
        let trustees = trustees.collect::<Result<_, _>>()?;
        let follower = Follower::new(election.id(), &mut rng);
        Ok(Self {
            parties,
            trustees,
            voters: Vec::new(),
            election,
            entries,
            follower,
            ready: None,
            rng,
        })
    }

    /// Runs the key ceremony with every trustee, to the election keys.
    pub fn run_ceremony(&mut self, progress: &mut impl Progress) -> Result<(), SimulationError> {
        let everybody: Vec<u8> = self
            .trustees
            .iter()
            .map(|trustee| trustee.index().get())
            .collect();
        let mut messages = 0;
        while let Stage::Ceremony(stage) = self.election.stage() {
            if stage.keys().is_some() {
                let key = self.parties.authority.election_key(&self.election)?;
                self.admit_object(key)?;
                continue;
            }
            let round = self.ceremony_round(&everybody)?;
            if round == 0 {
                return Err(SimulationError::Ceremony(stage_name(&self.election)));
            }
            messages += round;
            progress.step(Step::Ceremony, messages, 0);
        }
        progress.step(Step::Ceremony, messages, messages);
        Ok(())
    }

    /// Each of these trustees, by number, says what it owes now; how many had something to say.
    pub fn ceremony_round(&mut self, trustees: &[u8]) -> Result<u64, SimulationError> {
        let mut messages = 0;
        for number in trustees {
            let place = usize::from(*number).checked_sub(1);
            let trustee = place.and_then(|place| self.trustees.get_mut(place));
            let trustee = trustee.ok_or(SimulationError::NoSuchTrustee(*number))?;
            if let Some(message) = trustee.next_message(&self.election)? {
                self.admit_object(message)?;
                messages += 1;
            }
        }
        Ok(messages)
    }

    /// The authority ends the current phase of the key ceremony, without those who are silent.
    pub fn end_phase(&mut self, at: Time) -> Result<(), SimulationError> {
        let end = self.parties.authority.phase_end(&self.election, at)?;
        self.admit_object(end)?;
        Ok(())
    }

    /// Makes a code for every line, and fixes the roll.
    pub fn commit_roll(&mut self, lines: &[RollLine]) -> Result<(), SimulationError> {
        let id = *self.election.id();
        self.voters = self.parties.registrar.issue(&id, lines.len(), &mut self.rng)?;
        let mut roll = self.parties.registrar.roll(&id, &self.voters, lines)?;
        self.parties.authority.endorse(&id, &mut roll);
        self.admit_object(roll)?;
        Ok(())
    }

    /// Puts the hashes of the voting client on the log.
    pub fn commit_booth(&mut self, build: &BoothBuild) -> Result<(), SimulationError> {
        let build = self.parties.authority.booth_build(&self.election, build);
        self.admit_object(build)?;
        Ok(())
    }

    /// Opens voting.
    pub fn open(&mut self, at: Time) -> Result<(), SimulationError> {
        let open = self.parties.authority.open(&self.election, at)?;
        self.admit_object(open)?;
        Ok(())
    }

    /// Moves the close to a later time.
    pub fn extend(&mut self, at: Time, closes_at: Time) -> Result<(), SimulationError> {
        let extension = self.parties.authority.extension(&self.election, at, closes_at);
        self.admit_object(extension)?;
        Ok(())
    }
}

fn stage_name(election: &Election) -> String {
    match election.stage() {
        Stage::Ceremony(stage) => stage.ceremony().phase().to_string(),
        stage => stage.name().to_owned(),
    }
}

fn first_entries(
    parties: &Parties,
    manifest: &Manifest,
) -> Result<(Election, Vec<Vec<u8>>), SimulationError> {
    let kind = EntryKind::Manifest;
    let refused = |refusal| SimulationError::Refused { kind, refusal };
    let entry = Entry::Object(parties.authority.manifest(manifest));
    let too_large = Refusal::TooLarge {
        bytes: manifest.bytes().len(),
    };
    let raws = split(&entry).ok_or_else(|| refused(too_large))?;
    let mut beginning = Beginning::new();
    let mut election = None;
    for raw in &raws {
        election = beginning.apply(raw).map_err(refused)?;
    }
    let incomplete = Refusal::NotAdmitted { kind, stage: "Draft" };
    Ok((election.ok_or_else(|| refused(incomplete))?, raws))
}
