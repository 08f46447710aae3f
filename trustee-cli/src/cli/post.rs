//! `post`: messages from files, sent by whoever has a network.

use super::progress::Bar;
use super::{batch_rng, say};
use clap::Args;
use comitia_election::entry::split;
use comitia_election::state::Election;
use comitia_trustee::{Error, Place, Reading, post_of, read_message};
use comitia_verifier::Watch;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct PostFiles {
    /// The address of the election's log (http://…/elections/<id>).
    #[arg(value_name = "URL")]
    place: String,
    /// Files from an outbox.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Print one JSON object on standard output.
    #[arg(long)]
    pub(super) json: bool,
}

impl PostFiles {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let place = Place::open(&self.place).map_err(Error::from)?;
        let mut sent = 0;
        for file in &self.files {
            sent += u32::from(deliver(&place, file)?);
        }
        if self.json {
            let on_log = self.files.len();
            say::object(&json!({"ok": true, "sent": sent, "on_log": on_log}));
        }
        Ok(())
    }
}

/// Sends a message, unless it is on the log already; whether it had to be sent.
fn deliver(place: &Place, file: &Path) -> Result<bool, Error> {
    let message = read_message(file)?;
    let mut search = Search {
        first: split(&message).and_then(|entries| entries.into_iter().next()),
        found: false,
        bar: Bar::new(),
    };
    Reading::take(place, None, batch_rng(), &mut search)?;
    let Search { found, bar, .. } = search;
    drop(bar);
    if !found {
        post_of(place).post(&message)?;
    }
    let said = if found {
        "was on the log already"
    } else {
        "is on the log"
    };
    say::note(&format!("{}: {} {said}", file.display(), message.kind().name()));
    Ok(!found)
}

/// Looks for a message while the log is verified. The first part of one that is split names the hash of the whole.
struct Search {
    first: Option<Vec<u8>>,
    found: bool,
    bar: Bar,
}

impl Watch for Search {
    fn entry(&mut self, _: u64, raw: &[u8], _: Option<&Election>) {
        self.found |= self.first.as_deref() == Some(raw);
    }

    fn progress(&mut self, done: u64, of: u64) {
        self.bar.progress(done, of);
    }
}
