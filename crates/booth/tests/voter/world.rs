//! An election with codes, and what an honest server says about it.

use crate::support::{self, World};
use comitia_booth::packet::{Bytes, Hex, Packet};
use comitia_booth::paper::Paper;
use comitia_booth::session::{CastBallot, Choice, Sealed};
use comitia_booth::voter::{Standing, Voter};
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::Decode as _;
use comitia_crypto::credential::Credential;
use comitia_election::entry::{Entry, EntryKind};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the manifest of these tests asks: one of three, and up to two of three or blank.
pub fn document() -> Value {
    let text = |en: &str| json!({ "en": en });
    let mut document = support::manifest();
    document["booth"] = json!("web");
    document["contests"].as_array_mut().unwrap().push(json!({
        "id": "parks",
        "title": text("Which parks?"),
        "options": [
            {"id": "a", "title": text("A")}, {"id": "b", "title": text("B")},
            {"id": "c", "title": text("C")}, {"id": "none", "title": text("None of them")}
        ],
        "rule": {"kind": "choose", "min": 1, "max": 2, "blank": "none"},
        "outcome": {"top": {"seats": 1}}
    }));
    document
}

/// An open election and the codes of its voters.
pub struct Polls {
    pub world: World,
    pub codes: Vec<VotingCode>,
    pub rng: ChaCha20Rng,
}

impl Polls {
    pub fn open() -> Self {
        Self::with(&document())
    }

    pub fn with(document: &Value) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(11);
        let codes: Vec<_> = (0..4).map(|_| VotingCode::generate(&mut rng)).collect();
        let secrets = |id: &_| {
            let secret = |code| *Credential::derive(code, id).unwrap().secret();
            codes.iter().map(secret).collect()
        };
        let world = World::open_for(document, secrets);
        Self { world, codes, rng }
    }

    /// What an honest server says.
    pub fn packet(&self) -> Packet {
        let election = &self.world.election;
        let mut packet = Packet {
            manifest: Bytes(election.manifest().bytes().to_vec()),
            commits: Hex(*election.urn().unwrap().commits()),
            ..Packet::default()
        };
        for (index, raw) in (0..).zip(&self.world.entries) {
            let Ok(Entry::Object(object)) = Entry::from_bytes(raw) else {
                continue;
            };
            packet.keep(object.kind, raw);
            if object.kind == EntryKind::Open {
                packet.open_receipt = self.receipt(index);
            }
        }
        packet
    }

    pub fn paper(&self) -> Paper {
        Paper::verify(&self.packet(), self.world.election.id()).unwrap()
    }

    pub fn voter(&self, place: usize) -> Voter {
        Voter::enter(&self.paper(), &self.codes[place].grouped()).unwrap()
    }

    /// What an honest server says about a voter.
    pub fn standing(&self, voter: &Voter) -> Standing {
        let (line, state) = self.world.election.urn().unwrap().voter(voter.public()).unwrap();
        let answer = json!({
            "group": line.group, "weight": line.weight, "seq": state.next_seq(),
            "prev": state.last_hash().to_string(), "last_index": state.counted(),
            "cancelled": state.is_cancelled(),
        });
        Standing::read(answer.to_string().as_bytes()).unwrap()
    }

    pub fn seal(&mut self, voter: &Voter, choice: &[&[usize]]) -> Sealed {
        let (paper, standing) = (self.paper(), self.standing(voter));
        let selections = choice.iter().map(|one| one.to_vec()).collect();
        let choice = Choice::new(&paper, selections).unwrap();
        choice.seal(&paper, voter, &standing, &mut self.rng).unwrap()
    }

    /// Casts a ballot into the urn; gives it with its place.
    pub fn cast(&mut self, voter: &Voter, choice: &[&[usize]]) -> (CastBallot, u64) {
        let sealed = self.seal(voter, choice);
        let cast = sealed.cast(&self.paper(), voter, &mut self.rng);
        let index = self.world.admit(&Entry::from_bytes(&cast.entry).unwrap());
        (cast, index)
    }

    /// The log's receipt for an entry, as of now.
    pub fn receipt(&self, index: u64) -> String {
        let bytes = support::receipt(&self.world, index, self.world.entries.len());
        String::from_utf8(bytes).unwrap()
    }

    /// Every file of the log as of now.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.world.record()
    }
}
