//! The elections that are attacked, and how a record is judged.

use crate::second;
use comitia_crypto::ceremony::TrusteeIndex;
use comitia_crypto::codec::Encode;
use comitia_election::entry::{BoothBuild, BoothFile, EntryKind};
use comitia_election::manifest::{Booth, Document, Group, Time};
use comitia_election::text::Text;
use comitia_election::verification::{CheckId, Report};
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use comitia_rehearsal::{Simulation, record};
use comitia_verifier::{LogSource, Request, SourceError, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The files of a record by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Voters who come to the urn; the roll has many more, so that it is logged in parts.
pub const VOTERS: usize = 24;
/// Lines of the roll.
const ROLL: u16 = 1800;

/// Two groups with weights, a revote, an audit, a cancellation, an extension, a web booth, one absent trustee; more
/// than 256 entries, so that there are full tiles.
pub static FULL: LazyLock<Simulation> = LazyLock::new(full);
/// A key ceremony with a silent dealer, a complaint and an answer, and then a vote.
pub static TROUBLED: LazyLock<Simulation> = LazyLock::new(troubled);

fn parsed<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// A manifest of two groups and a contest of three options.
pub fn document(parties: &Parties, threshold: u16, rng: &mut ChaCha20Rng) -> Document {
    let terms = Terms {
        host: "vote.example".to_owned(),
        title: Text::new("en", "Should the centre be closed to cars?"),
        times: parsed(json!({
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z",
                "reveal": "2026-01-03T00:00:00Z", "complain": "2026-01-04T00:00:00Z",
                "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00Z",
            "closes_at": "2026-02-01T18:00:00Z",
            "checking_seconds": 3600
        })),
        threshold,
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
        title: Text::new("en", id),
    };
    Document {
        groups: ["north", "south"].map(group).to_vec(),
        floor: 2,
        ..parties.document(terms, rng)
    }
}

/// A log that begins with this manifest.
pub fn begin(parties: Parties, document: &Document, rng: ChaCha20Rng) -> Simulation {
    Simulation::begin(parties, &serde_json::to_vec(document).unwrap(), rng).unwrap()
}

/// Odd places are in the south, where every second voter weighs 3.
fn line(place: u16) -> RollLine {
    RollLine {
        weight: if place % 4 == 3 { 3 } else { 1 },
        group: place % 2,
    }
}

/// The roll and the opening.
pub fn open(world: &mut Simulation, roll: u16) {
    let lines: Vec<RollLine> = (0..roll).map(line).collect();
    world.commit_roll(&lines).unwrap();
    if world.election().manifest().booth == Booth::Web {
        world.commit_booth(&booth()).unwrap();
    }
    let at = world.election().manifest().times.opens_at;
    world.open(at).unwrap();
}

fn booth() -> BoothBuild {
    BoothBuild {
        toolchain: "test".to_owned(),
        files: vec![BoothFile {
            name: "booth.js".to_owned(),
            hash: comitia_crypto::Digest([7; 32]),
        }],
    }
}

/// Casts one ballot; its place on the log.
pub fn vote(world: &mut Simulation, voter: usize, option: usize) -> u64 {
    world.vote(voter, &[vec![option]]).unwrap()
}

/// Close, shares of these trustees, result.
pub fn finish(world: &mut Simulation, trustees: &[u8]) {
    let close = world.election().closes_at();
    world.close(close).unwrap();
    let later = Time(close.0 + 3660);
    world.decrypt(trustees, later, &mut ()).unwrap();
    world.publish(Time(later.0 + 60)).unwrap();
}

fn full() -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    let parties = Parties::generate(3, 2, &mut rng);
    let document = Document {
        booth: Booth::Web,
        ..document(&parties, 2, &mut rng)
    };
    let opens_at = document.times.opens_at;
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, ROLL);
    for voter in 0..VOTERS {
        vote(&mut world, voter, voter % 3);
    }
    for round in 0..230 {
        vote(&mut world, 0, round % 3);
    }
    let sealed = world.seal(1, &[vec![0]]).unwrap();
    world.give_up(1, &sealed).unwrap();
    world.cancel(1, 11, "17").unwrap();
    let closes_at = world.election().closes_at();
    world
        .extend(Time(opens_at.0 + 3600), Time(closes_at.0 + 3600))
        .unwrap();
    finish(&mut world, &[2, 3]);
    world
}

/// Trustee 4 says nothing when it should deal; trustee 1 complains about trustee 2, wrongly.
fn troubled() -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(12);
    let parties = Parties::generate(4, 0, &mut rng);
    let document = document(&parties, 3, &mut rng);
    let deadlines = document.times.ceremony.clone();
    let mut world = begin(parties, &document, rng);
    let everybody = [1, 2, 3, 4];
    for _phase in ["enrolment", "commit"] {
        world.ceremony_round(&everybody).unwrap();
    }
    world.ceremony_round(&[1, 2, 3]).unwrap();
    world.end_phase(deadlines.reveal).unwrap();
    let complaint = comitia_crypto::ceremony::Complaint {
        dealers: [TrusteeIndex::new(2).unwrap()].into(),
    };
    let trustee = world.trustee(1).unwrap();
    let object = trustee.sign(
        world.election(),
        EntryKind::CeremonyComplaint,
        complaint.to_bytes(),
    );
    world
        .admit(&comitia_election::entry::Entry::Object(object))
        .unwrap();
    world.ceremony_round(&[2, 3]).unwrap();
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, 12);
    for voter in 0..12 {
        vote(&mut world, voter, voter % 3);
    }
    finish(&mut world, &[1, 2, 3]);
    world
}

/// The files of the record of these entries, signed with the log's key.
pub fn record_of(world: &Simulation, entries: &[Vec<u8>]) -> Files {
    record::files(entries, &world.log_signer().unwrap()).unwrap()
}

/// Writes files into a folder.
pub fn write(folder: &Path, files: &Files) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The report about a folder, on which both verifiers agree; an error when it cannot be read.
pub fn judged(folder: &Path, receipt: Option<&[u8]>) -> Result<Report, SourceError> {
    let judged = judged_by_first(folder, receipt);
    second::agrees(folder, receipt, &judged);
    judged
}

/// The report about a folder by the first verifier alone.
pub fn judged_by_first(folder: &Path, receipt: Option<&[u8]>) -> Result<Report, SourceError> {
    let source = LogSource::open(folder.to_str().unwrap(), None)?;
    let request = Request {
        receipt,
        ..Request::default()
    };
    let verification = verify(&source, &request, ChaCha20Rng::seed_from_u64(3), &mut ())?;
    Ok(verification.report().clone())
}

/// The report about a record in memory.
pub fn judge(files: &Files, receipt: Option<&[u8]>) -> Report {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    judged(folder.path(), receipt).unwrap()
}

/// The checks that failed, with their culprits.
pub fn failures(report: &Report) -> Vec<(CheckId, String)> {
    let found: Vec<(CheckId, String)> = report
        .failures()
        .map(|(id, culprit)| (id, culprit.to_owned()))
        .collect();
    assert_eq!(report.is_ok(), found.is_empty(), "{found:?}");
    found
}
