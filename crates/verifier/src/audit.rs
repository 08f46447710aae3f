//! What a booth really sealed, told by another program (protocol-spec: `audit`).
//!
//! The booth gives the sealed body and its randomness to this program and to nobody else. From them follow the counts
//! that were sealed, whatever the booth says that they were.

use crate::source::{LogSource, SourceError};
use crate::verification::{Request, Verification, Watch, verify};
use comitia_crypto::ballot::ElectionStatement;
use comitia_crypto::codec::Decode as _;
use comitia_crypto::dlog::Table;
use comitia_crypto::group::{PointBytes, Scalar};
use comitia_crypto::{Digest, ElectionId};
use comitia_election::contest::{Counter, Place, Selection};
use comitia_election::entry::{AuditedEntry, Body, Entry, EntryKind, tracker_of};
use comitia_election::manifest::{Contest, Manifest};
use comitia_election::state::Election;
use curve25519_dalek::ristretto::RistrettoPoint;
use data_encoding::{BASE64, HEXLOWER};
use rand_core::{CryptoRng, RngCore, SeedableRng};
use serde::Deserialize;
use thiserror::Error;

/// What an opening calls itself.
const FORMAT: &str = "audit/v1";

/// Largest opening that is read, in bytes.
pub const OPENING_LIMIT: u64 = 1 << 20;

/// Why an opening cannot be used.
#[derive(Debug, Error)]
pub enum OpeningError {
    /// An address instead of an opening: whoever follows it trusts the page behind it.
    #[error("this is an address, not an opening; do not follow it: the booth must give the opening itself")]
    Address,
    /// Not the JSON of an opening.
    #[error("not an opening: {0}")]
    Syntax(String),
    /// A field does not hold what it should.
    #[error("opening: {field}: {problem}")]
    Field {
        /// Which one.
        field: &'static str,
        /// What is wrong.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningFile {
    comitia: String,
    election: String,
    body: String,
    randomness: String,
    selections: Vec<Selection>,
}

/// An opening: what a booth says that it sealed, and what shows whether that is so.
pub struct Opening {
    /// The election.
    pub election: ElectionId,
    /// The sealed ballot.
    pub body: Body,
    /// Its tracker.
    pub tracker: Digest,
    /// r.
    randomness: Scalar,
    /// What the booth says that it sealed, by contest.
    pub selections: Vec<Selection>,
}

impl Opening {
    /// Reads an opening.
    ///
    /// # Errors
    /// When it is none, or an address.
    pub fn parse(bytes: &[u8]) -> Result<Self, OpeningError> {
        if is_address(bytes) {
            return Err(OpeningError::Address);
        }
        let file: OpeningFile =
            serde_json::from_slice(bytes).map_err(|error| OpeningError::Syntax(error.to_string()))?;
        let refused = |field, problem: &dyn std::fmt::Display| OpeningError::Field {
            field,
            problem: problem.to_string(),
        };
        if file.comitia != FORMAT {
            return Err(refused(
                "comitia",
                &format!("{:?} is not {FORMAT:?}", file.comitia),
            ));
        }
        let election =
            ElectionId::parse(&file.election).ok_or_else(|| refused("election", &"not an election id"))?;
        let bytes = BASE64
            .decode(file.body.as_bytes())
            .map_err(|error| refused("body", &error))?;
        let body = Body::from_bytes(&bytes).map_err(|error| refused("body", &error))?;
        let randomness = HEXLOWER
            .decode(file.randomness.as_bytes())
            .map_err(|error| refused("randomness", &error))?;
        let randomness = Scalar::from_bytes(&randomness).map_err(|error| refused("randomness", &error))?;
        Ok(Self {
            election,
            tracker: tracker_of(&bytes),
            body,
            randomness,
            selections: file.selections,
        })
    }

    /// The counts that were sealed: mᵢ of Eᵢ − r·Yᵢ = mᵢG.
    fn counts(&self, statement: &ElectionStatement) -> Result<Vec<u64>, String> {
        let ciphertext = &self.body.sealed.ciphertext;
        let Some((first, rest)) = ciphertext.split_first() else {
            return Err("there is no ciphertext".to_owned());
        };
        if rest.len() != statement.keys().len() {
            return Err(format!(
                "{} counters instead of {}",
                rest.len(),
                statement.keys().len()
            ));
        }
        let head = RistrettoPoint::mul_base(&self.randomness);
        if decoded(first)? != head {
            return Err("the randomness is not the one that it was sealed with".to_owned());
        }
        let bounds = statement.shape().largest_counts();
        let largest = bounds.iter().copied().max().unwrap_or(0);
        let table = Table::new(largest).map_err(|error| error.to_string())?;
        let counter = |(counter, ((sealed, key), bound)): (usize, ((&PointBytes, _), &u64))| {
            let key: &comitia_crypto::group::NonIdentity = key;
            let point = decoded(sealed)? - self.randomness * key.element();
            let count = table.find(&point).filter(|count| count <= bound);
            count.ok_or_else(|| format!("counter {counter} holds what no ballot may hold"))
        };
        rest.iter()
            .zip(statement.keys().iter())
            .zip(&bounds)
            .enumerate()
            .map(counter)
            .collect()
    }
}

fn decoded(bytes: &PointBytes) -> Result<RistrettoPoint, String> {
    let point = bytes.decompress().ok_or("it is not canonical")?;
    Ok(*point.element())
}

fn is_address(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim().trim_matches('"').to_ascii_lowercase();
    let scheme = text.split(':').next().unwrap_or_default();
    let scheme = scheme.len() < text.len()
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    !text.starts_with('{') && (scheme || text.starts_with("//") || text.starts_with("www."))
}

/// One thing that an audit found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub ok: bool,
    /// What it is.
    pub text: String,
}

/// What an audit found out.
#[derive(Debug)]
pub struct Audit {
    /// The log that the audit stands on.
    pub verification: Verification,
    /// One line for each finding.
    pub findings: Vec<Finding>,
}

impl Audit {
    /// Whether everything fits.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.verification.is_ok() && self.findings.iter().all(|finding| finding.ok)
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn find(&mut self, ok: bool, text: impl Into<String>) {
        let text = text.into();
        self.0.push(Finding { ok, text });
    }
}

/// Looks for the audited ballot while the log is read.
struct Search<'a> {
    opening: &'a Opening,
    watch: &'a mut dyn Watch,
    audited: Option<(u64, AuditedEntry)>,
    cast: Option<u64>,
}

impl Watch for Search<'_> {
    fn entry(&mut self, index: u64, raw: &[u8], election: Option<&Election>) {
        let kind = raw.get(1).copied().and_then(EntryKind::from_number);
        if matches!(kind, Some(EntryKind::Ballot | EntryKind::AuditedBallot)) {
            match Entry::from_bytes(raw) {
                Ok(Entry::Ballot(ballot)) if self.is_ours(ballot.body.sealed.randomness_point()) => {
                    self.cast = Some(index);
                }
                Ok(Entry::Audited(audited)) if self.is_ours(audited.randomness_point) => {
                    self.audited = Some((index, audited));
                }
                _ => {}
            }
        }
        self.watch.entry(index, raw, election);
    }

    fn progress(&mut self, done: u64, of: u64) {
        self.watch.progress(done, of);
    }
}

impl Search<'_> {
    fn is_ours(&self, randomness_point: PointBytes) -> bool {
        randomness_point == self.opening.body.sealed.randomness_point()
    }
}

/// Audits a sealed ballot against the log of its election.
///
/// # Errors
/// When the log cannot be read.
pub fn audit<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
    source: &LogSource,
    opening: &Opening,
    rng: R,
    watch: &mut dyn Watch,
) -> Result<Audit, SourceError> {
    let mut search = Search {
        opening,
        watch,
        audited: None,
        cast: None,
    };
    let request = Request {
        election: Some(opening.election),
        ..Request::default()
    };
    let verification = verify(source, &request, rng, &mut search)?;
    let (audited, cast) = (search.audited, search.cast);
    let mut findings = Findings::default();
    match verification.report().failures().next() {
        Some((id, culprit)) => findings.find(false, format!("the log does not verify: {id}: {culprit}")),
        None if verification.is_ok() => findings.find(true, "the log verifies"),
        None => findings.find(false, "the log could not be verified"),
    }
    let election = verification.conclusion.election.as_ref();
    match election.and_then(|election| Some((election.manifest(), election.urn()?))) {
        Some((manifest, urn)) => check_opening(&mut findings, opening, manifest, urn.statement()),
        None => findings.find(
            false,
            "voting has not begun on this log: nothing can be sealed for it",
        ),
    }
    check_entry(&mut findings, opening, audited, cast);
    Ok(Audit {
        verification,
        findings: findings.0,
    })
}

fn check_opening(
    findings: &mut Findings,
    opening: &Opening,
    manifest: &Manifest,
    statement: &ElectionStatement,
) {
    let counts = match opening.counts(statement) {
        Ok(counts) => counts,
        Err(problem) => {
            return findings.find(false, format!("the opening does not open the ballot: {problem}"));
        }
    };
    for line in in_words(manifest, &counts) {
        findings.find(true, format!("sealed in {line}"));
    }
    match manifest
        .ballot()
        .plaintext(&manifest.contests, &opening.selections)
    {
        Ok(claimed) => {
            let claimed = statement.shape().count(&claimed);
            let text = if claimed == counts {
                "that is what the booth said".to_owned()
            } else {
                format!(
                    "THE BOOTH LIED: it said {}",
                    in_words(manifest, &claimed).join("; ")
                )
            };
            findings.find(claimed == counts, text);
        }
        Err(error) => findings.find(false, format!("THE BOOTH LIED: it said what is no vote: {error}")),
    }
}

/// What a ballot counts, a line for each contest: titles of options where they are marked, else names of counters.
fn in_words(manifest: &Manifest, counts: &[u64]) -> Vec<String> {
    let contests = manifest.contests.iter().zip(manifest.ballot().places());
    let line = |(contest, place): (&Contest, &Place)| {
        let own = counts.get(place.counters.clone()).unwrap_or_default();
        let counted = contest
            .counters()
            .into_iter()
            .zip(own)
            .filter(|(_, count)| **count > 0);
        let words: Vec<String> = counted
            .map(|(counter, count)| counted_words(contest, counter, *count))
            .collect();
        let words = if words.is_empty() {
            "nothing".to_owned()
        } else {
            words.join(", ")
        };
        format!("{:?}: {words}", contest.id)
    };
    contests.map(line).collect()
}

/// One counter of one ballot.
fn counted_words(contest: &Contest, counter: Counter, count: u64) -> String {
    let title = match counter {
        Counter::Option(option) => contest
            .options
            .get(option)
            .map(|option| option.title.get("en").to_owned()),
        Counter::Grade { .. } | Counter::Above { .. } => None,
    };
    let name = title.unwrap_or_else(|| counter.name(contest));
    if contest.rule.marks_options() || !matches!(counter, Counter::Option(_)) {
        name
    } else {
        format!("{name} {count}")
    }
}

fn check_entry(
    findings: &mut Findings,
    opening: &Opening,
    audited: Option<(u64, AuditedEntry)>,
    cast: Option<u64>,
) {
    match audited {
        None => findings.find(
            false,
            format!(
                "no audit of the ballot with tracker {} is on the log",
                opening.tracker
            ),
        ),
        Some((index, entry)) if entry.tracker != opening.tracker => findings.find(
            false,
            format!(
                "the audit at entry {index} is of another ballot, with tracker {}",
                entry.tracker
            ),
        ),
        Some((index, entry)) if entry.credential != opening.body.credential => {
            findings.find(false, format!("the audit at entry {index} is of another voter"));
        }
        Some((index, _)) => findings.find(
            true,
            format!(
                "its audit is on the log, signed, at entry {index}: tracker {}",
                opening.tracker
            ),
        ),
    }
    match cast {
        Some(index) => findings.find(false, format!("the audited ballot was cast, at entry {index}")),
        None => findings.find(true, "it was not cast"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b9_an_address_is_refused_as_such() {
        for text in [
            "https://evil.example/audit",
            "\"http://evil.example\"",
            " HTTPS://EVIL.EXAMPLE ",
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "www.evil.example",
        ] {
            assert!(
                matches!(Opening::parse(text.as_bytes()), Err(OpeningError::Address)),
                "{text}"
            );
        }
        for text in ["", "{}", "[]", "{\"comitia\":\"audit/v1\"}", "\u{ff}"] {
            assert!(
                matches!(Opening::parse(text.as_bytes()), Err(OpeningError::Syntax(_))),
                "{text}"
            );
        }
    }
}
