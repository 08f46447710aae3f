//! `enrol` and `ceremony`: from a seed to accepted keys.

use super::progress::{Bar, Spinner};
use super::way::Way;
use super::{Common, batch_rng, introduce, name_of, numbers, say, system_rng};
use clap::Args;
use comitia_crypto::ceremony::Phase;
use comitia_election::entry::EntryKind;
use comitia_election::manifest::Manifest;
use comitia_election::text::escape;
use comitia_trustee::{Error, OpenKeystore, Place, Post, PostError, Reading, Session, Step, Waiting};
use comitia_verifier::SourceError;
use serde_json::json;
use std::thread;
use std::time::Duration;

/// How often in a row the server may refuse what the log seems to ask for: somebody may have been quicker.
const REFUSALS: u32 = 5;

#[derive(Debug, Args)]
pub(super) struct Enrol {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    way: Way,
    /// Do not ask whether this is the right election.
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct Ceremony {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    way: Way,
    /// Do not ask whether this is the right election.
    #[arg(long)]
    yes: bool,
    /// Wait for the others and go on until the keys are accepted. Can be interrupted, and started again.
    #[arg(long, conflicts_with = "outbox")]
    watch: bool,
    /// With --watch: seconds between two looks at the log.
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..3600))]
    every: u64,
}

impl Enrol {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (place, keystore) = self.common.open()?;
        let mut work = Work::new(&place, &keystore, &self.way, self.yes)?;
        let reading = work.read()?;
        let enrolling = Waiting::of(&reading).is_some_and(|waiting| waiting.phase == Phase::Enrolment);
        let step = if enrolling {
            work.step(&reading)?
        } else {
            Step::Keys
        };
        if !matches!(step, Step::Sent { .. }) {
            say::note("This trustee is enrolled. Go on with `comitia-trustee ceremony`.");
        }
        work.report(self.common.json)
    }
}

impl Ceremony {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (place, keystore) = self.common.open()?;
        let mut work = Work::new(&place, &keystore, &self.way, self.yes)?;
        if self.watch {
            work.watch(Duration::from_secs(self.every))?;
        } else {
            while matches!(work.advance()?, (Step::Sent { .. }, _)) && self.way.is_seen_at_once() {}
        }
        work.report(self.common.json)
    }
}

/// A session, and what it did so far.
struct Work<'a> {
    session: Session<'a>,
    place: &'a Place,
    post: Box<dyn Post>,
    verb: &'static str,
    yes: bool,
    spinner: Spinner,
    sent: Vec<&'static str>,
}

impl<'a> Work<'a> {
    fn new(place: &'a Place, keystore: &'a OpenKeystore, way: &Way, yes: bool) -> anyhow::Result<Self> {
        Ok(Self {
            session: Session::new(place, keystore)?,
            place,
            post: way.post(place),
            verb: way.verb(),
            yes,
            spinner: Spinner::new(),
            sent: Vec::new(),
        })
    }

    /// Reads the log; before the first contact, a person compares.
    fn read(&mut self) -> anyhow::Result<Reading> {
        let reading = self.session.read(batch_rng(), &mut Bar::new())?;
        if !self.session.takes_part() {
            let own = self.session.number(&reading).map_err(Error::from)?;
            introduce::confirm(reading.manifest(), own, self.yes)?;
            self.session.join(&reading, &mut system_rng())?;
        }
        Ok(reading)
    }

    fn step(&mut self, reading: &Reading) -> anyhow::Result<Step> {
        let step = self.session.step(reading, self.post.as_ref())?;
        if let Step::Sent { kind, accused } = &step {
            self.sent.push(kind.name());
            self.spinner.pause();
            say::note(&format!("{}: {}", self.verb, describe(*kind)));
            for dealer in accused {
                let dealer = name_of(reading.manifest(), *dealer);
                say::note(&format!("complaint: the shares that {dealer} sent are wrong"));
            }
        }
        Ok(step)
    }

    fn advance(&mut self) -> anyhow::Result<(Step, Reading)> {
        let reading = self.read()?;
        Ok((self.step(&reading)?, reading))
    }

    /// Goes on until there are keys. The log is read again when its checkpoint has changed.
    fn watch(&mut self, every: Duration) -> anyhow::Result<()> {
        let mut refused = 0;
        loop {
            let seen = self.place.source().checkpoint().ok();
            match self.advance() {
                Ok((Step::Keys, _)) => return Ok(()),
                Ok((Step::Sent { .. }, _)) => refused = 0,
                Ok((Step::Waiting(waiting), reading)) => {
                    self.spinner.say(&sentence(&waiting, reading.manifest()));
                    self.wait(seen.as_deref(), every);
                }
                Err(error) => {
                    refused += 1;
                    self.bear(error, refused)?;
                    thread::sleep(every);
                }
            }
        }
    }

    /// Waits until the log's checkpoint is another one.
    fn wait(&self, seen: Option<&[u8]>, every: Duration) {
        loop {
            thread::sleep(every);
            match self.place.source().checkpoint() {
                Ok(now) if Some(now.as_slice()) == seen => {}
                _ => return,
            }
        }
    }

    /// A server that is away for a while is waited for; so is a log that moved on meanwhile.
    fn bear(&mut self, error: anyhow::Error, times: u32) -> anyhow::Result<()> {
        let away = matches!(
            error.downcast_ref::<Error>(),
            Some(Error::Source(SourceError::Network { .. }) | Error::Post(PostError::Network { .. }))
        );
        let moved_on = matches!(
            error.downcast_ref::<Error>(),
            Some(Error::Post(PostError::Refused { .. }))
        );
        if away || (moved_on && times < REFUSALS) {
            self.spinner
                .say(&format!("trying again: {}", escape(&error.to_string())));
            Ok(())
        } else {
            Err(error)
        }
    }

    /// Where the ceremony stands now.
    fn report(&mut self, json: bool) -> anyhow::Result<()> {
        self.spinner.pause();
        let reading = self.session.read(batch_rng(), &mut ())?;
        let own = self.session.number(&reading).map_err(Error::from)?;
        let waiting = Waiting::of(&reading);
        match &waiting {
            Some(waiting) => say::note(&sentence(waiting, reading.manifest())),
            None => say::note(
                "The keys are on the log, and your shares are theirs. Rehearse with `comitia-trustee check`.",
            ),
        }
        if json {
            say::object(&json!({
                "ok": true,
                "election": reading.election().id().to_string(),
                "trustee": own.get(),
                "stage": reading.election().stage().name(),
                "sent": self.sent,
                "phase": waiting.as_ref().map(|waiting| waiting.phase.to_string()),
                "missing": waiting.as_ref().map_or_else(|| json!([]), |waiting| numbers(&waiting.missing)),
                "keys": waiting.is_none(),
            }));
        }
        Ok(())
    }
}

const fn describe(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::TrusteeEnrolment => "your enrolment",
        EntryKind::CeremonyCommit => "your commitment",
        EntryKind::CeremonyReveal => "your coefficients' commitments, and the others' sealed shares",
        EntryKind::CeremonyComplaint => "whether the shares you got are right",
        EntryKind::CeremonyAnswer => "your answer to complaints",
        EntryKind::CeremonyAccept => "your acceptance of the keys",
        _ => kind.name(),
    }
}

/// `key ceremony, reveal: waiting for trustee 2 (Blaise), at most until …`
pub(super) fn sentence(waiting: &Waiting, manifest: &Manifest) -> String {
    if waiting.missing.is_empty() {
        return format!("key ceremony, {}: waiting for the organiser", waiting.phase);
    }
    let names: Vec<String> = waiting
        .missing
        .iter()
        .map(|trustee| name_of(manifest, *trustee))
        .collect();
    let until = waiting
        .deadline
        .map(|time| format!(", at most until {}", time.to_rfc3339()));
    format!(
        "key ceremony, {}: waiting for {}{}",
        waiting.phase,
        names.join(", "),
        until.unwrap_or_default()
    )
}
