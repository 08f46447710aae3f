//! Bounds, at their last admitted value and at the first that is refused.

use crate::subject::{begin, document};
use comitia_election::entry::{ENTRY_LIMIT, EntryKind};
use comitia_election::manifest::{Contest, Document};
use comitia_election::state::{Beginning, Refusal};
use comitia_rehearsal::actors::{Parties, RollLine};
use comitia_rehearsal::{Simulation, SimulationError};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::json;

/// Keys for a contest in which a ballot of weight 1 gives an option as many as 5.
fn scored() -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(81);
    let parties = Parties::generate(3, 0, &mut rng);
    let document = document(&parties, 2, &mut rng);
    let contest: Contest = serde_json::from_value(json!({
        "id": "paths",
        "title": {"en": "Which path?"},
        "options": [{"id": "a", "title": {"en": "A"}}, {"id": "b", "title": {"en": "B"}}],
        "rule": {"kind": "score", "max": 5},
        "outcome": {"top": {"seats": 1}}
    }))
    .unwrap();
    let document = Document {
        contests: vec![contest],
        ..document
    };
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    world
}

/// Lines with this weight in all.
fn lines(mut total: u64) -> Vec<RollLine> {
    let mut lines = Vec::new();
    while total > 0 {
        let weight = u32::try_from(total).unwrap_or(u32::MAX);
        lines.push(RollLine { weight, group: 0 });
        total -= u64::from(weight);
    }
    lines
}

#[test]
fn b6_no_count_can_reach_what_cannot_be_found() {
    let mut world = scored();
    let most = (1 << 40) / 5;
    let refused = world.commit_roll(&lines(most + 1));
    assert!(
        matches!(
            refused,
            Err(SimulationError::Refused {
                kind: EntryKind::Roll,
                ..
            })
        ),
        "{refused:?}"
    );
    world.commit_roll(&lines(most)).unwrap();
}

#[test]
fn t8_an_entry_of_65535_bytes_is_read_and_a_larger_one_is_not() {
    let refusal = |bytes: usize| Beginning::new().apply(&vec![0; bytes]).err().unwrap();
    assert!(matches!(refusal(ENTRY_LIMIT), Refusal::Encoding { .. }));
    assert!(matches!(refusal(ENTRY_LIMIT + 1), Refusal::TooLarge { .. }));
}
