//! `status`: where an election stands, for anybody.

use super::progress::Bar;
use super::{KeystoreFolder, batch_rng, ceremony, name_of, numbers, say};
use clap::Args;
use comitia_crypto::ceremony::TrusteeIndex;
use comitia_election::tally::SharesChecked;
use comitia_election::text::escape;
use comitia_trustee::{Error, Keystore, KeystoreError, Place, Reading, Waiting};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Args)]
pub(super) struct Status {
    /// The election: the address of its log (http://…/elections/<id>), or a folder with a copy of it.
    #[arg(value_name = "URL|FOLDER")]
    place: String,
    #[command(flatten)]
    folder: KeystoreFolder,
    /// Print one JSON object on standard output.
    #[arg(long)]
    pub(super) json: bool,
}

impl Status {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let place = Place::open(&self.place).map_err(Error::from)?;
        let keystore = match Keystore::at(&self.folder.keystore) {
            Ok(keystore) => Some(keystore),
            Err(KeystoreError::Missing(_)) => None,
            Err(error) => return Err(Error::from(error).into()),
        };
        let memory = keystore
            .as_ref()
            .map(|keystore| keystore.memory(place.election()));
        let memory = memory.transpose().map_err(Error::from)?.flatten();
        let reading = Reading::take(&place, memory.as_ref(), batch_rng(), &mut Bar::new())?;
        let own = keystore.and_then(|keystore| reading.number_of(keystore.public()));
        let waiting = Waiting::of(&reading);
        let shares = reading.shares();
        if self.json {
            say::object(&json!({
                "ok": true,
                "election": place.election().to_string(),
                "trustee": own.map(TrusteeIndex::get),
                "stage": reading.election().stage().name(),
                "size": reading.position().size,
                "phase": waiting.as_ref().map(|waiting| waiting.phase.to_string()),
                "missing": waiting.as_ref().map_or_else(|| json!([]), |waiting| numbers(&waiting.missing)),
                "shares": trustees(shares.as_ref().map(|shares| &shares.good)),
                "false_shares": trustees(shares.as_ref().map(|shares| &shares.bad)),
                "threshold": reading.manifest().threshold,
            }));
            return Ok(());
        }
        lines(&reading, own, waiting.as_ref(), shares.as_ref())
            .iter()
            .for_each(|line| say::result(line));
        Ok(())
    }
}

fn trustees<T>(shares: Option<&BTreeMap<TrusteeIndex, T>>) -> Value {
    let trustees: Vec<TrusteeIndex> = shares.into_iter().flat_map(BTreeMap::keys).copied().collect();
    numbers(&trustees)
}

fn lines(
    reading: &Reading,
    own: Option<TrusteeIndex>,
    waiting: Option<&Waiting>,
    shares: Option<&SharesChecked>,
) -> Vec<String> {
    let manifest = reading.manifest();
    let mut lines = vec![
        escape(manifest.title.get("en")),
        format!(
            "election {}, stage {}",
            manifest.id(),
            reading.election().stage().name()
        ),
        format!("the log verifies: {} entries", reading.position().size),
    ];
    if let Some(own) = own {
        lines.push(format!("you are {}", name_of(manifest, own)));
    }
    if let Some(waiting) = waiting {
        lines.push(ceremony::sentence(waiting, manifest));
    }
    if let Some(shares) = shares {
        let names: Vec<String> = shares
            .good
            .keys()
            .map(|trustee| name_of(manifest, *trustee))
            .collect();
        lines.push(format!(
            "decryption shares: {} of {} needed ({})",
            names.len(),
            manifest.threshold,
            names.join(", ")
        ));
        let bad = shares.bad.iter();
        lines
            .extend(bad.map(|(trustee, why)| format!("false share: {}: {why}", name_of(manifest, *trustee))));
    }
    lines
}
