//! What is sent: ballots as voters seal them, and what attackers make of such ballots.

use super::server::Servers;
use anyhow::Context as _;
use comitia_booth::paper::Paper;
use comitia_booth::session::Choice;
use comitia_booth::voter::{Standing, Voter};
use comitia_crypto::ElectionId;
use comitia_crypto::ballot::sign;
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_crypto::credential::Credential;
use comitia_election::contest::Selection;
use comitia_election::entry::{BallotEntry, Entry};
#[expect(
    clippy::disallowed_types,
    reason = "a generator of load draws as a voter's program does"
)]
use rand_core::OsRng;
use rayon::prelude::*;

/// Codes at the end of the file that belong to attackers.
pub const ATTACKERS: usize = 200;

/// The election's paper, verified.
pub async fn paper(servers: &Servers, election: &str) -> anyhow::Result<Paper> {
    let id = ElectionId::parse(election).context("this is no election's id")?;
    Paper::read(&servers.api("/booth").await?, &id).context("the election does not verify")
}

/// Where the owner of a code stands before the first ballot, which is where all stand here.
fn standing() -> anyhow::Result<Standing> {
    let zeros = "0".repeat(64);
    let text =
        format!(r#"{{"group":0,"weight":1,"seq":0,"prev":"{zeros}","last_index":null,"cancelled":false}}"#);
    Ok(Standing::read(text.as_bytes())?)
}

/// One sealed and signed ballot for each code, in their order.
pub fn seal(paper: &Paper, codes: &[String]) -> anyhow::Result<Vec<Vec<u8>>> {
    let standing = standing()?;
    codes
        .par_iter()
        .enumerate()
        .map(|(number, code)| seal_one(paper, &standing, number, code))
        .collect()
}

fn seal_one(paper: &Paper, standing: &Standing, number: usize, code: &str) -> anyhow::Result<Vec<u8>> {
    let voter = Voter::enter(paper, code)?;
    let contests = &paper.manifest().contests;
    let selections: Vec<Selection> = contests
        .iter()
        .map(|contest| vec![number % contest.options.len()])
        .collect();
    let sealed = Choice::new(paper, selections)?.seal(paper, &voter, standing, &mut OsRng)?;
    Ok(sealed.cast(paper, &voter, &mut OsRng).entry)
}

fn ballot(bytes: &[u8]) -> anyhow::Result<BallotEntry> {
    match Entry::from_bytes(bytes)? {
        Entry::Ballot(ballot) => Ok(ballot),
        _ => anyhow::bail!("not a ballot"),
    }
}

/// The same ballot under a signature that is not the voter's.
pub fn forge(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut ballot = ballot(bytes)?;
    ballot.signature.response += curve25519_dalek::Scalar::ONE;
    Ok(Entry::Ballot(ballot).to_bytes())
}

/// The same ballot with a proof that is false, under the voter's true signature.
pub fn falsify(paper: &Paper, code: &str, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut ballot = ballot(bytes)?;
    let responses = &mut ballot.body.sealed.responses;
    responses.randomness += curve25519_dalek::Scalar::ONE;
    let credential = Credential::derive(&VotingCode::parse(code)?, paper.manifest().id())?;
    let context = ballot.body.context(0, 1);
    let statement = paper.statement();
    ballot.signature = sign(
        statement,
        &context,
        &ballot.body.sealed,
        credential.secret(),
        &mut OsRng,
    );
    Ok(Entry::Ballot(ballot).to_bytes())
}
