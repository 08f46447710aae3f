//! V24: a voter's own ballot (protocol-spec: `receipt`).

use crate::pass::{Pass, Reread};
use crate::source::{LogSource, SourceError};
use crate::verification::policy_of;
use comitia_crypto::codec::Decode as _;
use comitia_crypto::credential::Pseudonym;
use comitia_election::entry::{BallotEntry, Entry};
use comitia_election::state::Election;
use comitia_election::verification::{CheckId, Report};
use comitia_tlog::proof::{Receipt, ReceiptError};

/// A receipt that was read, or why it was not.
pub struct Parsed(Result<Receipt, ReceiptError>);

impl Parsed {
    /// Reads a receipt.
    pub fn new(bytes: &[u8]) -> Self {
        Self(Receipt::parse(bytes))
    }

    /// Size of the tree that the receipt is about.
    pub fn tree_size(&self) -> Option<u64> {
        let receipt = self.0.as_ref().ok()?;
        Some(receipt.checkpoint.unverified().size)
    }
}

/// What became of the ballot of a receipt.
enum Fate {
    Counted(String),
    Not(String),
}

/// Fills in V24.
pub fn check(
    report: &mut Report,
    receipt: Option<Parsed>,
    source: &LogSource,
    pass: &Pass,
    election: Option<&Election>,
) -> Result<(), SourceError> {
    let receipt = match receipt {
        None => {
            report.skip(CheckId::V24, "no receipt was given");
            return Ok(());
        }
        Some(Parsed(Err(error))) => {
            report.fail(CheckId::V24, error.to_string());
            return Ok(());
        }
        Some(Parsed(Ok(receipt))) => receipt,
    };
    let Some(election) = election else {
        report.not_reached([CheckId::V24], CheckId::V05);
        return Ok(());
    };
    let fate = match fate(&receipt, source, pass, election) {
        Ok(fate) => fate,
        Err(Reread::Source(error)) => return Err(error),
        Err(Reread::Changed(problem)) => Fate::Not(problem),
    };
    report.cover(CheckId::V24, 1);
    match fate {
        Fate::Counted(remark) => report.remark(CheckId::V24, remark),
        Fate::Not(problem) => report.fail(CheckId::V24, problem),
    }
    Ok(())
}

fn read(source: &LogSource, pass: &Pass, place: u64) -> Result<Option<Vec<u8>>, Reread> {
    let mut found = None;
    if place < pass.entries() {
        pass.reread(source, &[place], |_, raw| found = Some(raw.to_vec()))?;
    }
    Ok(found)
}

fn fate(receipt: &Receipt, source: &LogSource, pass: &Pass, election: &Election) -> Result<Fate, Reread> {
    let not = |problem: String| Ok(Fate::Not(problem));
    let tree = receipt.checkpoint.unverified();
    let (index, size) = (receipt.index, pass.entries());
    if tree.size > size {
        return not(format!(
            "the receipt is of a log of {} entries; this one has {size}: something was taken away",
            tree.size
        ));
    }
    let Some(raw) = read(source, pass, index)? else {
        return not(format!("the log has no entry {index}"));
    };
    let policy = policy_of(election.manifest()).and_then(|(_, whole)| whole);
    let verified = policy.and_then(|policy| receipt.verify(&policy, &raw).map_err(|error| error.to_string()));
    if let Err(problem) = verified {
        return not(problem);
    }
    if pass.roots.get(&tree.size) != Some(&tree.root) {
        return not(format!(
            "the log showed the voter another history: its first {} entries are not those of the receipt",
            tree.size
        ));
    }
    match Entry::from_bytes(&raw) {
        Ok(Entry::Ballot(ballot)) => fate_of_ballot(&ballot, index, source, pass, election),
        Ok(Entry::Audited(_)) => not(format!("entry {index} is an audited ballot, which never counts")),
        _ => not(format!("entry {index} is not a ballot")),
    }
}

fn fate_of_ballot(
    ballot: &BallotEntry,
    index: u64,
    source: &LogSource,
    pass: &Pass,
    election: &Election,
) -> Result<Fate, Reread> {
    let body = &ballot.body;
    let name = Pseudonym::of(&body.credential);
    let voter = election.urn().and_then(|urn| urn.voter(&body.credential));
    let Some((_, voter)) = voter else {
        return Ok(Fate::Not(format!("{name} is not on the roll")));
    };
    if voter.is_cancelled() {
        return Ok(Fate::Not(format!(
            "a vote on paper replaced the ballots of {name}: they are cancelled"
        )));
    }
    match voter.counted() {
        Some(counted) if counted == index => Ok(Fate::Counted(format!(
            "ballot {} of {name}, tracker {}, at entry {index}, is the one that counts",
            body.seq,
            body.tracker()
        ))),
        Some(later) => {
            let tracker = match read(source, pass, later)?.as_deref().map(Entry::from_bytes) {
                Some(Ok(Entry::Ballot(later))) => format!(", tracker {}", later.body.tracker()),
                _ => String::new(),
            };
            Ok(Fate::Not(format!(
                "a later ballot of {name} replaced it, at entry {later}{tracker}"
            )))
        }
        None => Ok(Fate::Not(format!("the log was not read as far as entry {index}"))),
    }
}
