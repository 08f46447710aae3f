//! Payloads of administrative objects other than those of the key ceremony (protocol-spec: `objects`).

use comitia_crypto::Digest;
use comitia_crypto::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use comitia_crypto::decryption::DecryptionShare;
use comitia_crypto::group::NonIdentity;
use comitia_crypto::group::PointBytes;

use crate::manifest::Time;

impl Encode for Time {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }
}

impl Decode for Time {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.u64().map(Self)
    }
}

/// A short text in UTF-8 without control characters.
fn decode_text(reader: &mut Reader<'_>) -> Result<String, DecodeError> {
    let error = reader.error("not a text without control characters");
    let bytes = reader.opaque(Prefix::U16)?;
    let text = core::str::from_utf8(bytes).map_err(|_| error.clone())?;
    if crate::text::is_printable(text) {
        Ok(text.to_owned())
    } else {
        Err(error)
    }
}

fn encode_text(text: &str, out: &mut Vec<u8>) {
    Prefix::U16.write(text.as_bytes(), out);
}

/// One line of the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollEntry {
    /// Credential public key: canonical, and not the identity.
    pub credential: PointBytes,
    /// How much the vote counts; at least 1.
    pub weight: u32,
    /// Place of the electorate group in the manifest, from 0.
    pub group: u16,
}

impl Encode for RollEntry {
    fn encode(&self, out: &mut Vec<u8>) {
        self.credential.encode(out);
        self.weight.encode(out);
        self.group.encode(out);
    }
}

impl Decode for RollEntry {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // Decoded once, to be sure of it; the roll of a city keeps the 32 bytes alone.
        let credential = *NonIdentity::decode(reader)?.bytes();
        let at_weight = reader.error("a weight of zero");
        let weight = reader.u32()?;
        if weight == 0 {
            return Err(at_weight);
        }
        Ok(Self {
            credential,
            weight,
            group: reader.u16()?,
        })
    }
}

/// Who may vote: credentials ascending by their bytes, an order that reveals nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    entries: Vec<RollEntry>,
}

impl Roll {
    /// Sorts the entries. `None` when a credential stands there twice.
    #[must_use]
    pub fn new(mut entries: Vec<RollEntry>) -> Option<Self> {
        entries.sort_unstable_by_key(|entry| entry.credential);
        is_ascending(&entries).then_some(Self { entries })
    }

    /// The lines.
    #[must_use]
    pub fn entries(&self) -> &[RollEntry] {
        &self.entries
    }

    /// Place of a credential.
    #[must_use]
    pub fn find(&self, credential: &PointBytes) -> Option<usize> {
        self.entries
            .binary_search_by_key(credential, |entry| entry.credential)
            .ok()
    }

    /// Sum of all weights.
    #[must_use]
    pub fn total_weight(&self) -> u64 {
        self.entries.iter().map(|entry| u64::from(entry.weight)).sum()
    }
}

fn is_ascending(entries: &[RollEntry]) -> bool {
    entries
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.credential < b.credential))
}

impl Encode for Roll {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U32.write_all(&self.entries, out);
    }
}

impl Decode for Roll {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("credentials must be ascending, each once");
        let entries: Vec<RollEntry> = reader.vector(Prefix::U32)?;
        if is_ascending(&entries) {
            Ok(Self { entries })
        } else {
            Err(error)
        }
    }
}

/// One file of the voting client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoothFile {
    /// Its name below the booth's address.
    pub name: String,
    /// SHA-256 of its bytes.
    pub hash: Digest,
}

impl Encode for BoothFile {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_text(&self.name, out);
        self.hash.encode(out);
    }
}

impl Decode for BoothFile {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: decode_text(reader)?,
            hash: Digest::decode(reader)?,
        })
    }
}

/// The voting client that will be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoothBuild {
    /// What compiled it: another toolchain gives other hashes.
    pub toolchain: String,
    /// Its files.
    pub files: Vec<BoothFile>,
}

impl Encode for BoothBuild {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_text(&self.toolchain, out);
        Prefix::U16.write_all(&self.files, out);
    }
}

impl Decode for BoothBuild {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            toolchain: decode_text(reader)?,
            files: reader.vector(Prefix::U16)?,
        })
    }
}

/// Voting begins: fixes key, roll and booth by their hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// When.
    pub at: Time,
    /// Hash of the `ElectionKey` entry.
    pub key: Digest,
    /// Hash of the `Roll` entry.
    pub roll: Digest,
    /// Lines of the roll.
    pub voters: u32,
    /// Hash of the `BoothBuild` entry, if there is one.
    pub booth: Option<Digest>,
}

impl Encode for Open {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        self.key.encode(out);
        self.roll.encode(out);
        self.voters.encode(out);
        let booth: Vec<Digest> = self.booth.into_iter().collect();
        Prefix::U8.write_all(&booth, out);
    }
}

impl Decode for Open {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (at, key, roll, voters) = (
            Time::decode(reader)?,
            Digest::decode(reader)?,
            Digest::decode(reader)?,
            reader.u32()?,
        );
        let error = reader.error("at most one booth");
        let booth: Vec<Digest> = reader.vector(Prefix::U8)?;
        match booth.as_slice() {
            [] => Ok(Self {
                at,
                key,
                roll,
                voters,
                booth: None,
            }),
            [one] => Ok(Self {
                at,
                key,
                roll,
                voters,
                booth: Some(*one),
            }),
            _ => Err(error),
        }
    }
}

/// A paper vote replaces an online one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancellation {
    /// Whose online votes are cancelled.
    pub credential: PointBytes,
    /// Number in the paper register.
    pub register: String,
}

impl Encode for Cancellation {
    fn encode(&self, out: &mut Vec<u8>) {
        self.credential.encode(out);
        encode_text(&self.register, out);
    }
}

impl Decode for Cancellation {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            credential: PointBytes::decode(reader)?,
            register: decode_text(reader)?,
        })
    }
}

/// Voting ends. Size and root fix everything before it: decryption shares name the hash of this object, so that
/// nobody who lacks the trustees' keys can change an entry, or its place, once they have decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    /// When.
    pub at: Time,
    /// Entries before this one: nothing is added to the urn afterwards.
    pub tree_size: u64,
    /// Root of the tree of these entries.
    pub root: Digest,
}

impl Encode for Close {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        self.tree_size.encode(out);
        self.root.encode(out);
    }
}

impl Decode for Close {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            at: Time::decode(reader)?,
            tree_size: reader.u64()?,
            root: Digest::decode(reader)?,
        })
    }
}

/// A trustee's decryption shares, one for each aggregate in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// When.
    pub at: Time,
    /// Hash of the `Close` entry.
    pub close: Digest,
    /// Hash of the ordered list of aggregates.
    pub aggregates: Digest,
    /// The shares.
    pub shares: Vec<DecryptionShare>,
}

impl Encode for Shares {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        self.close.encode(out);
        self.aggregates.encode(out);
        Prefix::U32.write_all(&self.shares, out);
    }
}

impl Decode for Shares {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            at: Time::decode(reader)?,
            close: Digest::decode(reader)?,
            aggregates: Digest::decode(reader)?,
            shares: reader.vector(Prefix::U32)?,
        })
    }
}

/// Counts of groups that were decrypted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitResult {
    /// Places of the groups in the manifest, ascending.
    pub groups: Vec<u16>,
    /// Ballots counted.
    pub ballots: u32,
    /// Their weight.
    pub weight: u64,
    /// One count for each counter of the shape.
    pub counts: Vec<u64>,
}

impl Encode for UnitResult {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U16.write_all(&self.groups, out);
        self.ballots.encode(out);
        self.weight.encode(out);
        Prefix::U24.write_all(&self.counts, out);
    }
}

impl Decode for UnitResult {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            groups: reader.vector(Prefix::U16)?,
            ballots: reader.u32()?,
            weight: reader.u64()?,
            counts: reader.vector(Prefix::U24)?,
        })
    }
}

/// What a contest's rule concludes from the counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestResult {
    /// The verdict's number in the specification.
    pub verdict: u8,
    /// Options that won, by place.
    pub winners: Vec<u16>,
    /// Options between which the rule cannot decide.
    pub tied: Vec<u16>,
}

impl Encode for ContestResult {
    fn encode(&self, out: &mut Vec<u8>) {
        self.verdict.encode(out);
        Prefix::U16.write_all(&self.winners, out);
        Prefix::U16.write_all(&self.tied, out);
    }
}

impl Decode for ContestResult {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            verdict: reader.u8()?,
            winners: reader.vector(Prefix::U16)?,
            tied: reader.vector(Prefix::U16)?,
        })
    }
}

/// Counts, turnout and outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyResult {
    /// When.
    pub at: Time,
    /// Hash of the `Close` entry.
    pub close: Digest,
    /// Counts by units of groups; groups without ballots in none of them.
    pub units: Vec<UnitResult>,
    /// Voters whose ballot counts.
    pub voters: u32,
    /// Credentials cancelled for paper votes.
    pub cancelled: u32,
    /// Outcome of each contest.
    pub outcomes: Vec<ContestResult>,
}

impl Encode for TallyResult {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        self.close.encode(out);
        Prefix::U32.write_all(&self.units, out);
        self.voters.encode(out);
        self.cancelled.encode(out);
        Prefix::U24.write_all(&self.outcomes, out);
    }
}

impl Decode for TallyResult {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            at: Time::decode(reader)?,
            close: Digest::decode(reader)?,
            units: reader.vector(Prefix::U32)?,
            voters: reader.u32()?,
            cancelled: reader.u32()?,
            outcomes: reader.vector(Prefix::U24)?,
        })
    }
}

/// A phase of the key ceremony ended at its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseEnd {
    /// When.
    pub at: Time,
    /// Number of the phase, from 1 (enrolment) to 6 (acceptance).
    pub phase: u8,
}

impl Encode for PhaseEnd {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        self.phase.encode(out);
    }
}

impl Decode for PhaseEnd {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            at: Time::decode(reader)?,
            phase: reader.u8()?,
        })
    }
}

/// The close moves to a later time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// When this was decided.
    pub at: Time,
    /// The new close.
    pub closes_at: Time,
}

impl Encode for Extension {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        self.closes_at.encode(out);
    }
}

impl Decode for Extension {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            at: Time::decode(reader)?,
            closes_at: Time::decode(reader)?,
        })
    }
}

/// The election ends without a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abort {
    /// When.
    pub at: Time,
    /// Why, for the public.
    pub reason: String,
}

impl Encode for Abort {
    fn encode(&self, out: &mut Vec<u8>) {
        self.at.encode(out);
        encode_text(&self.reason, out);
    }
}

impl Decode for Abort {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            at: Time::decode(reader)?,
            reason: decode_text(reader)?,
        })
    }
}
