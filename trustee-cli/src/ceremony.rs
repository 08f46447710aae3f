//! What a trustee owes to the key ceremony (protocol-spec: `ceremony`).

use crate::error::Refusal;
use crate::reading::Reading;
use comitia_crypto::ceremony::{Complaint, KeyShares, Outcome, Phase, TrusteeIndex, TrusteeSecret};
use comitia_crypto::codec::Decode as _;
use comitia_crypto::decryption::rehearse_share;
use comitia_election::entry::EntryKind;
use comitia_election::manifest::Time;
use comitia_election::state::{Stage, deadline_of};
use rand_core::{CryptoRng, RngCore};

/// What came of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// This message is on the log.
    Sent {
        /// Its kind.
        kind: EntryKind,
        /// The dealers that it accuses.
        accused: Vec<TrusteeIndex>,
    },
    /// Others have to do something first.
    Waiting(Waiting),
    /// The keys are on the log, and this trustee's shares are theirs.
    Keys,
}

/// For whom a ceremony waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where it stands; [`Phase::Complete`] when only the organiser has to log the keys.
    pub phase: Phase,
    /// Whose message is missing.
    pub missing: Vec<TrusteeIndex>,
    /// When the organiser may end the phase without them.
    pub deadline: Option<Time>,
}

impl Waiting {
    /// For whom the ceremony of this log waits; `None` when it is over.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        let Stage::Ceremony(stage) = reading.election().stage() else {
            return None;
        };
        let ceremony = stage.ceremony();
        Some(Self {
            phase: ceremony.phase(),
            missing: ceremony.missing().into_iter().collect(),
            deadline: deadline_of(&reading.manifest().times.ceremony, ceremony.phase()),
        })
    }
}

/// Refuses to go on with an election that ended, or without this trustee.
pub(crate) fn check_alive(reading: &Reading, trustee: TrusteeIndex) -> Result<(), Refusal> {
    if let Stage::Aborted(abort) = reading.election().stage() {
        return Err(Refusal::Aborted {
            at: abort.at,
            reason: abort.reason.clone(),
        });
    }
    let Some(stage) = reading.ceremony() else {
        return Ok(());
    };
    if let Some(Outcome::Aborted(abort)) = stage.ceremony().outcome() {
        return Err(Refusal::CeremonyFailed(abort.to_string()));
    }
    match stage.ceremony().faults().get(&trustee) {
        Some(fault) => Err(Refusal::Disqualified(fault.to_string())),
        None => Ok(()),
    }
}

/// The dealers that a message accuses.
pub(crate) fn accused_by(kind: EntryKind, payload: &[u8]) -> Vec<TrusteeIndex> {
    let complaint = (kind == EntryKind::CeremonyComplaint).then(|| Complaint::from_bytes(payload).ok());
    let dealers = complaint.flatten().map(|complaint| complaint.dealers);
    dealers.into_iter().flatten().collect()
}

/// This trustee's shares, derived again, if there are keys by now; they agree with those on the log.
pub(crate) fn key_shares(reading: &Reading, secret: &TrusteeSecret) -> Result<Option<KeyShares>, Refusal> {
    let settled = reading.ceremony().and_then(|stage| stage.ceremony().settled());
    match settled {
        Some(settled) => Ok(Some(secret.key_shares(settled)?)),
        None => Ok(None),
    }
}

/// Decrypts a sum that was made up for the purpose, and checks the share as everybody will check the real one.
pub(crate) fn rehearse(
    reading: &Reading,
    shares: &KeyShares,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<(), Refusal> {
    let settled = reading.ceremony().and_then(|stage| stage.ceremony().settled());
    let settled = settled.ok_or(Refusal::NotQualified)?;
    Ok(rehearse_share(
        reading.manifest().id(),
        settled.keys(),
        shares,
        rng,
    )?)
}
