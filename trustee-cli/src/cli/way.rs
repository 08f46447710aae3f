//! How messages leave this machine.

use clap::Args;
use comitia_trustee::{Outbox, Place, Post, post_of};
use std::path::PathBuf;

/// By the network or as files.
#[derive(Debug, Args)]
pub(super) struct Way {
    /// Put the message into a file in this folder instead of sending it: for a machine without a network. Post it with
    /// `comitia-trustee post` elsewhere, and go on with a new copy of the log.
    #[arg(long, value_name = "FOLDER")]
    outbox: Option<PathBuf>,
}

impl Way {
    pub(super) fn post(&self, place: &Place) -> Box<dyn Post> {
        match &self.outbox {
            Some(folder) => Box::new(Outbox::new(folder, place.election())),
            None => post_of(place),
        }
    }

    /// Whether a message is on the log once it has left: then the log can be read again for the next step.
    pub(super) const fn is_seen_at_once(&self) -> bool {
        self.outbox.is_none()
    }

    /// What became of a message, for people and for programs.
    pub(super) const fn verb(&self) -> &'static str {
        if self.is_seen_at_once() { "sent" } else { "written" }
    }
}
