//! `check`: a list of voters before anything is made of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use comitia_election::manifest::Manifest;
use comitia_registrar::election;
use comitia_registrar::voters::{self, Voter, VoterList};

use super::{ElectionSource, say};

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    election: ElectionSource,
    /// The list of voters: CSV with the columns name, weight, group, contact.
    #[arg(long, value_name = "FILE")]
    voters: PathBuf,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let manifest = self.election.manifest()?;
        let voters = read(&self.voters, &manifest)?;
        say::result(&summary(&voters));
        Ok(())
    }
}

/// Reads a list and says its warnings.
pub(super) fn read(path: &Path, manifest: &Manifest) -> anyhow::Result<Vec<Voter>> {
    let bytes =
        fs::read(path).with_context(|| format!("cannot read the list of voters {}", path.display()))?;
    let VoterList { voters, warnings } = voters::read(&bytes, &election::list_rules(manifest))?;
    for warning in &warnings {
        say::note(&format!("warning: {warning}"));
    }
    Ok(voters)
}

/// How many voters, and what they weigh together.
pub(super) fn summary(voters: &[Voter]) -> String {
    let weight: u64 = voters.iter().map(|voter| u64::from(voter.weight.get())).sum();
    format!("{} voters, {weight} votes in all", voters.len())
}
