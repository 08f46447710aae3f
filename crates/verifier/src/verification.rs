//! All checks of a published log.

use crate::pass::{Pass, Reread};
use crate::receipt::{self, Parsed};
use crate::source::{LogSource, SourceError};
use comitia_crypto::ElectionId;
use comitia_election::manifest::Manifest;
use comitia_election::state::Election;
use comitia_election::verification::{CheckId, Conclusion, Observer, Report};
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint, VerifiedCheckpoint};
use comitia_tlog::hash::TreeHash;
use comitia_tlog::policy::Policy;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

/// Seconds by which the clocks of a server and of a witness may differ.
const CLOCK_TOLERANCE: u64 = 300;

/// What is wanted of a verification besides all checks.
#[derive(Debug, Default)]
pub struct Request<'a> {
    /// The election that the log must be about.
    pub election: Option<ElectionId>,
    /// The bytes of a voter's receipt.
    pub receipt: Option<&'a [u8]>,
    /// Sizes at which the root of the tree is wanted.
    pub milestones: BTreeSet<u64>,
}

/// Looks on while a log is read.
pub trait Watch {
    /// An entry was read; `election` is what the log tells up to and including it.
    fn entry(&mut self, index: u64, raw: &[u8], election: Option<&Election>) {
        let _ = (index, raw, election);
    }

    /// So many entries of so many were read.
    fn progress(&mut self, done: u64, of: u64) {
        let _ = (done, of);
    }
}

/// Nobody looks on.
impl Watch for () {}

/// What came out.
#[derive(Debug)]
pub struct Verification {
    /// The checks, and what the log amounts to.
    pub conclusion: Conclusion,
    /// The checkpoint that everything was checked against; `None` if it is malformed.
    pub checkpoint: Option<SignedCheckpoint>,
    /// Roots of the tree at the sizes that were asked for, as far as the log goes.
    pub roots: BTreeMap<u64, TreeHash>,
}

impl Verification {
    /// The checks.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.conclusion.report
    }

    /// Whether every check holds that could be made.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.report().is_ok()
    }
}

/// Makes every check of the log at `source`. `rng` must be unpredictable to whoever wrote the log.
///
/// # Errors
/// When the log cannot be read. A log that can be read and is wrong is no error: the report says so.
pub fn verify<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
    source: &LogSource,
    request: &Request<'_>,
    rng: R,
    watch: &mut dyn Watch,
) -> Result<Verification, SourceError> {
    let bytes = source.checkpoint()?;
    let expected = request.election.or_else(|| source.named_election());
    let mut observer = Observer::new(expected, rng);
    let signed = match SignedCheckpoint::parse(&bytes) {
        Ok(signed) => signed,
        Err(error) if resembles_checkpoint(&bytes) => return Ok(malformed(observer, &error.to_string())),
        Err(error) => return Err(source.not_a_log(error.to_string())),
    };
    let size = signed.unverified().size;
    let receipt = request.receipt.map(Parsed::new);
    let mut milestones = request.milestones.clone();
    milestones.extend(receipt.as_ref().and_then(Parsed::tree_size));
    let pass = Pass::read(source, size, &milestones, &mut observer, watch)?;
    let changed = retract(source, &pass, &mut observer)?;
    let mut conclusion = observer.conclude();
    let report = &mut conclusion.report;
    let manifest = conclusion
        .election
        .as_ref()
        .map(|election| election.manifest().as_ref());
    check_log(report, &pass, signed.unverified(), changed);
    check_signatures(report, &signed, manifest, conclusion.election.as_ref());
    report.cover(CheckId::V22, pass.tiles);
    match source.unexpected(size)? {
        Some(unexpected) => report.fail(CheckId::V22, unexpected),
        None if matches!(source, LogSource::Web(_)) => {
            report.remark(CheckId::V22, "a server cannot be asked what else it has");
        }
        None => {}
    }
    receipt::check(report, receipt, source, &pass, conclusion.election.as_ref())?;
    Ok(Verification {
        conclusion,
        checkpoint: Some(signed),
        roots: pass.roots,
    })
}

/// Whether somebody meant this to be the checkpoint of an election.
fn resembles_checkpoint(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    !text.trim_start().starts_with('<') && (text.contains("/elections/") || text.contains("\n\u{2014} "))
}

fn malformed<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
    observer: Observer<R>,
    error: &str,
) -> Verification {
    let mut report = Report::default();
    report.fail(CheckId::V01, format!("checkpoint: {error}"));
    report.not_reached(
        CheckId::ALL.iter().copied().filter(|id| *id != CheckId::V01),
        CheckId::V01,
    );
    Verification {
        conclusion: Conclusion {
            report,
            ..observer.conclude()
        },
        checkpoint: None,
        roots: BTreeMap::new(),
    }
}

/// Takes the ballots out of the sums that no longer count; says what changed between the two readings.
fn retract<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
    source: &LogSource,
    pass: &Pass,
    observer: &mut Observer<R>,
) -> Result<Option<String>, SourceError> {
    let places = observer.superseded();
    match pass.reread(source, &places, |index, raw| observer.retract(index, raw)) {
        Ok(()) => Ok(None),
        Err(Reread::Source(error)) => Err(error),
        Err(Reread::Changed(problem)) => Ok(Some(problem)),
    }
}

fn check_log(report: &mut Report, pass: &Pass, checkpoint: &Checkpoint, changed: Option<String>) {
    report.cover(CheckId::V01, pass.entries());
    if let Some(problem) = pass.problem.clone().or(changed) {
        report.fail(CheckId::V01, problem);
    }
    if pass.is_complete() && pass.root() != checkpoint.root {
        let (found, said) = (pass.root(), checkpoint.root);
        report.fail(
            CheckId::V01,
            format!("the entries make a tree with the root {found}; the checkpoint says {said}"),
        );
    }
    if !pass.is_complete() {
        let rest = CheckId::ALL.iter().copied().filter(|id| *id != CheckId::V01);
        report.not_reached(rest, CheckId::V01);
    }
}

/// The log's key and the witnesses', as the manifest pins them.
pub(crate) fn policy_of(manifest: &Manifest) -> Result<(Policy, Result<Policy, String>), String> {
    let log = manifest.log_verifier().map_err(|error| error.to_string())?;
    let whole = manifest.policy().map_err(|error| error.to_string());
    Ok((Policy::without_witnesses(log), whole))
}

fn check_signatures(
    report: &mut Report,
    signed: &SignedCheckpoint,
    manifest: Option<&Manifest>,
    election: Option<&Election>,
) {
    let Some(manifest) = manifest else {
        // Nobody knows the keys of the log and of its witnesses; what is wrong is what happened to the manifest.
        let because = report.failures().next().map_or(CheckId::V05, |(id, _)| id);
        report.unfinished(CheckId::V01, because);
        report.unfinished(CheckId::V02, because);
        return;
    };
    let (log, whole) = match policy_of(manifest) {
        Ok(policies) => policies,
        Err(problem) => return report.fail(CheckId::V01, format!("key of the log: {problem}")),
    };
    if let Err(error) = signed.verify(&log) {
        report.fail(CheckId::V01, format!("checkpoint: {error}"));
    }
    let witnesses = &manifest.witnesses;
    if witnesses.quorum == 0 && witnesses.keys.is_empty() {
        report.skip(CheckId::V02, "the manifest names no witnesses");
    }
    match whole.and_then(|policy| signed.verify(&policy).map_err(|error| error.to_string())) {
        Ok(verified) => {
            report.cover(CheckId::V02, verified.cosigned().len() as u64);
            if let Err(error) = verified.refuse_extras() {
                report.fail(CheckId::V01, format!("checkpoint: {error}"));
            }
            check_times(report, &verified, election);
        }
        Err(error) => report.fail(CheckId::V02, error),
    }
}

/// A witness saw the whole log before it signed: no entry can be of a later time.
fn check_times(report: &mut Report, verified: &VerifiedCheckpoint, election: Option<&Election>) {
    let seen = verified
        .cosigned()
        .iter()
        .map(|cosigned| cosigned.time.seconds())
        .min();
    if let Some((seen, election)) = seen.zip(election)
        && election.clock().0 > seen.saturating_add(CLOCK_TOLERANCE)
    {
        let (claimed, seen) = (election.clock(), comitia_election::manifest::Time(seen));
        report.fail(
            CheckId::V03,
            format!(
                "the log claims to reach {}, but a witness had seen all of it at {}",
                claimed.to_rfc3339(),
                seen.to_rfc3339()
            ),
        );
    }
}
