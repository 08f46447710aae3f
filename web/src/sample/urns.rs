//! Urns, and every condition that they may be in.

use jiff::SignedDuration;

use super::{at, hex};
use crate::votation::{Condition, Stage, Urn, Witness, WitnessState};

/// Urns in every condition: twice intact, not yet checked, twice in need of attention, twice broken.
#[must_use]
pub fn conditions() -> Vec<Condition> {
    let signed = |seconds| WitnessState::Signed(at(0) - SignedDuration::from_secs(seconds));
    let witnesses = |states: [WitnessState; 3]| {
        let names = [
            "Observatoire breton du vote",
            "Université de Bretagne occidentale",
            "Ligue des droits locaux",
        ];
        names.map(str::to_owned).into_iter().zip(states).collect()
    };
    let intact = Condition {
        at: at(0),
        examined_at: Some(at(0) - SignedDuration::from_secs(12)),
        examined: 2341,
        findings: Vec::new(),
        is_writable: true,
        waiting: 0,
        witnesses: witnesses([signed(40), signed(41), WitnessState::Away]),
        witness_quorum: 2,
    };
    vec![
        intact.clone(),
        Condition {
            witnesses: Vec::new(),
            witness_quorum: 0,
            ..intact.clone()
        },
        Condition {
            examined_at: None,
            examined: 0,
            ..intact.clone()
        },
        Condition {
            is_writable: false,
            ..intact.clone()
        },
        Condition {
            waiting: 17,
            witnesses: witnesses([signed(40), WitnessState::Away, WitnessState::Waited]),
            ..intact.clone()
        },
        Condition {
            findings: vec!["tile/0/003: hash 17 is not that of the entries".to_owned()],
            ..intact.clone()
        },
        Condition {
            witnesses: witnesses([signed(40), signed(41), WitnessState::Contradicts]),
            ..intact
        },
    ]
}

/// The urn of a votation at this stage.
pub(super) fn urn(stage: Stage, voted: u64) -> Urn {
    let witness = |name: &str, signed| Witness {
        name: name.to_owned(),
        signed,
    };
    Urn {
        size: if stage >= Stage::Open { voted + 131 } else { 4 },
        root: hex(3),
        signed_at: Some(at(0) - SignedDuration::from_secs(95)),
        witnesses: vec![
            witness("Observatoire breton du vote", true),
            witness("Université de Bretagne occidentale", true),
            witness("Ligue des droits locaux", false),
        ],
        witness_quorum: 2,
    }
}
