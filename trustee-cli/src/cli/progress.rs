//! Progress on standard error; nothing that moves when that is not a terminal.

use super::say;
use comitia_election::state::Election;
use comitia_verifier::Watch;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal as _};
use std::time::Duration;

/// How far a log is read.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length();
        if let Ok(style) =
            ProgressStyle::with_template("verifying {bar:40} {human_pos}/{human_len} entries, {eta} left")
        {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Watch for Bar {
    fn entry(&mut self, _: u64, _: &[u8], _: Option<&Election>) {}

    fn progress(&mut self, done: u64, of: u64) {
        self.0.set_length(of);
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// For whom we wait: a line that turns on a terminal, else a new line for each change.
pub(super) struct Spinner {
    bar: Option<ProgressBar>,
    said: String,
}

impl Spinner {
    pub(super) fn new() -> Self {
        Self {
            bar: None,
            said: String::new(),
        }
    }

    pub(super) fn say(&mut self, line: &str) {
        if io::stderr().is_terminal() {
            let bar = self.bar.get_or_insert_with(|| {
                let bar = ProgressBar::new_spinner();
                bar.enable_steady_tick(Duration::from_millis(150));
                bar
            });
            bar.set_message(line.to_owned());
        } else if self.said != line {
            say::note(line);
        }
        line.clone_into(&mut self.said);
    }

    /// Makes room for lines that stay.
    pub(super) fn pause(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
