//! What honest bytes look like: those of a small election that is run once.

use comitia_crypto::ElectionId;
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_election::entry::{Author, Entry, EntryKind};
use comitia_election::manifest::{Document, Time};
use comitia_election::text::Text;
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use comitia_rehearsal::{Simulation, record};
use comitia_tlog::cosignature::WitnessKey;
use comitia_tlog::vkey::KeyName;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Two of three trustees, ballots of one question, a revote, an audit, a cancellation.
pub(crate) static WORLD: LazyLock<Simulation> = LazyLock::new(world);

fn parsed<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn options(ids: &[&str]) -> Value {
    json!(
        ids.iter()
            .map(|id| json!({"id": id, "title": {"en": id}, "cost": 2}))
            .collect::<Vec<_>>()
    )
}

fn document(parties: &Parties, contests: Value, rng: &mut ChaCha20Rng) -> Document {
    let terms = Terms {
        host: "vote.example".to_owned(),
        title: Text::new("en", "A vote"),
        times: parsed(json!({
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z", "reveal": "2026-01-03T00:00:00Z",
                "complain": "2026-01-04T00:00:00Z", "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00Z", "closes_at": "2026-02-01T18:00:00Z", "checking_seconds": 60
        })),
        threshold: 2,
        contests: parsed(contests),
    };
    Document {
        floor: 2,
        ..parties.document(terms, rng)
    }
}

fn one_question() -> Value {
    json!([{"id": "cars", "title": {"en": "Close?"}, "options": options(&["yes", "no", "blank"]),
        "rule": {"kind": "single", "blank": "blank"}, "outcome": {"majority": {"kind": "simple"}}}])
}

/// A contest of every kind.
fn every_kind() -> Value {
    let (abc, top) = (options(&["a", "b", "c"]), json!({"top": {"seats": 1}}));
    let contest = |id: &str, rule: Value, outcome: &Value| json!({"id": id, "title": {"en": id}, "options": abc, "rule": rule, "outcome": outcome});
    let grades = json!([{"id": "bad", "title": {"en": "bad"}}, {"id": "good", "title": {"en": "good"}}]);
    let lists = json!([{"list": "a", "candidates": ["b"]}, {"list": "c", "candidates": []}]);
    let budget = json!({"budget": {"envelope": 5, "order": "votes", "skip": true}});
    json!([
        contest("single", json!({"kind": "single"}), &top),
        contest("choose", json!({"kind": "choose", "min": 0, "max": 2}), &top),
        contest("lists", json!({"kind": "lists", "lists": lists}), &top),
        contest("score", json!({"kind": "score", "max": 5}), &top),
        contest(
            "points",
            json!({"kind": "points", "min": 1, "max": 7, "each": 3}),
            &budget
        ),
        contest("quadratic", json!({"kind": "quadratic", "credits": 9}), &top),
        contest(
            "grades",
            json!({"kind": "grades", "grades": grades}),
            &json!({"judgement": {"seats": 1}})
        ),
        contest(
            "budget",
            json!({"kind": "budget", "envelope": 5, "max": 2}),
            &budget
        ),
        contest(
            "ranking",
            json!({"kind": "ranking", "ties": true}),
            &json!({"pairwise": {"method": "schulze"}})
        ),
        contest("allocation", json!({"kind": "allocation", "amount": 100}), &top),
    ])
}

fn world() -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let parties = Parties::generate(3, 1, &mut rng);
    let document = document(&parties, one_question(), &mut rng);
    let (opens, closes) = (document.times.opens_at, document.times.closes_at);
    let manifest = serde_json::to_vec(&document).unwrap();
    let mut world = Simulation::begin(parties, &manifest, rng).unwrap();
    world.run_ceremony(&mut ()).unwrap();
    world.commit_roll(&[RollLine::default(); 6]).unwrap();
    world.open(opens).unwrap();
    for voter in 0..6 {
        world.vote(voter, &[vec![voter % 3]]).unwrap();
    }
    world.vote(0, &[vec![1]]).unwrap();
    let sealed = world.seal(1, &[vec![0]]).unwrap();
    world.give_up(1, &sealed).unwrap();
    world.cancel(1, 5, "17").unwrap();
    world.close(closes).unwrap();
    world.decrypt(&[1, 3], Time(closes.0 + 61), &mut ()).unwrap();
    world.publish(Time(closes.0 + 120)).unwrap();
    world
}

pub(crate) fn election() -> ElectionId {
    *WORLD.election().id()
}

/// An entry of the world with one byte of its payload changed, signed anew by its own authors.
pub(crate) fn resigned(entry: &[u8], place: usize, value: u8) -> Vec<u8> {
    let Ok(Entry::Object(mut object)) = Entry::from_bytes(entry) else {
        return entry.to_vec();
    };
    let length = object.payload.len().max(1);
    if let Some(byte) = object.payload.get_mut(place % length) {
        *byte ^= value;
    }
    let (id, parties) = (election(), WORLD.parties());
    let authors: Vec<Author> = object
        .endorsements
        .iter()
        .map(|endorsement| endorsement.author)
        .collect();
    for author in authors {
        let key = match author {
            Author::Authority => parties.authority.key(),
            Author::Registrar => parties.registrar.key(),
            Author::Trustee(number) => &parties.trustees[usize::from(number) - 1],
            Author::Officer(number) => parties.officers[usize::from(number) - 1].key(),
        };
        object.endorse(&id, author, key);
    }
    Entry::Object(object).to_bytes()
}

pub(crate) fn manifests() -> Vec<Vec<u8>> {
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let parties = Parties::generate(3, 1, &mut rng);
    let contests = [one_question(), every_kind()];
    contests
        .map(|contests| serde_json::to_vec(&document(&parties, contests, &mut rng)).unwrap())
        .to_vec()
}

pub(crate) fn entries() -> Vec<Vec<u8>> {
    WORLD.entries().to_vec()
}

/// Payloads of objects and ballots behind the number of their decoder.
pub(crate) fn objects() -> Vec<Vec<u8>> {
    let behind = |number: u8, bytes: &[u8]| [&[number], bytes].concat();
    let of = |raw: &Vec<u8>| match Entry::from_bytes(raw).unwrap() {
        Entry::Object(object) => decoder_of(object.kind).map(|number| behind(number, &object.payload)),
        Entry::Ballot(ballot) => Some(behind(17, &ballot.to_bytes())),
        Entry::Audited(audited) => Some(behind(18, &audited.to_bytes())),
        Entry::Part(_) => None,
    };
    WORLD.entries().iter().filter_map(of).collect()
}

fn decoder_of(kind: EntryKind) -> Option<u8> {
    Some(match kind {
        EntryKind::TrusteeEnrolment => 0,
        EntryKind::CeremonyCommit => 1,
        EntryKind::CeremonyReveal => 2,
        EntryKind::CeremonyComplaint => 3,
        EntryKind::CeremonyAnswer => 4,
        EntryKind::CeremonyAccept => 5,
        EntryKind::ElectionKey => 6,
        EntryKind::Roll => 7,
        EntryKind::BoothBuild => 8,
        EntryKind::Open => 9,
        EntryKind::Cancellation => 10,
        EntryKind::Close => 11,
        EntryKind::DecryptionShare => 12,
        EntryKind::Result => 13,
        EntryKind::PhaseEnd => 14,
        EntryKind::Extension => 15,
        EntryKind::Abort => 16,
        _ => return None,
    })
}

/// Parts of a ballot and of a share, behind the numbers of their decoders.
pub(crate) fn primitives() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for raw in WORLD.entries() {
        if let Entry::Ballot(ballot) = Entry::from_bytes(raw).unwrap() {
            let sealed = &ballot.body.sealed;
            let (point, scalar) = (
                sealed.ciphertext[0].to_bytes(),
                sealed.responses.blinding.to_bytes(),
            );
            seeds.extend([0, 1, 2].map(|number| [&[number], point.as_slice()].concat()));
            seeds.push([&[3], scalar.as_slice()].concat());
            seeds.push([&[8], sealed.to_bytes().as_slice()].concat());
            seeds.push([&[9], ballot.signature.to_bytes().as_slice()].concat());
        }
    }
    let keys = WORLD
        .election()
        .urn()
        .map(|urn| urn.statement().keys().to_bytes());
    seeds.extend(keys.map(|keys| [&[5], keys.as_slice()].concat()));
    seeds
}

fn files() -> BTreeMap<String, Vec<u8>> {
    record::files(WORLD.entries(), &WORLD.log_signer().unwrap()).unwrap()
}

pub(crate) fn checkpoints() -> Vec<Vec<u8>> {
    vec![files()["checkpoint"].clone()]
}

pub(crate) fn receipts() -> Vec<Vec<u8>> {
    let signer = WORLD.log_signer().unwrap();
    let receipt = |place| record::receipt(WORLD.entries(), place, &signer).unwrap();
    [3, 20]
        .map(|place| receipt(place).to_string().into_bytes())
        .to_vec()
}

/// A request, an answer and a policy.
pub(crate) fn witness() -> Vec<Vec<u8>> {
    let checkpoint = String::from_utf8(checkpoints().swap_remove(0)).unwrap();
    let answer = checkpoint.rsplit_once("\n\n").unwrap().1.to_owned();
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let request = format!("old 3\n{hash}\n{hash}\n\n{checkpoint}");
    let key = WORLD.election().manifest().log_verifier().unwrap();
    let name = KeyName::new("one.example").unwrap();
    let one = WitnessKey::new(name, key.public().as_bytes()).unwrap();
    let policy = format!(
        "# who\nlog {key} https://log.example\nwitness A {one}\ngroup X 1 A\ngroup Y all X\nquorum Y\n"
    );
    [request, answer, policy].map(String::into_bytes).to_vec()
}

/// Tiles and bundles behind their width.
pub(crate) fn tiles() -> Vec<Vec<u8>> {
    let width = u8::try_from(WORLD.entries().len()).unwrap();
    let tiles = files().into_iter().filter(|(name, _)| name.starts_with("tile/"));
    tiles
        .map(|(_, bytes)| [&[width], bytes.as_slice()].concat())
        .collect()
}

pub(crate) fn typed() -> Vec<Vec<u8>> {
    let log = WORLD.election().manifest().log_key.0.to_string();
    let names = files().into_keys().map(String::into_bytes);
    let code = b"ABCD-EFGH-JKMN-PQRS-TVWX-YZ01".to_vec();
    names
        .chain([code, log.into_bytes(), election().to_string().into_bytes()])
        .collect()
}

pub(crate) fn openings() -> Vec<Vec<u8>> {
    let body = Entry::from_bytes(&WORLD.entries()[20]).map_or_else(|_| Vec::new(), |entry| entry.to_bytes());
    let body: String = body.iter().map(|byte| format!("{byte:02x}")).collect();
    let opening = json!({"comitia": "audit/v1", "election": election().to_string(), "body": body,
        "randomness": "00".repeat(32), "selections": [[0]]});
    let standing = json!({"group": 0, "weight": 1, "seq": 0, "prev": "00".repeat(32), "cancelled": false});
    let rule = json!({"budget": {"envelope": 5, "order": "votes", "skip": true}});
    [opening, standing, rule]
        .map(|value| value.to_string().into_bytes())
        .to_vec()
}

pub(crate) fn ballot_files() -> Vec<Vec<u8>> {
    let pabulib = |vote_type: &str, header: &str, votes: &str| {
        format!(
            "META\nkey;value\nvote_type;{vote_type}\nbudget;10.5\nmin_length;1\nmax_length;2\nmax_sum_points;4\n\
             PROJECTS\nproject_id;cost;votes;name;category\na;1.25;2;Ada;x\nb;2;1;\"B;b\";x\nc;3;0;;y\nVOTES\n{header}\n{votes}"
        )
    };
    let grades = ",Ada,\"Blaise, P.\"\n28,5,0\n485,0,2\n".to_owned();
    let counts = "option,count\nyes,3\nno,2\nblank,1\n".to_owned();
    let files = [
        pabulib("approval", "voter_id;vote", "1;a,b\n2;c\n3;a\n"),
        pabulib("choose-1", "voter_id;vote", "1;a\n2;c\n"),
        pabulib("cumulative", "voter_id;vote;points", "1;a,b;3,1\n2;c;2\n3;;\n"),
        pabulib("scoring", "voter_id;vote;points", "1;a,b;3,1\n2;c;2.0\n"),
        pabulib("ordinal", "voter_id;vote", "1;b,a\n2;c\n"),
        grades,
        counts,
    ];
    files.map(String::into_bytes).to_vec()
}

pub(crate) fn voter_lists() -> Vec<Vec<u8>> {
    [
        "name,weight,group\nAda Lovelace,1,all\nÉmilie du Châtelet,2,all\n",
        "Nom;Poids\nBlaise;1\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

pub(crate) fn secret_files() -> Vec<Vec<u8>> {
    let words = comitia_secrets::words::write("fuzz", &[7; 32]);
    let lines: Vec<&str> = words.iter().map(|line| line.as_str()).collect();
    vec![lines.join("\n").into_bytes(), vec![0; 64]]
}

/// All entries in order; and with deeds in between.
pub(crate) fn programs() -> Vec<Vec<u8>> {
    let honest = vec![0, 255];
    let at = |entries: u8, deed: &[u8]| [&[0, entries], deed, &[0, 255]].concat();
    let mut programs = vec![honest];
    for entries in (0..40).step_by(3) {
        programs.push(at(entries, &[6, 0, entries.wrapping_mul(7), 1]));
        programs.push(at(entries, &[3]));
        programs.push(at(entries, &[4, entries]));
        programs.push(at(entries, &[5, 0, 40, 4]));
    }
    programs
}
