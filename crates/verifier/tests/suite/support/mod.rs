//! A small election in memory, and its record as files.

use comitia_election::manifest::{Document, Group, Time};
use comitia_election::text::Text;
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use comitia_rehearsal::{Simulation, record};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::hash::leaf_hash;
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::RightEdge;
use comitia_verifier::{LogSource, Request, Verification, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn text(text: &str) -> Text {
    Text::new("en", text)
}

fn parsed<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn document(parties: &Parties, rng: &mut ChaCha20Rng) -> Document {
    let terms = Terms {
        host: "vote.example".to_owned(),
        title: text("Should the centre be closed to cars?\u{202e}"),
        times: parsed(json!({
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z",
                "reveal": "2026-01-03T00:00:00Z", "complain": "2026-01-04T00:00:00Z",
                "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00Z",
            "closes_at": "2026-02-01T18:00:00Z"
        })),
        threshold: 2,
        contests: parsed(json!([{
            "id": "cars",
            "title": {"en": "Close?"},
            "options": [
                {"id": "yes", "title": {"en": "Yes"}}, {"id": "no", "title": {"en": "No"}},
                {"id": "blank", "title": {"en": "Blank"}}
            ],
            "rule": {"kind": "single", "blank": "blank"},
            "outcome": {"majority": {"kind": "simple"}}
        }])),
    };
    let group = |id: &str| Group {
        id: id.to_owned(),
        title: text(id),
    };
    Document {
        groups: ["north", "south", "nobody"].map(group).to_vec(),
        floor: 2,
        ..parties.document(terms, rng)
    }
}

/// An open election of the three groups: voter i is in group i mod 2.
pub fn open(voters: u16) -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let parties = Parties::generate(3, 1, &mut rng);
    let document = document(&parties, &mut rng);
    let manifest = serde_json::to_vec(&document).unwrap();
    let mut world = Simulation::begin(parties, &manifest, rng).unwrap();
    world.run_ceremony(&mut ()).unwrap();
    let line = |voter| RollLine {
        weight: 1,
        group: voter % 2,
    };
    let lines: Vec<RollLine> = (0..voters).map(line).collect();
    world.commit_roll(&lines).unwrap();
    world.open(document.times.opens_at).unwrap();
    world
}

/// Casts a ballot; its place on the log.
pub fn vote(world: &mut Simulation, voter: usize, option: usize) -> u64 {
    world.vote(voter, &[vec![option]]).unwrap()
}

/// Closes; trustees 1 and 3 decrypt; the result is published.
pub fn finish(world: &mut Simulation) {
    let close = world.election().closes_at();
    let later = Time(close.0 + 60);
    world.close(close).unwrap();
    world.decrypt(&[1, 3], later, &mut ()).unwrap();
    world.publish(later).unwrap();
}

/// Files of the record by name.
pub fn record_of(world: &Simulation) -> BTreeMap<String, Vec<u8>> {
    record::files(world.entries(), &world.log_signer().unwrap()).unwrap()
}

pub fn checkpoint_of(entries: &[Vec<u8>], signer: &LogSigner) -> SignedCheckpoint {
    let mut edge = RightEdge::new();
    let leaves: Vec<_> = entries.iter().map(|raw| leaf_hash(raw)).collect();
    edge.append(&leaves).unwrap();
    edge.sign(signer).unwrap()
}

pub fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in files {
        let path: PathBuf = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

pub fn verified(folder: &Path, receipt: Option<&[u8]>) -> Verification {
    let source = LogSource::open(folder.to_str().unwrap(), None).unwrap();
    let request = Request {
        receipt,
        ..Request::default()
    };
    verify(&source, &request, ChaCha20Rng::seed_from_u64(3), &mut ()).unwrap()
}

/// Two groups, twelve voters: one revotes, one audits, one votes on paper; over 256 entries.
pub fn finished() -> Simulation {
    let mut world = open(12);
    for voter in 0..12 {
        vote(&mut world, voter, voter % 3);
    }
    for round in 0..240 {
        vote(&mut world, 0, round % 3);
    }
    let sealed = world.seal(1, &[vec![0]]).unwrap();
    world.give_up(1, &sealed).unwrap();
    world.cancel(1, 11, "17").unwrap();
    finish(&mut world);
    world
}
