//! Decoders of the wire format: what they read gives back the very bytes.

use comitia_crypto::ballot::{SealedBallot, VoterSignature};
use comitia_crypto::ceremony::{Accept, Answer, Commit, Complaint, Enrolment, Keys, Reveal};
use comitia_crypto::codec::{Decode, Encode};
use comitia_crypto::decryption::DecryptionShare;
use comitia_crypto::elgamal::{Aggregate, ElectionKeys};
use comitia_crypto::group::{NonIdentity, Point, PointBytes, Scalar};
use comitia_crypto::signing::Signature;
use comitia_crypto::{Digest, ElectionId};
use comitia_election::entry::{
    Abort, Assembler, AuditedEntry, BallotEntry, Body, BoothBuild, Cancellation, Close, Entry, Extension,
    Open, PhaseEnd, Roll, Shares, TallyResult,
};
use comitia_election::manifest::Manifest;

/// Whatever decodes encodes to the same bytes.
fn round_trip<T: Decode + Encode>(bytes: &[u8]) {
    if let Ok(value) = T::from_bytes(bytes) {
        assert!(value.to_bytes() == bytes, "two encodings of one value");
    }
}

/// A manifest that is accepted has a shape, and gives every ballot by lot a place in it.
pub(crate) fn manifest(bytes: &[u8]) {
    let Ok(manifest) = Manifest::parse(bytes) else {
        return;
    };
    assert_eq!(*manifest.id(), ElectionId::of_manifest(bytes));
    let ballot = manifest.ballot();
    assert_eq!(ballot.places().len(), manifest.contests.len());
    for (contest, place) in manifest.contests.iter().zip(ballot.places()) {
        assert_eq!(
            contest.counters().len(),
            place.counters.len(),
            "a name for every counter"
        );
        // Whatever is said is a vote or no vote.
        let _ = contest.mark(0, &[0]);
        let _ = contest.mark(0, &vec![1; contest.candidates().len()]);
    }
}

/// An entry, and whatever a reassembled object is.
pub(crate) fn entry(bytes: &[u8]) {
    round_trip::<Entry>(bytes);
    if let Ok(Entry::Part(part)) = Entry::from_bytes(bytes) {
        let mut assembler = Assembler::default();
        let _ = assembler.take(part);
    }
}

/// The payload of an object: the first byte says which.
pub(crate) fn object(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    match which % 20 {
        0 => round_trip::<Enrolment>(bytes),
        1 => round_trip::<Commit>(bytes),
        2 => round_trip::<Reveal>(bytes),
        3 => round_trip::<Complaint>(bytes),
        4 => round_trip::<Answer>(bytes),
        5 => round_trip::<Accept>(bytes),
        6 => round_trip::<Keys>(bytes),
        7 => round_trip::<Roll>(bytes),
        8 => round_trip::<BoothBuild>(bytes),
        9 => round_trip::<Open>(bytes),
        10 => round_trip::<Cancellation>(bytes),
        11 => round_trip::<Close>(bytes),
        12 => round_trip::<Shares>(bytes),
        13 => round_trip::<TallyResult>(bytes),
        14 => round_trip::<PhaseEnd>(bytes),
        15 => round_trip::<Extension>(bytes),
        16 => round_trip::<Abort>(bytes),
        17 => round_trip::<BallotEntry>(bytes),
        18 => round_trip::<AuditedEntry>(bytes),
        _ => round_trip::<Body>(bytes),
    }
}

/// Points, scalars and what is made of them: the first byte says which.
pub(crate) fn primitive(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    match which % 11 {
        0 => round_trip::<PointBytes>(bytes),
        1 => round_trip::<Point>(bytes),
        2 => round_trip::<NonIdentity>(bytes),
        3 => round_trip::<Scalar>(bytes),
        4 => round_trip::<Signature>(bytes),
        5 => round_trip::<ElectionKeys>(bytes),
        6 => round_trip::<Aggregate>(bytes),
        7 => round_trip::<DecryptionShare>(bytes),
        8 => round_trip::<SealedBallot>(bytes),
        9 => round_trip::<VoterSignature>(bytes),
        _ => round_trip::<Digest>(bytes),
    }
}
