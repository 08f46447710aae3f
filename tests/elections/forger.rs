//! A malicious operator: changes a record, then repairs and signs anew whatever the keys of the authority and of
//! the log can repair and sign. Other keys it uses only where a test says so.

use crate::subject::Files;
use comitia_crypto::codec::{Decode, Encode};
use comitia_crypto::signing::SigningKey;
use comitia_crypto::{Digest, ElectionId};
use comitia_election::entry::{
    Author, BallotEntry, Close, Entry, EntryKind, Open, Roll, SignedObject, TallyResult, split,
};
use comitia_rehearsal::{Simulation, record};
use comitia_tlog::hash::leaf_hash;
use comitia_tlog::tree::Frontier;

/// The log of an election in the operator's hands.
pub struct Forger<'a> {
    /// The election as it was.
    pub world: &'a Simulation,
    /// Its entries, those of large objects put together.
    pub entries: Vec<Entry>,
    /// The election that the log is about: another one once the manifest is changed.
    election: ElectionId,
}

impl<'a> Forger<'a> {
    pub fn new(world: &'a Simulation) -> Self {
        let mut assembler = comitia_election::entry::Assembler::default();
        let whole = |raw: &Vec<u8>| match Entry::from_bytes(raw).unwrap() {
            Entry::Part(part) => assembler.take(part).unwrap(),
            entry => Some(entry),
        };
        Self {
            world,
            entries: world.entries().iter().filter_map(whole).collect(),
            election: *world.election().id(),
        }
    }

    /// Places of the entries of a kind.
    pub fn places(&self, kind: EntryKind) -> Vec<usize> {
        let entries = self.entries.iter().enumerate();
        entries
            .filter(|(_, entry)| entry.kind() == kind)
            .map(|(place, _)| place)
            .collect()
    }

    /// Place of the first entry of a kind.
    pub fn first(&self, kind: EntryKind) -> usize {
        self.places(kind)[0]
    }

    /// Place of the last entry of a kind.
    pub fn last(&self, kind: EntryKind) -> usize {
        *self.places(kind).last().unwrap()
    }

    /// Places of the ballots of one voter, in order.
    pub fn ballots_of(&self, voter: usize) -> Vec<usize> {
        let credential = self.world.voter(voter).unwrap().credential();
        let own = |place: &usize| self.ballot(*place).body.credential == credential;
        self.places(EntryKind::Ballot).into_iter().filter(own).collect()
    }

    pub fn ballot(&self, place: usize) -> &BallotEntry {
        match &self.entries[place] {
            Entry::Ballot(ballot) => ballot,
            other => panic!("{}", other.kind().name()),
        }
    }

    pub fn ballot_mut(&mut self, place: usize) -> &mut BallotEntry {
        match &mut self.entries[place] {
            Entry::Ballot(ballot) => ballot,
            other => panic!("{}", other.kind().name()),
        }
    }

    pub fn object_mut(&mut self, place: usize) -> &mut SignedObject {
        match &mut self.entries[place] {
            Entry::Object(object) => object,
            other => panic!("{}", other.kind().name()),
        }
    }

    /// Changes the payload of an object; the authority signs it anew if it is one of its authors, and the signatures
    /// of others stay as they were.
    pub fn rewrite<T: Decode + Encode>(&mut self, place: usize, edit: impl FnOnce(&mut T)) {
        let object = self.object_mut(place);
        let mut value = T::from_bytes(&object.payload).unwrap();
        edit(&mut value);
        object.payload = value.to_bytes();
        self.sign(place);
    }

    /// The authority's signature anew, where it belongs.
    pub fn sign(&mut self, place: usize) {
        let (world, election) = (self.world, self.election);
        let object = self.object_mut(place);
        let authors = object.endorsements.iter().map(|endorsement| endorsement.author);
        if authors.collect::<Vec<_>>().contains(&Author::Authority) {
            world.parties().authority.endorse(&election, object);
        }
    }

    /// Somebody else's signature, with a key that the operator should not have.
    pub fn sign_as(&mut self, place: usize, author: Author, key: &SigningKey) {
        let id = self.election;
        self.object_mut(place).endorse(&id, author, key);
    }

    /// Puts another manifest on the log, and signs everything of the authority's for the election that it makes.
    pub fn become_another(&mut self, manifest: Vec<u8>) {
        self.election = ElectionId::of_manifest(&manifest);
        self.object_mut(0).payload = manifest;
        for place in 0..self.entries.len() {
            if matches!(self.entries[place], Entry::Object(_)) {
                self.sign(place);
            }
        }
    }

    /// Moves an entry to another place, counted without it.
    pub fn shift(&mut self, from: usize, to: usize) {
        let entry = self.entries.remove(from);
        self.entries.insert(to, entry);
    }

    /// Puts a copy of an entry right after it.
    pub fn duplicate(&mut self, place: usize) {
        let copy = self.entries[place].clone();
        self.entries.insert(place + 1, copy);
    }

    /// Makes `Open`, `Close` and `Result` say what the log before them is now, and signs them anew.
    pub fn repair(&mut self) {
        let mut log = Frontier::new();
        let (mut key, mut roll, mut booth, mut close) = (None, None, None, None);
        for place in 0..self.entries.len() {
            match self.entries[place].kind() {
                EntryKind::Open => self.fix(place, |open: &mut Open| {
                    open.key = key.unwrap_or(open.key);
                    (open.roll, open.voters) = roll.unwrap_or((open.roll, open.voters));
                    open.booth = booth;
                }),
                EntryKind::Close => self.fix(place, |close: &mut Close| {
                    close.tree_size = log.size();
                    close.root = Digest(*log.root().as_bytes());
                }),
                EntryKind::Result => self.fix(place, |result: &mut TallyResult| {
                    result.close = close.unwrap_or(result.close);
                }),
                _ => {}
            }
            if let Entry::Object(object) = &self.entries[place] {
                match object.kind {
                    EntryKind::ElectionKey => key = Some(object.hash()),
                    EntryKind::Roll => roll = Some((object.hash(), voters(object))),
                    EntryKind::BoothBuild => booth = Some(object.hash()),
                    EntryKind::Close => close = Some(object.hash()),
                    _ => {}
                }
            }
            for raw in split(&self.entries[place]).unwrap() {
                log.append(leaf_hash(&raw)).unwrap();
            }
        }
    }

    /// Rewrites an object only if that changes anything.
    fn fix<T: Decode + Encode + PartialEq + Clone>(&mut self, place: usize, edit: impl FnOnce(&mut T)) {
        let Ok(before) = T::from_bytes(&self.object_mut(place).payload) else {
            return;
        };
        let mut after = before.clone();
        edit(&mut after);
        if after != before {
            self.rewrite(place, |value: &mut T| *value = after);
        }
    }

    /// The entries of the forged log.
    pub fn raws(&self) -> Vec<Vec<u8>> {
        self.entries
            .iter()
            .flat_map(|entry| split(entry).unwrap())
            .collect()
    }

    /// The forged record, under the log's own signature.
    pub fn files(&self) -> Files {
        let origin = format!("vote.example/elections/{}", self.election);
        let signer = self.world.parties().log_signer(&origin).unwrap();
        record::files(&self.raws(), &signer).unwrap()
    }
}

fn voters(roll: &SignedObject) -> u32 {
    Roll::from_bytes(&roll.payload).map_or(0, |roll| u32::try_from(roll.entries().len()).unwrap())
}
