//! One ballot with a contest of every kind, weights and two groups: counted rightly, and refused when anything in any
//! of the contests is changed.

use crate::forger::Forger;
use crate::subject::{begin, document, failures, finish, judge, open, record_of};
use comitia_crypto::ballot::sign;
use comitia_crypto::group::{Point, PointBytes, Scalar};
use comitia_election::contest::Selection;
use comitia_election::entry::{EntryKind, TallyResult};
use comitia_election::manifest::Contest;
use comitia_election::verification::CheckId::{self, V11, V13, V19, V21, V23};
use comitia_rehearsal::Simulation;
use comitia_rehearsal::actors::Parties;
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The election.
pub static TENFOLD: LazyLock<Simulation> = LazyLock::new(tenfold);
const VOTERS: u16 = 12;

fn contests() -> Vec<Contest> {
    let option = |id: &str| json!({"id": id, "title": {"en": id}, "cost": 3});
    let options: Vec<Value> = ["a", "b", "c", "d"].map(option).to_vec();
    let contest = |id: &str, rule: Value, outcome: &Value| json!({"id": id, "title": {"en": id}, "options": options, "rule": rule, "outcome": outcome});
    let (top, budget) = (
        json!({"top": {"seats": 1}}),
        json!({"budget": {"envelope": 7, "order": "votes", "skip": true}}),
    );
    let grades: Vec<Value> = ["bad", "fair", "good"]
        .map(|id| json!({"id": id, "title": {"en": id}}))
        .to_vec();
    let lists = json!([{"list": "a", "candidates": ["b"]}, {"list": "c", "candidates": ["d"]}]);
    let all = json!([
        contest(
            "single",
            json!({"kind": "single", "blank": "d"}),
            &json!({"majority": {"kind": "absolute"}})
        ),
        contest(
            "choose",
            json!({"kind": "choose", "min": 1, "max": 2, "blank": "d"}),
            &top
        ),
        contest("lists", json!({"kind": "lists", "lists": lists}), &top),
        contest("score", json!({"kind": "score", "max": 5}), &top),
        contest(
            "points",
            json!({"kind": "points", "min": 1, "max": 7, "each": 4}),
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
            json!({"kind": "budget", "envelope": 7, "min": 1}),
            &budget
        ),
        contest(
            "ranking",
            json!({"kind": "ranking", "ties": true, "blank": "d"}),
            &json!({"pairwise": {"method": "schulze"}})
        ),
        contest("allocation", json!({"kind": "allocation", "amount": 100}), &top),
    ]);
    serde_json::from_value(all).unwrap()
}

/// What a voter says, contest by contest.
fn choice(voter: usize) -> Vec<Selection> {
    let (n, odd) = (voter % 3, voter % 2);
    vec![
        vec![voter % 4],
        if n == 0 { vec![3] } else { vec![odd, 2] },
        if odd == 1 { vec![2, 3] } else { vec![0] },
        vec![n, odd, 5, 0],
        vec![n + 1, odd, 0, 3],
        vec![n, odd, 2, 0],
        vec![n, odd, 2, 0],
        if odd == 1 { vec![0, 3] } else { vec![n] },
        if n == 2 { vec![] } else { vec![1, 1 + odd, 2] },
        vec![voter, 30, 70 - voter, 0],
    ]
}

fn tenfold() -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(13);
    let parties = Parties::generate(3, 0, &mut rng);
    let mut document = document(&parties, 2, &mut rng);
    document.contests = contests();
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, VOTERS);
    for voter in 0..usize::from(VOTERS) {
        world.vote(voter, &choice(voter)).unwrap();
    }
    finish(&mut world, &[1, 3]);
    world
}

/// Every second voter of the south weighs 3, as the roll of all these elections has it.
fn weight(voter: usize) -> u64 {
    if voter % 4 == 3 { 3 } else { 1 }
}

fn published(world: &Simulation) -> TallyResult {
    use comitia_crypto::codec::Decode as _;
    let mut forger = Forger::new(world);
    let place = forger.first(EntryKind::Result);
    TallyResult::from_bytes(&forger.object_mut(place).payload).unwrap()
}

#[test]
fn a_ballot_with_every_kind_of_contest_is_counted_with_its_weight() {
    let world = &*TENFOLD;
    assert_eq!(failures(&judge(&record_of(world, world.entries()), None)), []);
    let manifest = world.election().manifest();
    let ballot = manifest.ballot();
    let mut expected = vec![0u64; ballot.shape().counters()];
    for voter in 0..usize::from(VOTERS) {
        let plaintext = ballot.plaintext(&manifest.contests, &choice(voter)).unwrap();
        for (sum, count) in expected.iter_mut().zip(ballot.shape().count(&plaintext)) {
            *sum += weight(voter) * count;
        }
    }
    let result = published(world);
    assert_eq!(result.units.len(), 2);
    let total = |counter: usize| result.units.iter().map(|unit| unit.counts[counter]).sum::<u64>();
    let totals: Vec<u64> = (0..expected.len()).map(total).collect();
    assert_eq!(totals, expected);
}

/// The ballot is refused; and the shares, which name the close of the log as it was.
const RESEALED: &[CheckId] = &[V13, V19];

type Change = Box<dyn Fn(&mut Forger<'_>) + Send + Sync>;

/// A change, and the checks that refuse it.
struct Row {
    what: String,
    change: Change,
    refused_by: &'static [CheckId],
}

fn row(
    what: String,
    refused_by: &'static [CheckId],
    change: impl Fn(&mut Forger<'_>) + Send + Sync + 'static,
) -> Row {
    Row {
        what,
        change: Box::new(change),
        refused_by,
    }
}

/// Changes voter 5's ballot; the voter signs what it has become.
fn spoil(forger: &mut Forger<'_>, edit: impl FnOnce(&mut comitia_crypto::ballot::SealedBallot)) {
    let place = forger.ballots_of(5)[0];
    let world = forger.world;
    let urn = world.election().urn().unwrap();
    let ballot = forger.ballot_mut(place);
    edit(&mut ballot.body.sealed);
    let (line, _) = urn.voter(&ballot.body.credential).unwrap();
    let context = ballot.body.context(line.group, line.weight);
    let (secret, mut rng) = (world.voter(5).unwrap().secret(), ChaCha20Rng::seed_from_u64(3));
    ballot.signature = sign(urn.statement(), &context, &ballot.body.sealed, secret, &mut rng);
}

fn shifted(point: &PointBytes) -> PointBytes {
    let point = *point.decompress().unwrap().element() + RistrettoPoint::mul_base(&Scalar::ONE);
    *Point::from(point).bytes()
}

fn result(forger: &mut Forger<'_>, edit: impl FnOnce(&mut TallyResult)) {
    let place = forger.first(EntryKind::Result);
    forger.rewrite(place, edit);
}

fn rows() -> Vec<Row> {
    let manifest = TENFOLD.election().manifest();
    let mut rows = Vec::new();
    for (at, (contest, place)) in manifest
        .contests
        .iter()
        .zip(manifest.ballot().places())
        .enumerate()
    {
        let (first, last) = (place.counters.start, place.counters.end - 1);
        let id = &contest.id;
        rows.push(row(
            format!("{id}: one more in a sealed counter"),
            RESEALED,
            move |f| {
                spoil(f, |sealed| {
                    sealed.ciphertext[first + 1] = shifted(&sealed.ciphertext[first + 1])
                });
            },
        ));
        rows.push(row(
            format!("{id}: two sealed counters change places"),
            RESEALED,
            move |f| {
                spoil(f, |sealed| sealed.ciphertext.swap(first + 1, last + 1));
            },
        ));
        rows.push(row(
            format!("{id}: a published count is one more"),
            &[V23],
            move |f| {
                result(f, |result| result.units[0].counts[last] += 1);
            },
        ));
        rows.push(row(
            format!("{id}: the outcome is another"),
            &[V21, V23],
            move |f| {
                result(f, |result| result.outcomes[at].winners = vec![3, 2, 1, 0]);
            },
        ));
    }
    rows.extend(amounts());
    rows
}

fn amounts() -> Vec<Row> {
    vec![
        row("a committed amount is another".to_owned(), RESEALED, |f| {
            spoil(f, |sealed| {
                let commitment = &mut sealed.amounts.as_mut().unwrap().commitments[0];
                *commitment = shifted(commitment);
            });
        }),
        row("committed amounts change places".to_owned(), RESEALED, |f| {
            spoil(f, |sealed| {
                sealed.amounts.as_mut().unwrap().commitments.swap(0, 2)
            });
        }),
        row("the range proof is another".to_owned(), RESEALED, |f| {
            spoil(f, |sealed| sealed.amounts.as_mut().unwrap().ranges[40] ^= 1);
        }),
        row("an amount is missing".to_owned(), &[V11], |f| {
            spoil(f, |sealed| {
                sealed.amounts.as_mut().unwrap().commitments.truncate(3)
            });
        }),
        row("there are no amounts".to_owned(), &[V11], |f| {
            spoil(f, |sealed| sealed.amounts = None)
        }),
        row("a response is missing".to_owned(), &[V11], |f| {
            spoil(f, |sealed| sealed.responses.columns.truncate(9))
        }),
    ]
}

#[test]
fn b2_b4_m3_a_change_in_any_kind_of_contest_is_refused() {
    let judged: Vec<String> = rows()
        .par_iter()
        .filter_map(|row| {
            let mut forger = Forger::new(&TENFOLD);
            (row.change)(&mut forger);
            forger.repair();
            let found = failures(&judge(&forger.files(), None));
            let ids: Vec<CheckId> = found.iter().map(|(id, _)| *id).collect();
            (ids != row.refused_by)
                .then(|| format!("{}: {found:?} instead of {:?}", row.what, row.refused_by))
        })
        .collect();
    assert!(judged.is_empty(), "\n{}", judged.join("\n"));
}
