//! What a manifest must satisfy beyond its syntax. Every refusal names the field.

use super::{Contest, Document, ManifestError};
use crate::contest::{self, CompiledBallot};
use crate::entry::BallotEntry;
use crate::text::is_printable;
use comitia_crypto::dlog::MAX_BOUND;
use std::collections::BTreeSet;

/// Most trustees of one election.
pub(crate) const TRUSTEE_LIMIT: usize = 32;
/// Longest identifier, in bytes.
const ID_LIMIT: usize = 200;

type Checked = Result<(), ManifestError>;

fn refuse<T>(path: impl Into<String>, problem: impl Into<String>) -> Result<T, ManifestError> {
    Err(ManifestError {
        path: path.into(),
        problem: problem.into(),
    })
}

pub(super) fn validate(document: &Document) -> Result<CompiledBallot, ManifestError> {
    if document.comitia != 1 {
        return refuse(
            "comitia",
            format!(
                "version {} of the protocol is unknown; this is 1",
                document.comitia
            ),
        );
    }
    host(&document.host)?;
    nonce(&document.nonce)?;
    parties(document)?;
    threshold(document)?;
    witnesses(document)?;
    times(document)?;
    groups(document)?;
    contests(&document.contests)
}

fn host(host: &str) -> Checked {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-:[]".contains(&b);
    if host.is_empty() || host.len() > 255 || !host.bytes().all(allowed) {
        return refuse(
            "host",
            "a host name in lower case, with a port where needed, and nothing else",
        );
    }
    Ok(())
}

fn nonce(nonce: &str) -> Checked {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if nonce.len() != 64 || !nonce.bytes().all(hex) {
        return refuse(
            "nonce",
            "64 lower-case hexadecimal digits from a random generator",
        );
    }
    Ok(())
}

fn parties(document: &Document) -> Checked {
    let trustees = document
        .trustees
        .iter()
        .enumerate()
        .map(|(i, party)| (format!("trustees[{i}]"), party));
    let officers = document
        .officers
        .iter()
        .enumerate()
        .map(|(i, party)| (format!("officers[{i}]"), party));
    let pinned = [
        ("authority".to_owned(), &document.authority),
        ("registrar".to_owned(), &document.registrar),
    ];
    let mut keys = BTreeSet::from([*document.log_key.0.as_array()]);
    for (path, party) in pinned.into_iter().chain(trustees).chain(officers) {
        if party.name.trim().is_empty() || party.name.len() > ID_LIMIT || !is_printable(&party.name) {
            return refuse(format!("{path}.name"), format!("a name of 1 to {ID_LIMIT} bytes"));
        }
        if !keys.insert(*party.key.0.as_array()) {
            return refuse(
                format!("{path}.key"),
                "this key is pinned twice; every role needs a key of its own",
            );
        }
    }
    Ok(())
}

fn threshold(document: &Document) -> Checked {
    let (n, t) = (document.trustees.len(), usize::from(document.threshold));
    if n == 0 || n > TRUSTEE_LIMIT {
        return refuse("trustees", format!("1 to {TRUSTEE_LIMIT} trustees, not {n}"));
    }
    if t == 0 || t > n {
        return refuse("threshold", format!("between 1 and {n}, the number of trustees"));
    }
    if (n < 3 || t * 2 <= n) && document.waivers.trustees.is_none() {
        let problem =
            "fewer than three trustees, or a threshold of half of them or less, needs waivers.trustees";
        return refuse("threshold", problem);
    }
    Ok(())
}

fn witnesses(document: &Document) -> Checked {
    let (quorum, keys) = (usize::from(document.witnesses.quorum), &document.witnesses.keys);
    if quorum > keys.len() {
        return refuse(
            "witnesses.quorum",
            format!("{quorum} cosignatures from {} witnesses", keys.len()),
        );
    }
    let mut seen = BTreeSet::new();
    for (index, key) in keys.iter().enumerate() {
        let path = format!("witnesses.keys[{index}]");
        match key.parse::<comitia_tlog::cosignature::WitnessKey>() {
            Err(error) => return refuse(path, error.to_string()),
            Ok(_) if !seen.insert(key) => return refuse(path, "this witness stands here twice"),
            Ok(_) => {}
        }
    }
    Ok(())
}

fn times(document: &Document) -> Checked {
    let times = &document.times;
    let phases = times.ceremony.in_order();
    for pair in phases.windows(2) {
        if let [(_, earlier), (name, later)] = pair
            && later < earlier
        {
            return refuse(
                format!("times.ceremony.{name}"),
                "earlier than the phase before it",
            );
        }
    }
    if times.opens_at < times.ceremony.accept {
        return refuse("times.opens_at", "earlier than the end of the key ceremony");
    }
    if times.closes_at <= times.opens_at {
        return refuse("times.closes_at", "not later than times.opens_at");
    }
    Ok(())
}

fn groups(document: &Document) -> Checked {
    let count = document.groups.len();
    if count == 0 || count > 1000 {
        return refuse("groups", format!("1 to 1000 groups, not {count}"));
    }
    ids("groups", document.groups.iter().map(|group| group.id.as_str()))?;
    if document.floor == 0 {
        return refuse(
            "floor",
            "at least 1; to decrypt below the floor, use waivers.floor",
        );
    }
    Ok(())
}

fn ids<'a>(path: &str, ids: impl Iterator<Item = &'a str>) -> Checked {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        let plain = !id.trim().is_empty() && id.len() <= ID_LIMIT && is_printable(id) && !id.contains('\n');
        if !plain {
            return refuse(
                format!("{path}[{index}].id"),
                format!("1 to {ID_LIMIT} bytes without control characters"),
            );
        }
        if !seen.insert(id) {
            return refuse(format!("{path}[{index}].id"), format!("{id:?} stands here twice"));
        }
    }
    Ok(())
}

fn contests(contests: &[Contest]) -> Result<CompiledBallot, ManifestError> {
    if contests.is_empty() {
        return refuse("contests", "at least one");
    }
    ids("contests", contests.iter().map(|contest| contest.id.as_str()))?;
    for (index, one) in contests.iter().enumerate() {
        contest(&format!("contests[{index}]"), one)?;
    }
    let ballot = CompiledBallot::compile(contests).or_else(|error| refuse("contests", error.to_string()))?;
    fits("contests", &ballot)?;
    Ok(ballot)
}

/// A contest alone; so that what is too large is named by the contest that makes it so.
fn contest(path: &str, contest: &Contest) -> Checked {
    ids(
        &format!("{path}.options"),
        contest.options.iter().map(|option| option.id.as_str()),
    )?;
    contest::check(contest)
        .or_else(|error| refuse(format!("{path}.{}", error.field()), error.to_string()))?;
    let rule = format!("{path}.rule");
    let alone = CompiledBallot::compile(core::slice::from_ref(contest))
        .or_else(|error| refuse(rule.as_str(), error.to_string()))?;
    fits(&rule, &alone)
}

/// The size of a ballot, and the counts of one.
fn fits(path: &str, ballot: &CompiledBallot) -> Checked {
    let bytes = BallotEntry::encoded_len(ballot.shape());
    if bytes > crate::entry::ENTRY_LIMIT {
        let problem = format!(
            "a ballot would have {bytes} bytes; at most {} fit",
            crate::entry::ENTRY_LIMIT
        );
        return refuse(path, problem);
    }
    let largest = ballot.shape().largest_counts().into_iter().max().unwrap_or(0);
    if largest > MAX_BOUND {
        let problem = format!("one ballot could count {largest}; sums above {MAX_BOUND} cannot be decrypted");
        return refuse(path, problem);
    }
    Ok(())
}
