//! An election with codes, and what an honest server says about it.

use comitia_booth::packet::{Bytes, Hex, Packet};
use comitia_booth::paper::Paper;
use comitia_booth::session::{CastBallot, Choice, Sealed};
use comitia_booth::voter::{Standing, Voter};
use comitia_crypto::Digest;
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::Decode as _;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{BoothBuild, BoothFile, Entry, EntryKind};
use comitia_election::manifest::{Booth, Document};
use comitia_election::text::Text;
use comitia_rehearsal::actors::{Parties, RollLine, Terms, Voter as Actor};
use comitia_rehearsal::{Simulation, record};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::json;
use std::collections::BTreeMap;

/// One of three, and up to two of three or blank; voted on the web.
fn document(parties: &Parties, rng: &mut ChaCha20Rng) -> Document {
    let text = |en: &str| json!({ "en": en });
    let contests = json!([{
        "id": "cars",
        "title": text("Close?"),
        "options": [
            {"id": "yes", "title": text("Yes")}, {"id": "no", "title": text("No")},
            {"id": "blank", "title": text("Blank")}
        ],
        "rule": {"kind": "single", "blank": "blank"},
        "outcome": {"majority": {"kind": "simple"}}
    }, {
        "id": "parks",
        "title": text("Which parks?"),
        "options": [
            {"id": "a", "title": text("A")}, {"id": "b", "title": text("B")},
            {"id": "c", "title": text("C")}, {"id": "none", "title": text("None of them")}
        ],
        "rule": {"kind": "choose", "min": 1, "max": 2, "blank": "none"},
        "outcome": {"top": {"seats": 1}}
    }]);
    let times = json!({
        "ceremony": {
            "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z",
            "reveal": "2026-01-03T00:00:00Z", "complain": "2026-01-04T00:00:00Z",
            "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
        },
        "opens_at": "2026-02-01T08:00:00Z",
        "closes_at": "2026-02-01T18:00:00Z"
    });
    let terms = Terms {
        host: "vote.example".to_owned(),
        title: Text::new("en", "Should the centre be closed to cars?"),
        times: serde_json::from_value(times).unwrap(),
        threshold: 2,
        contests: serde_json::from_value(contests).unwrap(),
    };
    Document {
        booth: Booth::Web,
        ..parties.document(terms, rng)
    }
}

/// The booth that the log announces.
pub fn booth_build() -> BoothBuild {
    BoothBuild {
        toolchain: "test".to_owned(),
        files: vec![BoothFile {
            name: "booth/booth.js".to_owned(),
            hash: Digest::of(b"the script"),
        }],
    }
}

/// An open election, the codes of its voters, and the log as its server shows it: a lying one shows another.
pub struct Polls {
    pub world: Simulation,
    pub entries: Vec<Vec<u8>>,
    pub codes: Vec<VotingCode>,
    pub rng: ChaCha20Rng,
}

impl Polls {
    pub fn open() -> Self {
        Self::with(|_| ())
    }

    /// With the same keys of everybody, however the document is changed.
    pub fn with(change: impl FnOnce(&mut Document)) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(11);
        let codes: Vec<_> = (0..4).map(|_| VotingCode::generate(&mut rng)).collect();
        let parties = Parties::generate(3, 1, &mut rng);
        let mut document = document(&parties, &mut rng);
        change(&mut document);
        let manifest = serde_json::to_vec(&document).unwrap();
        let mut world = Simulation::begin(parties, &manifest, rng.clone()).unwrap();
        world.run_ceremony(&mut ()).unwrap();
        commit_roll(&mut world, &codes);
        world.commit_booth(&booth_build()).unwrap();
        world.open(document.times.opens_at).unwrap();
        Self {
            entries: world.entries().to_vec(),
            world,
            codes,
            rng,
        }
    }

    /// The authority's key.
    pub fn authority(&self) -> &SigningKey {
        self.world.parties().authority.key()
    }

    /// Puts an entry on the log; its place.
    pub fn admit(&mut self, entry: &Entry) -> u64 {
        let before = self.world.entries().len();
        self.world.admit(entry).unwrap();
        self.entries.extend_from_slice(&self.world.entries()[before..]);
        self.last()
    }

    /// The place of the last entry.
    pub fn last(&self) -> u64 {
        self.entries.len() as u64 - 1
    }

    pub fn close(&mut self) {
        let closes_at = self.world.election().closes_at();
        self.world.close(closes_at).unwrap();
        self.entries.push(self.world.entries().last().unwrap().clone());
    }

    /// What an honest server says.
    pub fn packet(&self) -> Packet {
        let election = self.world.election();
        let mut packet = Packet {
            manifest: Bytes(election.manifest().bytes().to_vec()),
            commits: Hex(*election.urn().unwrap().commits()),
            ..Packet::default()
        };
        for (index, raw) in (0..).zip(&self.entries) {
            let Ok(Entry::Object(object)) = Entry::from_bytes(raw) else {
                continue;
            };
            packet.keep(object.kind, raw);
            if object.kind == EntryKind::Open {
                packet.open_receipt = self.receipt(index);
            }
        }
        let accepted = packet.accepted().unwrap();
        packet.keep_continuity(&record::continuity(&self.entries, accepted.size).unwrap());
        packet
    }

    pub fn paper(&self) -> Paper {
        Paper::verify(&self.packet(), self.world.election().id()).unwrap()
    }

    pub fn voter(&self, place: usize) -> Voter {
        Voter::enter(&self.paper(), &self.codes[place].grouped()).unwrap()
    }

    /// What an honest server says about a voter.
    pub fn standing(&self, voter: &Voter) -> Standing {
        let urn = self.world.election().urn().unwrap();
        let (line, state) = urn.voter(voter.public()).unwrap();
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
        let cast = self.sign(voter, choice);
        let index = self.admit(&Entry::from_bytes(&cast.entry).unwrap());
        (cast, index)
    }

    /// Seals and signs a ballot that nobody has put into the urn.
    pub fn sign(&mut self, voter: &Voter, choice: &[&[usize]]) -> CastBallot {
        let sealed = self.seal(voter, choice);
        sealed.cast(&self.paper(), voter, &mut self.rng)
    }

    /// The log's receipt for an entry, as of now.
    pub fn receipt(&self, index: u64) -> String {
        let signer = self.world.log_signer().unwrap();
        record::receipt(&self.entries, index, &signer)
            .unwrap()
            .to_string()
    }

    /// Every file of the log as of now.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        record::files(&self.entries, &self.world.log_signer().unwrap()).unwrap()
    }
}

/// A roll for codes that the test knows.
fn commit_roll(world: &mut Simulation, codes: &[VotingCode]) {
    let id = *world.election().id();
    let voters = codes.iter().map(|code| Actor::from_code(code, &id).unwrap());
    let voters: Vec<Actor> = voters.collect();
    let lines = vec![RollLine::default(); codes.len()];
    let mut roll = world.parties().registrar.roll(&id, &voters, &lines).unwrap();
    world.parties().authority.endorse(&id, &mut roll);
    world.admit(&Entry::Object(roll)).unwrap();
}
