//! The urn and what it can be compared with.

use comitia_kit::chart::Dots;
use comitia_kit::i18n::{Localiser, Zone};
use comitia_kit::templates::{Markup, Moment};
use serde::Serialize;

use super::stage::moment;
use crate::votation::{FingerprintKind, Urn, Votation};

/// The urn as pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct UrnView {
    size: u64,
    root: String,
    signed_at: Option<Moment>,
    witnesses: Vec<WitnessView>,
    witness_quorum: usize,
    witnesses_signed: usize,
    witness_dots: Option<Markup>,
}

#[derive(Clone, Debug, Serialize)]
struct WitnessView {
    name: String,
    signed: bool,
}

impl UrnView {
    /// The urn at its last signed state.
    #[must_use]
    pub fn new(urn: &Urn, zone: &Zone, text: &Localiser) -> Self {
        let signed = urn.witnesses.iter().filter(|witness| witness.signed).count();
        Self {
            size: urn.size,
            root: urn.root.clone(),
            signed_at: urn.signed_at.map(|at| moment(at, zone)),
            witnesses: urn
                .witnesses
                .iter()
                .map(|witness| WitnessView {
                    name: witness.name.clone(),
                    signed: witness.signed,
                })
                .collect(),
            witness_quorum: urn.witness_quorum,
            witnesses_signed: signed,
            witness_dots: witness_dots(urn, signed, text),
        }
    }
}

fn witness_dots(urn: &Urn, signed: usize, text: &Localiser) -> Option<Markup> {
    if urn.witnesses.is_empty() {
        return None;
    }
    let values = [
        ("signed", count(signed)),
        ("total", count(urn.witnesses.len())),
        ("quorum", count(urn.witness_quorum)),
    ];
    let dots = Dots {
        title: text.text_with("urn-witnesses-signed", &values),
        description: text.text_with("urn-witnesses-needed", &values),
        filled: signed,
        total: urn.witnesses.len(),
        needed: Some(urn.witness_quorum),
    };
    dots.svg("urn-witnesses")
}

/// A small number as the value of a message.
pub(super) fn count(number: usize) -> comitia_kit::i18n::Arg {
    comitia_kit::i18n::Arg::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// A fingerprint and what it is of.
#[derive(Clone, Debug, Serialize)]
pub struct FingerprintView {
    /// The end of the names of its messages: `fingerprint-<key>`, `fingerprint-<key>-text`.
    key: &'static str,
    hex: String,
}

impl FingerprintView {
    /// The fingerprints of a votation in the order in which they are shown.
    #[must_use]
    pub fn all(votation: &Votation) -> Vec<Self> {
        let of_kind = |kind| {
            let found = votation.fingerprints.iter().find(|(other, _)| *other == kind)?;
            Some(Self {
                key: key(kind),
                hex: found.1.clone(),
            })
        };
        FingerprintKind::ALL.into_iter().filter_map(of_kind).collect()
    }
}

fn key(kind: FingerprintKind) -> &'static str {
    match kind {
        FingerprintKind::Manifest => "manifest",
        FingerprintKind::ElectionKey => "election-key",
        FingerprintKind::Roll => "roll",
        FingerprintKind::Open => "open",
        FingerprintKind::Booth => "booth",
        FingerprintKind::LogKey => "log-key",
    }
}
