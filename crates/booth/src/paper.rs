//! The ballot paper: an election that is what its id says, with keys that its trustees accepted
//! (protocol-spec: `packet`).
//!
//! A [`Paper`] exists only after every check:
//!
//! 1. the manifest has the id that the voter named;
//! 2. `Open` is signed by the pinned authority, and its receipt holds under the pinned key and witnesses of the log;
//! 3. `ElectionKey` is the one that `Open` fixes, and it was accepted, signed, by every trustee that may decrypt, at
//!    least as many as the threshold, after one and the same beginning of this very log;
//! 4. `BoothBuild` is the one that `Open` fixes, and there is one if the manifest declares a web booth.

use crate::packet::{Bytes, Packet};
use comitia_crypto::ballot::ElectionStatement;
use comitia_crypto::ceremony::{Accept, CeremonyParams, Keys, LogPrefix, TrusteeIndex};
use comitia_crypto::codec::{Decode, DecodeError};
use comitia_crypto::{Digest, ElectionId};
use comitia_election::entry::{Author, BoothBuild, Entry, EntryKind, Open, SignedObject};
use comitia_election::manifest::{Booth, Manifest, ManifestError, PolicyError};
use comitia_election::state::{Refusal, ceremony_params, check_signatures};
use comitia_tlog::checkpoint::{Checkpoint, VerifiedCheckpoint};
use comitia_tlog::hash::TreeHash;
use comitia_tlog::policy::Policy;
use comitia_tlog::proof::{Receipt, ReceiptError};
use comitia_tlog::tree::{TreeError, verify_consistency};
use data_encoding::BASE64;
use std::collections::BTreeSet;
use thiserror::Error;

/// Why a packet is no ballot paper.
#[derive(Debug, Error)]
pub enum PaperError {
    /// Not the JSON of a packet.
    #[error("not an election packet: {0}")]
    Syntax(String),
    /// The manifest is another election's.
    #[error("the server sent the election {found}, not {expected}")]
    OtherElection {
        /// The election that was asked for.
        expected: ElectionId,
        /// The one that came.
        found: ElectionId,
    },
    /// The manifest does not pass.
    #[error("manifest: {0}")]
    Manifest(#[from] ManifestError),
    /// The manifest pins no usable log.
    #[error("manifest: {0}")]
    Policy(#[from] PolicyError),
    /// The manifest gives no key ceremony.
    #[error("manifest: trustees, threshold and contests make no key ceremony")]
    Ceremony,
    /// An entry is not the entry that it should be.
    #[error("{}: {error}", kind.name())]
    Entry {
        /// Which one.
        kind: EntryKind,
        /// What is wrong with it.
        error: DecodeError,
    },
    /// Another kind of entry in this place.
    #[error("{}: the server sent another entry", .0.name())]
    Kind(EntryKind),
    /// An entry that its author has not signed.
    #[error("{0}")]
    Unsigned(Refusal),
    /// `Open` fixes something else.
    #[error("the opening of the vote fixes another {0} than the server sent")]
    NotFixed(&'static str),
    /// `Open` is not proved to be on the log.
    #[error("the opening of the vote: {0}")]
    Receipt(#[from] ReceiptError),
    /// Fewer trustees than the threshold stand behind the keys.
    #[error("{found} trustees stand behind the keys; the threshold is {threshold}")]
    TooFewTrustees {
        /// Trustees that may decrypt.
        found: usize,
        /// How many are needed.
        threshold: usize,
    },
    /// A trustee did not accept these keys.
    #[error("trustee {0} has not accepted these keys")]
    NotAccepted(u8),
    /// Trustees accepted after different beginnings of the log: they were shown different logs.
    #[error("the trustees saw different logs")]
    SplitView,
    /// What the trustees accepted is no beginning of this log.
    #[error("the trustees accepted these keys on another log than this one: {0}")]
    OtherLog(TreeError),
    /// The keys do not fit the ballot.
    #[error("there is not one key for each counter of the ballot")]
    Keys,
    /// The manifest declares a web booth, and none is announced.
    #[error("no booth is announced on the log")]
    NoBooth,
}

impl PaperError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "not_a_packet",
            Self::OtherElection { .. } => "other_election",
            Self::Manifest(_) | Self::Policy(_) | Self::Ceremony => "bad_manifest",
            Self::Entry { .. } | Self::Kind(_) => "wrong_entry",
            Self::Unsigned(_) => "unsigned_entry",
            Self::NotFixed(_) => "not_fixed_by_open",
            Self::Receipt(_) => "open_not_on_log",
            Self::TooFewTrustees { .. } => "too_few_trustees",
            Self::NotAccepted(_) => "keys_not_accepted",
            Self::SplitView => "split_view",
            Self::OtherLog(_) => "accepted_on_another_log",
            Self::Keys => "wrong_keys",
            Self::NoBooth => "no_booth_announced",
        }
    }
}

/// A verified election to vote in.
#[derive(Clone)]
pub struct Paper {
    manifest: Manifest,
    policy: Policy,
    statement: ElectionStatement,
    booth: Option<BoothBuild>,
}

impl core::fmt::Debug for Paper {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Paper").field(self.manifest.id()).finish()
    }
}

impl Paper {
    /// Reads and verifies the JSON that a server gives for the election `expected`.
    ///
    /// # Errors
    /// When anything does not hold.
    pub fn read(json: &[u8], expected: &ElectionId) -> Result<Self, PaperError> {
        let packet: Packet =
            serde_json::from_slice(json).map_err(|error| PaperError::Syntax(error.to_string()))?;
        Self::verify(&packet, expected)
    }

    /// Verifies a packet for the election `expected`.
    ///
    /// # Errors
    /// When anything does not hold.
    pub fn verify(packet: &Packet, expected: &ElectionId) -> Result<Self, PaperError> {
        let found = ElectionId::of_manifest(&packet.manifest.0);
        if found != *expected {
            let expected = *expected;
            return Err(PaperError::OtherElection { expected, found });
        }
        let manifest = Manifest::parse(&packet.manifest.0)?;
        let policy = manifest.policy()?;
        let (open, open_hash, log) = verify_open(packet, &manifest, &policy)?;
        let (keys, accepted) = verify_keys(packet, &manifest, &open)?;
        let booth = verify_booth(packet, &manifest, &open)?;
        verify_continuity(packet, &accepted, log.checkpoint())?;
        let shape = manifest.ballot().shape().clone();
        let statement =
            ElectionStatement::new(*manifest.id(), open_hash, shape, keys.election_keys().clone());
        Ok(Self {
            statement: statement.ok_or(PaperError::Keys)?,
            manifest,
            policy,
            booth,
        })
    }

    /// The election.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What checkpoints of its log must satisfy.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What ballots are proved against.
    #[must_use]
    pub const fn statement(&self) -> &ElectionStatement {
        &self.statement
    }

    /// The voting client that the log announces.
    #[must_use]
    pub const fn booth(&self) -> Option<&BoothBuild> {
        self.booth.as_ref()
    }

    /// Whether the log announces a file of the booth with this name and this `integrity` attribute.
    #[must_use]
    pub fn announces(&self, name: &str, integrity: &str) -> bool {
        let files = self.booth.iter().flat_map(|build| &build.files);
        let mut named = files.filter(|file| file.name == name);
        named.any(|file| integrity == format!("sha256-{}", BASE64.encode(&file.hash.0)))
    }
}

fn object(bytes: &[u8], kind: EntryKind) -> Result<SignedObject, PaperError> {
    match Entry::from_bytes(bytes) {
        Ok(Entry::Object(object)) if object.kind == kind => Ok(object),
        Ok(_) => Err(PaperError::Kind(kind)),
        Err(error) => Err(PaperError::Entry { kind, error }),
    }
}

fn payload<T: Decode>(object: &SignedObject) -> Result<T, PaperError> {
    let kind = object.kind;
    T::from_bytes(&object.payload).map_err(|error| PaperError::Entry { kind, error })
}

fn signed_by_authority(
    bytes: &[u8],
    kind: EntryKind,
    manifest: &Manifest,
) -> Result<SignedObject, PaperError> {
    let object = object(bytes, kind)?;
    check_signatures(manifest, &object, &[Author::Authority]).map_err(PaperError::Unsigned)?;
    Ok(object)
}

fn verify_open(
    packet: &Packet,
    manifest: &Manifest,
    policy: &Policy,
) -> Result<(Open, Digest, VerifiedCheckpoint), PaperError> {
    let object = signed_by_authority(&packet.open.0, EntryKind::Open, manifest)?;
    let receipt = Receipt::parse(packet.open_receipt.as_bytes())?;
    let log = receipt.verify(policy, &packet.open.0)?;
    Ok((payload(&object)?, Digest::of(&packet.open.0), log))
}

/// The log that the voter is shown continues the one that the trustees accepted: nobody keeps them in worlds of their
/// own.
fn verify_continuity(packet: &Packet, accepted: &LogPrefix, log: &Checkpoint) -> Result<(), PaperError> {
    let hash = |bytes: &Bytes| bytes.0.as_slice().try_into().ok().map(TreeHash::new);
    let proof: Option<Vec<TreeHash>> = packet.continuity.iter().map(hash).collect();
    let proof =
        proof.ok_or_else(|| PaperError::Syntax("a hash of the continuity is too long or short".into()))?;
    let root = TreeHash::new(accepted.root.0);
    verify_consistency(accepted.size, log.size, &root, &log.root, &proof).map_err(PaperError::OtherLog)
}

fn verify_keys(packet: &Packet, manifest: &Manifest, open: &Open) -> Result<(Keys, LogPrefix), PaperError> {
    if Digest::of(&packet.election_key.0) != open.key {
        return Err(PaperError::NotFixed("election key"));
    }
    let object = signed_by_authority(&packet.election_key.0, EntryKind::ElectionKey, manifest)?;
    let keys: Keys = payload(&object)?;
    let params = ceremony_params(manifest).ok_or(PaperError::Ceremony)?;
    let (found, threshold) = (keys.qualified().len(), params.threshold());
    if found < threshold {
        return Err(PaperError::TooFewTrustees { found, threshold });
    }
    let accepted = verify_accepts(packet, manifest, &params, &keys)?;
    Ok((keys, accepted))
}

/// Every trustee that may decrypt has accepted exactly these keys, after this beginning of the log.
fn verify_accepts(
    packet: &Packet,
    manifest: &Manifest,
    params: &CeremonyParams,
    keys: &Keys,
) -> Result<LogPrefix, PaperError> {
    let digest = keys.acceptance_digest(params, &packet.commits.0);
    let mut accepted = BTreeSet::new();
    let mut seen: Option<LogPrefix> = None;
    for bytes in &packet.accepts {
        let object = object(&bytes.0, EntryKind::CeremonyAccept)?;
        let Some(author @ Author::Trustee(number)) = object.endorsements.first().map(|one| one.author) else {
            return Err(PaperError::Kind(EntryKind::CeremonyAccept));
        };
        check_signatures(manifest, &object, &[author]).map_err(PaperError::Unsigned)?;
        let accept: Accept = payload(&object)?;
        if *seen.get_or_insert(accept.log) != accept.log {
            return Err(PaperError::SplitView);
        }
        if accept.keys == digest {
            accepted.extend(u8::try_from(number).ok().and_then(TrusteeIndex::new));
        }
    }
    let missing = keys
        .qualified()
        .iter()
        .find(|trustee| !accepted.contains(*trustee));
    match (missing, seen) {
        (None, Some(seen)) => Ok(seen),
        (Some(trustee), _) => Err(PaperError::NotAccepted(trustee.get())),
        // Without any qualified trustee there is none to name; a threshold of at least one excludes it.
        (None, None) => Err(PaperError::Ceremony),
    }
}

fn verify_booth(packet: &Packet, manifest: &Manifest, open: &Open) -> Result<Option<BoothBuild>, PaperError> {
    let announced = packet.booth_build.as_ref().map(|entry| Digest::of(&entry.0));
    if announced != open.booth {
        return Err(PaperError::NotFixed("booth"));
    }
    match &packet.booth_build {
        Some(entry) => {
            let object = signed_by_authority(&entry.0, EntryKind::BoothBuild, manifest)?;
            payload(&object).map(Some)
        }
        None if manifest.booth == Booth::Web => Err(PaperError::NoBooth),
        None => Ok(None),
    }
}
