//! The manifest from wherever it is, and what letters make of it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use comitia_election::manifest::Manifest;
use comitia_registrar::letters::{Language, Occasion};
use comitia_registrar::{election, source};
use jiff::tz::TimeZone;
use ureq::Agent;

use super::{ElectionSource, LetterStyle};

/// The most bytes of one answer: a bundle of entries has at most 256 of 64 KiB.
const LONGEST_ANSWER: u64 = 1 << 25;

impl ElectionSource {
    /// The manifest.
    pub(super) fn manifest(&self) -> anyhow::Result<Manifest> {
        let given = self.election.as_str();
        if given.starts_with("http://") || given.starts_with("https://") {
            return from_address(given);
        }
        let path = Path::new(given);
        if path.is_dir() {
            return from_folder(path);
        }
        let bytes = fs::read(path).with_context(|| format!("cannot read the manifest {given}"))?;
        Manifest::parse(&bytes).with_context(|| format!("{given} is not a sound manifest"))
    }
}

fn from_address(address: &str) -> anyhow::Result<Manifest> {
    let election = source::election_of(address)?;
    let agent = Agent::new_with_config(
        Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(60)))
            .build(),
    );
    let fetch = |path: &str| {
        let address = format!("{}/{path}", address.trim_end_matches('/'));
        let answer = agent.get(&address).call().and_then(|mut answer| {
            answer
                .body_mut()
                .with_config()
                .limit(LONGEST_ANSWER)
                .read_to_vec()
        });
        answer.map_err(|error| error.to_string())
    };
    Ok(source::from_log(&election, fetch)?)
}

fn from_folder(folder: &Path) -> anyhow::Result<Manifest> {
    let fetch = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
    let checkpoint = fetch("checkpoint").map_err(anyhow::Error::msg);
    let checkpoint = checkpoint.with_context(|| format!("{} is no copy of a log", folder.display()))?;
    let origin = comitia_tlog::checkpoint::SignedCheckpoint::parse(&checkpoint)?;
    let election = source::election_of(origin.unverified().origin.as_str())?;
    Ok(source::from_log(&election, fetch)?)
}

impl LetterStyle {
    /// What letters say about the election.
    pub(super) fn occasion(&self, manifest: &Manifest) -> anyhow::Result<Occasion> {
        let language = Language::from(self.lang);
        let zone = match &self.time_zone {
            Some(name) => TimeZone::get(name).with_context(|| format!("unknown time zone {name}"))?,
            None => TimeZone::try_system().unwrap_or(TimeZone::UTC),
        };
        let address = match &self.address {
            Some(address) if !address.starts_with("http") => {
                bail!("--address must start with https:// or http://")
            }
            Some(address) => address.clone(),
            None => home_page(&manifest.host, language),
        };
        Ok(election::occasion(manifest, language, address, &zone)?)
    }
}

/// The home page of a host in a language: short enough to be typed.
fn home_page(host: &str, language: Language) -> String {
    let after = |name: &str| host.strip_prefix(name);
    let local = ["localhost", "127.0.0.1", "[::1]"].into_iter().filter_map(after);
    let is_local = local
        .into_iter()
        .any(|port| port.is_empty() || port.starts_with(':'));
    let scheme = if is_local { "http" } else { "https" };
    format!("{scheme}://{host}/{language}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_to_type_is_the_home_page() {
        assert_eq!(
            home_page("vote.example:8443", Language::French),
            "https://vote.example:8443/fr"
        );
        assert_eq!(
            home_page("localhost:8080", Language::English),
            "http://localhost:8080/en"
        );
        assert_eq!(
            home_page("localhost.example", Language::English),
            "https://localhost.example/en"
        );
    }
}
