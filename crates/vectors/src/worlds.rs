//! Small elections, the same every time.

use anyhow::Context as _;
use comitia_crypto::Digest;
use comitia_crypto::ceremony::{Complaint, TrusteeIndex};
use comitia_crypto::codec::Encode as _;
use comitia_election::contest::Selection;
use comitia_election::entry::{Abort, BoothBuild, BoothFile, Entry, EntryKind};
use comitia_election::manifest::{Booth, Document, Group, Time};
use comitia_election::text::Text;
use comitia_rehearsal::Simulation;
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};

/// An election and what is particular about it.
pub struct World {
    /// Its name in the vectors.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// The log.
    pub simulation: Simulation,
}

/// All elections.
pub fn all() -> anyhow::Result<Vec<World>> {
    Ok(vec![
        World {
            name: "ordinary",
            about: "two groups, weights, a revote, an audit, a cancellation, an extension, a web booth, an absent trustee",
            simulation: ordinary()?,
        },
        World {
            name: "troubled",
            about: "a silent dealer, a complaint and an answer; a close that moves before the opening",
            simulation: troubled()?,
        },
        World {
            name: "aborted",
            about: "a vote that was given up, with ballots before that",
            simulation: aborted()?,
        },
        World {
            name: "mixed",
            about: "a ballot with amounts, a ranking and grades",
            simulation: mixed()?,
        },
    ])
}

fn yes_or_no() -> Value {
    json!([{
        "id": "cars",
        "title": {"en": "Close?"},
        "options": [
            {"id": "yes", "title": {"en": "Yes"}}, {"id": "no", "title": {"en": "No"}},
            {"id": "blank", "title": {"en": "Blank"}}
        ],
        "rule": {"kind": "single", "blank": "blank"},
        "outcome": {"majority": {"kind": "simple"}}
    }])
}

fn terms(contests: Value) -> anyhow::Result<Terms> {
    Ok(Terms {
        host: "vote.example".to_owned(),
        title: Text::new("en", "Should the centre be closed to cars?"),
        times: serde_json::from_value(json!({
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z", "reveal": "2026-01-03T00:00:00Z",
                "complain": "2026-01-04T00:00:00Z", "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00Z",
            "closes_at": "2026-02-01T18:00:00+01:00",
            "checking_seconds": 3600
        }))?,
        threshold: 2,
        contests: serde_json::from_value(contests)?,
    })
}

fn document(parties: &Parties, contests: Value, rng: &mut ChaCha20Rng) -> anyhow::Result<Document> {
    let group = |id: &str| Group {
        id: id.to_owned(),
        title: Text::new("en", id),
    };
    Ok(Document {
        groups: ["north", "south"].map(group).to_vec(),
        floor: 2,
        ..parties.document(terms(contests)?, rng)
    })
}

fn begin(parties: Parties, document: &Document, rng: ChaCha20Rng) -> anyhow::Result<Simulation> {
    Ok(Simulation::begin(parties, &serde_json::to_vec(document)?, rng)?)
}

/// Roll, booth and opening.
fn open(world: &mut Simulation, voters: u16) -> anyhow::Result<()> {
    commit(world, voters)?;
    let at = world.election().manifest().times.opens_at;
    Ok(world.open(at)?)
}

/// Odd places are in the south, where every second voter weighs 3.
fn commit(world: &mut Simulation, voters: u16) -> anyhow::Result<()> {
    let line = |place: u16| RollLine {
        weight: if place % 4 == 3 { 3 } else { 1 },
        group: place % 2,
    };
    world.commit_roll(&(0..voters).map(line).collect::<Vec<_>>())?;
    if world.election().manifest().booth == Booth::Web {
        world.commit_booth(&BoothBuild {
            toolchain: "none".to_owned(),
            files: vec![BoothFile {
                name: "booth.js".to_owned(),
                hash: Digest([7; 32]),
            }],
        })?;
    }
    Ok(())
}

fn finish(world: &mut Simulation, trustees: &[u8]) -> anyhow::Result<()> {
    let close = world.election().closes_at();
    world.close(close)?;
    // To the second when voters have had the time to check.
    let later = Time(close.0 + 3600);
    world.decrypt(trustees, later, &mut ())?;
    world.publish(Time(later.0 + 60))?;
    Ok(())
}

fn ordinary() -> anyhow::Result<Simulation> {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let parties = Parties::generate(3, 2, &mut rng);
    let document = Document {
        booth: Booth::Web,
        ..document(&parties, yes_or_no(), &mut rng)?
    };
    let opens_at = document.times.opens_at;
    let mut world = begin(parties, &document, rng)?;
    world.run_ceremony(&mut ())?;
    open(&mut world, 20)?;
    for voter in 0..12 {
        world.vote(voter, &[vec![voter % 3]])?;
    }
    world.vote(0, &[vec![1]])?;
    let sealed = world.seal(1, &[vec![0]])?;
    world.give_up(1, &sealed)?;
    world.cancel(2, 10, "17")?;
    let closes_at = world.election().closes_at();
    world.extend(Time(opens_at.0 + 3600), Time(closes_at.0 + 3600))?;
    finish(&mut world, &[2, 3])?;
    Ok(world)
}

/// Trustee 4 says nothing when it should deal; trustee 1 complains about trustee 2, wrongly.
fn troubled() -> anyhow::Result<Simulation> {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let parties = Parties::generate(4, 0, &mut rng);
    let mut document = document(&parties, yes_or_no(), &mut rng)?;
    document.threshold = 3;
    let deadlines = document.times.ceremony.clone();
    let mut world = begin(parties, &document, rng)?;
    world.ceremony_round(&[1, 2, 3, 4])?;
    world.ceremony_round(&[1, 2, 3, 4])?;
    world.ceremony_round(&[1, 2, 3])?;
    world.end_phase(deadlines.reveal)?;
    let second = TrusteeIndex::new(2).context("a trustee")?;
    let complaint = Complaint {
        dealers: [second].into(),
    };
    let kind = EntryKind::CeremonyComplaint;
    let object = world
        .trustee(1)?
        .sign(world.election(), kind, complaint.to_bytes());
    world.admit(&Entry::Object(object))?;
    world.ceremony_round(&[2, 3])?;
    world.run_ceremony(&mut ())?;
    commit(&mut world, 12)?;
    // The close moves before the opening already.
    let times = world.election().manifest().times.clone();
    world.extend(deadlines.accept, Time(times.closes_at.0 + 60))?;
    world.open(times.opens_at)?;
    for voter in 0..12 {
        world.vote(voter, &[vec![voter % 3]])?;
    }
    finish(&mut world, &[1, 2, 3])?;
    Ok(world)
}

fn aborted() -> anyhow::Result<Simulation> {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let parties = Parties::generate(3, 0, &mut rng);
    let document = document(&parties, yes_or_no(), &mut rng)?;
    let at = document.times.opens_at;
    let mut world = begin(parties, &document, rng)?;
    world.run_ceremony(&mut ())?;
    open(&mut world, 8)?;
    for voter in 0..4 {
        world.vote(voter, &[vec![voter % 3]])?;
    }
    let abort = Abort {
        at: Time(at.0 + 60),
        reason: "The question was wrong.".to_owned(),
    };
    let object = world.parties().authority.abort(world.election(), &abort);
    world.admit(&Entry::Object(object))?;
    Ok(world)
}

fn mixed_contests() -> Value {
    let option = |id: &str| json!({"id": id, "title": {"en": id}});
    let options: Vec<Value> = ["a", "b", "c"].map(option).to_vec();
    let grades: Vec<Value> = ["bad", "good"].map(option).to_vec();
    json!([
        {"id": "split", "title": {"en": "Split"}, "options": options,
         "rule": {"kind": "allocation", "amount": 100}, "outcome": {"top": {"seats": 1}}},
        {"id": "order", "title": {"en": "Order"}, "options": options,
         "rule": {"kind": "ranking", "ties": true}, "outcome": {"pairwise": {"method": "schulze"}}},
        {"id": "grade", "title": {"en": "Grade"}, "options": options,
         "rule": {"kind": "grades", "grades": grades}, "outcome": {"judgement": {"seats": 1}}}
    ])
}

fn mixed() -> anyhow::Result<Simulation> {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let parties = Parties::generate(3, 0, &mut rng);
    let document = document(&parties, mixed_contests(), &mut rng)?;
    let mut world = begin(parties, &document, rng)?;
    world.run_ceremony(&mut ())?;
    open(&mut world, 8)?;
    for voter in 0..8 {
        let choice: [Selection; 3] = [
            vec![voter, 40, 60 - voter],
            vec![1 + voter % 2, 1, 2],
            vec![voter % 2, 1, 0],
        ];
        world.vote(voter, &choice)?;
    }
    finish(&mut world, &[1, 3])?;
    Ok(world)
}
