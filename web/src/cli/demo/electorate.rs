//! Made-up voters with real credentials, who seal real ballots.

use crate::cli::system_rng;
use anyhow::Context as _;
use comitia::elections::{Elections, Running, Submission};
use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::Encode as _;
use comitia_crypto::group::PointBytes;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::Entry;
use comitia_election::state::Election;
use comitia_rehearsal::actors::{Registrar, RollLine, Voter};
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;
use std::sync::Arc;
use tokio::task::{JoinSet, spawn_blocking};

/// Somebody's choice: the voter's place and the option's.
pub(super) type Vote = (usize, usize);

/// The voters of one referendum.
pub(super) struct Electorate {
    codes: Vec<VotingCode>,
    voters: Arc<Vec<Voter>>,
}

impl Electorate {
    /// So many voters.
    pub(super) fn new(
        election: &ElectionId,
        voters: usize,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> anyhow::Result<Self> {
        let codes: Vec<VotingCode> = (0..voters).map(|_| VotingCode::generate(rng)).collect();
        let voters = codes
            .par_iter()
            .map(|code| Voter::from_code(code, election))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            codes,
            voters: Arc::new(voters),
        })
    }

    /// The roll, as the registrar signs it.
    pub(super) fn roll(&self, election: &ElectionId, registrar: &SigningKey) -> anyhow::Result<Vec<u8>> {
        let registrar = Registrar::new(SigningKey::from_seed(&registrar.to_seed()));
        let lines = vec![RollLine::default(); self.voters.len()];
        let roll = registrar.roll(election, &self.voters, &lines)?;
        Ok(Entry::Object(roll).to_bytes())
    }

    /// The codes of the last `count` voters, as letters show them.
    pub(super) fn last_codes(&self, count: usize) -> Vec<String> {
        let codes = self.codes.iter().rev().take(count);
        codes.map(|code| code.grouped().to_string()).collect()
    }

    /// Everybody's ballot, sealed on all cores and sent at the same time.
    pub(super) async fn cast(
        &self,
        elections: &Elections,
        running: &Running,
        votes: Vec<Vote>,
    ) -> anyhow::Result<()> {
        let election = running.look(Election::clone).await?;
        let voters = self.voters.clone();
        let seal = move |(voter, option): Vote| seal(&election, voters.get(voter)?, option);
        let sealed: Option<Vec<_>> =
            spawn_blocking(move || votes.into_par_iter().map(seal).collect()).await?;
        let mut casts = JoinSet::new();
        for (credential, raw) in sealed.context("a ballot could not be sealed")? {
            let (elections, running) = (elections.clone(), running.clone());
            casts.spawn(async move { elections.cast(&running, &credential, raw).await });
        }
        for cast in casts.join_all().await {
            cast?;
        }
        Ok(())
    }

    /// One voter looks into a sealed ballot.
    pub(super) async fn audit(
        &self,
        elections: &Elections,
        running: &Running,
        (voter, option): Vote,
    ) -> anyhow::Result<()> {
        let election = running.look(Election::clone).await?;
        let voter = self.voters.get(voter).context("no such voter")?;
        let rng = &mut system_rng();
        let sealed = voter.seal(&election, &[vec![option]], rng)?;
        let audited = Entry::Audited(voter.give_up(election.id(), &sealed, rng));
        elections.submit(running, Submission::Entry(audited)).await?;
        Ok(())
    }
}

fn seal(election: &Election, voter: &Voter, option: usize) -> Option<(PointBytes, Vec<u8>)> {
    let rng = &mut system_rng();
    let sealed = voter.seal(election, &[vec![option]], rng).ok()?;
    let ballot = voter.cast(election.urn()?.statement(), &sealed, rng);
    Some((voter.credential(), Entry::Ballot(ballot).to_bytes()))
}
