//! What a demonstration tells its reader.

use crate::cli::say;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What there is to see.
#[derive(Serialize, Deserialize)]
pub(super) struct Story {
    /// The finished referendum.
    pub(super) finished: String,
    /// The open one.
    pub(super) open: String,
    /// Codes with which nobody has voted yet.
    pub(super) codes: Vec<String>,
}

impl Story {
    /// Says what to do next.
    pub(super) fn tell(&self, port: u16, data: &Path) {
        let site = format!("http://localhost:{port}");
        let programs = programs();
        let (open, finished, data) = (&self.open, &self.finished, data.display());
        let office = format!("--server {site} --token-file {data}/keys/admin.token");
        let keys = format!("--passphrase-file {data}/trustees/passphrase");
        say(&format!("\nComitia is at {site}\n"));
        say("An open referendum, with 40 ballots in the urn:");
        say(&format!("  {site}/en/elections/{open}"));
        say("  Codes to vote with, in its booth:");
        for code in &self.codes {
            say(&format!("    {code}"));
        }
        say("\nClose it, decrypt it with two of its three trustees, and publish the result:");
        say(&format!("  {programs}comitia election close {open} {office}"));
        for trustee in [1, 3] {
            say(&format!(
                "  {programs}comitia-trustee decrypt {site}/elections/{open} --keystore {data}/trustees/{trustee} {keys}"
            ));
        }
        say(&format!("  {programs}comitia election publish {open} {office}"));
        say("\nA finished referendum, with its result:");
        say(&format!("  {site}/en/elections/{finished}/result"));
        say("  Verify it yourself:");
        say(&format!("  {programs}comitia-verify {site}/elections/{finished}"));
        say(&format!("\nStop with Ctrl-C. Everything is kept in {data}."));
    }
}

/// The folder of the programs, as seen from where the reader is.
fn programs() -> String {
    let Ok(own) = std::env::current_exe() else {
        return String::new();
    };
    let folder = own.parent().unwrap_or(Path::new(""));
    let here = std::env::current_dir().unwrap_or_default();
    let shown = folder.strip_prefix(&here).unwrap_or(folder);
    format!("{}/", shown.display())
}
