//! `decrypt`: this trustee's share, once.

use super::progress::Bar;
use super::way::Way;
use super::{Common, batch_rng, now, say, system_rng};
use clap::Args;
use comitia_trustee::{Decrypted, Session};
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Decrypt {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    way: Way,
}

impl Decrypt {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (place, keystore) = self.common.open()?;
        let mut session = Session::new(&place, &keystore)?;
        let reading = session.read(batch_rng(), &mut Bar::new())?;
        let post = self.way.post(&place);
        let done = session.decrypt(&reading, now(), &mut system_rng(), post.as_ref())?;
        let own = session.number(&reading).map_err(comitia_trustee::Error::from)?;
        let (outcome, aggregates, sentence) = describe(done, &self.way);
        if self.common.json {
            say::object(&json!({
                "ok": true,
                "election": place.election().to_string(),
                "trustee": own.get(),
                "outcome": outcome,
                "aggregates": aggregates,
            }));
        } else {
            say::result(sentence);
            if let Some(aggregates) = aggregates {
                say::result(&format!(
                    "Sums {aggregates}: this keystore will decrypt no others of this election."
                ));
            }
        }
        Ok(())
    }
}

fn describe(done: Decrypted, way: &Way) -> (&'static str, Option<String>, &'static str) {
    match done {
        Decrypted::Sent { aggregates } => (
            way.verb(),
            Some(aggregates.to_string()),
            if way.is_seen_at_once() {
                "Your decryption share is on the log."
            } else {
                "Your decryption share is in a file: it counts once it was posted."
            },
        ),
        Decrypted::OnLog { aggregates } => (
            "on_log",
            Some(aggregates.to_string()),
            "Your decryption share was on the log already.",
        ),
        Decrypted::NotNeeded => (
            "not_needed",
            None,
            "The result is published already; your share is not needed.",
        ),
        Decrypted::Nothing => ("nothing", None, "Nobody voted: there is nothing to decrypt."),
    }
}
