//! `check`: a rehearsal of the decryption, with nothing sent.

use super::progress::Bar;
use super::{Common, batch_rng, name_of, say, system_rng};
use clap::Args;
use comitia_trustee::{CheckUp, Reading, Session};
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) common: Common,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (place, keystore) = self.common.open()?;
        let mut session = Session::new(&place, &keystore)?;
        let reading = session.read(batch_rng(), &mut Bar::new())?;
        let found = session.check(&reading, &mut system_rng())?;
        if self.common.json {
            say::object(&json!({
                "ok": true,
                "election": place.election().to_string(),
                "trustee": found.trustee.get(),
                "stage": found.stage,
                "agrees": found.agrees,
                "locked": found.lock.map(|lock| lock.aggregates.to_string()),
            }));
        } else {
            lines(&reading, &found).iter().for_each(|line| say::result(line));
        }
        Ok(())
    }
}

fn lines(reading: &Reading, found: &CheckUp) -> Vec<String> {
    let who = name_of(reading.manifest(), found.trustee);
    let size = reading.position().size;
    let mut lines = vec![
        format!("The log verifies: {size} entries, and it continues what this keystore has seen."),
        format!("You are {who}. The election is in stage {}.", found.stage),
    ];
    lines.push(if found.agrees {
        "Your shares were derived again, are those of the keys on the log, and decrypted a made-up sum rightly.".to_owned()
    } else {
        "There are no keys yet: nothing to compare your shares with.".to_owned()
    });
    if let Some(lock) = found.lock {
        lines.push(format!("Locked to the sums {}.", lock.aggregates));
    }
    lines.push(next(found.stage).to_owned());
    lines
}

const fn next(stage: &str) -> &'static str {
    match stage.as_bytes() {
        b"Ceremony" => "Next: `comitia-trustee ceremony`.",
        b"KeyReady" | b"RollCommitted" | b"Open" => {
            "Next: nothing to do until voting is closed; then `comitia-trustee decrypt`."
        }
        b"Closed" | b"Tallied" => "Next: `comitia-trustee decrypt`.",
        _ => "Next: nothing to do.",
    }
}
