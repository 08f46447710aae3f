//! What the registrar takes from an election's manifest, and gives back: the roll.

use comitia_crypto::codec::Encode as _;
use comitia_crypto::signing::{SigningKey, VerifyingKey};
use comitia_election::entry::{Author, Entry, EntryKind, OBJECT_LIMIT, Roll, RollEntry, SignedObject};
use comitia_election::manifest::{Manifest, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use thiserror::Error;

use crate::issue::Issued;
use crate::letters::{Language, Occasion};
use crate::voters::ListRules;

/// Total weight times the largest count of one ballot stays below this, or no opening is admitted.
const COUNT_BOUND: u128 = 1 << 40;

/// Why there is no roll.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RollError {
    /// The election names somebody else as its registrar.
    #[error(
        "the manifest pins the registrar key {pinned}, and this is {ours}: the election has another registrar"
    )]
    OtherRegistrar {
        /// The key in the manifest.
        pinned: Box<VerifyingKey>,
        /// The key that should sign.
        ours: Box<VerifyingKey>,
    },
    /// Two voters have one credential.
    #[error("two voters have the same credential; the random generator of this machine is broken")]
    Repeated,
    /// The sum of the weights is too large.
    #[error("the weights add up to {total}, too much for this ballot: counts could reach 2^40")]
    TooHeavy {
        /// The sum.
        total: u64,
    },
    /// Too many voters.
    #[error("a roll of {voters} voters does not fit the log")]
    TooLong {
        /// How many.
        voters: usize,
    },
    /// A time of the manifest is beyond the calendar.
    #[error("the manifest's times are beyond the calendar")]
    Calendar,
}

/// What the election asks of a list of voters.
#[must_use]
pub fn list_rules(manifest: &Manifest) -> ListRules {
    let groups = manifest.groups.iter().map(|group| group.id.clone()).collect();
    ListRules {
        groups,
        floor: manifest.floor,
    }
}

/// What letters say about the election. `address` is where to vote, `zone` the time zone of the voters.
pub fn occasion(
    manifest: &Manifest,
    language: Language,
    address: String,
    zone: &TimeZone,
) -> Result<Occasion, RollError> {
    let tag = language.tag();
    Ok(Occasion {
        title: manifest.title.get(tag).to_owned(),
        organiser: manifest.authority.name.clone(),
        groups: manifest
            .groups
            .iter()
            .map(|group| group.title.get(tag).to_owned())
            .collect(),
        address,
        opens: zoned(manifest.times.opens_at, zone)?,
        closes: zoned(manifest.times.closes_at, zone)?,
        election: *manifest.id(),
    })
}

fn zoned(time: Time, zone: &TimeZone) -> Result<Zoned, RollError> {
    let seconds = i64::try_from(time.0).map_err(|_| RollError::Calendar)?;
    let moment = Timestamp::from_second(seconds).map_err(|_| RollError::Calendar)?;
    Ok(moment.to_zoned(zone.clone()))
}

/// Refuses a key that the manifest does not pin as its registrar's.
pub fn check_registrar(manifest: &Manifest, key: &SigningKey) -> Result<(), RollError> {
    let (pinned, ours) = (manifest.registrar.key.0, key.verifying_key());
    if pinned == ours {
        return Ok(());
    }
    Err(RollError::OtherRegistrar {
        pinned: Box::new(pinned),
        ours: Box::new(ours),
    })
}

/// The roll of these voters, signed by the registrar (protocol-spec: `roll`). The authority signs it too, and logs
/// it.
pub fn signed_roll(
    manifest: &Manifest,
    issued: &[Issued],
    key: &SigningKey,
) -> Result<SignedObject, RollError> {
    check_registrar(manifest, key)?;
    let entry = |issued: &Issued| RollEntry {
        credential: issued.credential,
        weight: issued.voter.weight.get(),
        group: issued.voter.group,
    };
    let voters = issued.len();
    let roll = Roll::new(issued.iter().map(entry).collect()).ok_or(RollError::Repeated)?;
    let largest = manifest
        .ballot()
        .shape()
        .largest_counts()
        .into_iter()
        .max()
        .unwrap_or(0);
    let total = roll.total_weight();
    if u128::from(total) * u128::from(largest) >= COUNT_BOUND {
        return Err(RollError::TooHeavy { total });
    }
    // A roll of that size would not fit its length prefix, and could not be encoded.
    if voters > OBJECT_LIMIT / roll_entry_bytes() {
        return Err(RollError::TooLong { voters });
    }
    let object = SignedObject::new(
        manifest.id(),
        EntryKind::Roll,
        roll.to_bytes(),
        Author::Registrar,
        key,
    );
    if Entry::Object(object.clone()).to_bytes().len() > OBJECT_LIMIT {
        return Err(RollError::TooLong { voters });
    }
    Ok(object)
}

/// Bytes of one line of a roll: credential, weight, group.
const fn roll_entry_bytes() -> usize {
    32 + 4 + 2
}
