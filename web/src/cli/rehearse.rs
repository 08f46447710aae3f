//! `comitia rehearse`: a whole election from a file of real ballots, in this process.

use super::{complain, say};
use clap::Args;
use comitia::view::result::outcome_in_words;
use comitia::votation::{Contest, ContestResult};
use comitia_election::manifest::Time;
use comitia_election::text::escape;
use comitia_kit::i18n::{Catalogue, Locale, Localiser};
use comitia_rehearsal::{
    BallotFile, Decision, Kind, Progress, Rehearsal, RehearseError, Setting, Step, read, rehearse,
};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Which file, and with whom.
///
/// Exit codes: 0, the counts are those of the file; 1, they are not; 2, the rehearsal cannot be held.
#[derive(Args)]
pub struct Rehearse {
    /// The ballots: a Pabulib file, a file of rankings (PrefLib, BLT), a CSV of grades, or a CSV with the columns option and
    /// count.
    #[arg(long, value_name = "FILE")]
    ballots: PathBuf,
    /// The kind of contest, where the file can be read as several: single, choose, lists, score, points, quadratic,
    /// grades, budget, ranking or allocation.
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// How many trustees make the keys.
    #[arg(long, default_value_t = 3)]
    trustees: u8,
    /// How many of them are needed to decrypt.
    #[arg(long, default_value_t = 2)]
    threshold: u8,
    /// How many of them stay away when it comes to decrypting.
    #[arg(long, default_value_t = 0)]
    absent: u8,
    /// Where the record is written: a folder that is empty or not there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print everything as one JSON object.
    #[arg(long)]
    json: bool,
    /// The language of the sentences on the outcome.
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = language)]
    lang: Locale,
}

fn language(tag: &str) -> Result<Locale, String> {
    Locale::from_tag(tag).ok_or_else(|| {
        let tags: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
        format!("one of {}", tags.join(", "))
    })
}

impl Rehearse {
    /// Holds the election and shows the outcome.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.hold() {
            Ok(rehearsal) => self.show(&rehearsal),
            Err(error) if error.is_bad_input() => Err(anyhow::anyhow!(escape(&format!(
                "{}: {error}",
                self.ballots.display()
            )))),
            Err(error) => {
                complain(&anyhow::Error::new(error));
                Ok(ExitCode::from(1))
            }
        }
    }

    fn hold(&self) -> Result<Rehearsal, RehearseError> {
        let file = read(&self.ballots, self.kind)?;
        note_all(&file);
        let setting = Setting {
            trustees: self.trustees,
            threshold: self.threshold,
            absent: self.absent,
            now: Time(u64::try_from(Timestamp::now().as_second()).unwrap_or(0)),
        };
        #[expect(clippy::disallowed_methods, reason = "a program measures its own speed")]
        let start = Instant::now();
        let mut bars = Bars::new();
        let rehearsal = rehearse(
            &file,
            &setting,
            &self.out,
            ChaCha20Rng::from_entropy(),
            &|| start.elapsed(),
            &mut bars,
        );
        bars.clear();
        rehearsal
    }

    fn show(&self, rehearsal: &Rehearsal) -> anyhow::Result<ExitCode> {
        rehearsal
            .waived
            .iter()
            .for_each(|waived| note(&waived.to_string()));
        if self.json {
            say(&rehearsal.to_json().to_string());
        } else {
            say(&table(rehearsal));
            if let Some(decision) = &rehearsal.decision {
                say(&format!("\n{}\n", in_words(rehearsal, decision, self.lang)?));
            }
            say(&format!("verify with: comitia-verify {}", self.out.display()));
        }
        if rehearsal.matches_plain_count() {
            Ok(ExitCode::SUCCESS)
        } else {
            note("the decrypted counts are NOT those of the file");
            Ok(ExitCode::from(1))
        }
    }
}

fn note_all(file: &BallotFile) {
    for remark in &file.notes {
        note(&escape(&remark.to_string()));
    }
    if file.ballots.is_empty() {
        note("the file has no ballots: the roll has one voter, who stays at home");
    }
}

fn note(text: &str) {
    eprintln!("note: {text}");
}

fn table(rehearsal: &Rehearsal) -> String {
    let width = rehearsal
        .counts
        .iter()
        .map(|(id, _)| escape(id).chars().count())
        .max()
        .unwrap_or(0)
        .max("counter".len());
    let row = |id: &str, votes: &str, plain: &str| format!("{id:<width$}  {votes:>10}  {plain:>10}\n");
    let mut table = row("counter", "decrypted", "in the file");
    for ((id, votes), plain) in rehearsal.counts.iter().zip(&rehearsal.plain_count) {
        table += &row(&escape(id), &votes.to_string(), &plain.to_string());
    }
    let seconds = &rehearsal.seconds;
    table
        + &format!(
            "\n{} ballots, {} bytes of record\n\
             seconds: ceremony {:.2}, seal {:.2}, cast {:.2}, verify {:.2}, decrypt {:.2}",
            rehearsal.ballots,
            rehearsal.record_bytes,
            seconds.ceremony.as_secs_f64(),
            seconds.seal.as_secs_f64(),
            seconds.cast.as_secs_f64(),
            seconds.verify.as_secs_f64(),
            seconds.decrypt.as_secs_f64(),
        )
}

/// The sentences of the page of results: what follows, and the steps that led to it.
fn in_words(rehearsal: &Rehearsal, decision: &Decision, language: Locale) -> anyhow::Result<String> {
    let catalogue = Catalogue::load(&comitia::site::files(None))?;
    let text = Localiser::new(Arc::new(catalogue), language);
    let result = ContestResult {
        counts: rehearsal.counts.iter().map(|(_, count)| *count).collect(),
        outcome: Some(decision.outcome.clone()),
        groups: Vec::new(),
    };
    let lines = outcome_in_words(&Contest::from(&decision.contest), &result, &text);
    let lines = lines.iter().map(|line| escape(line));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Progress on standard error: a bar for each step on a terminal, elsewhere a line when a step is done.
struct Bars {
    all: MultiProgress,
    bars: BTreeMap<Step, ProgressBar>,
    terminal: bool,
}

impl Bars {
    fn new() -> Self {
        Self {
            all: MultiProgress::new(),
            bars: BTreeMap::new(),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    fn bar(&mut self, step: Step) -> &ProgressBar {
        let all = &self.all;
        self.bars.entry(step).or_insert_with(|| {
            let bar = all.add(ProgressBar::no_length());
            if let Ok(style) =
                ProgressStyle::with_template("{prefix:12} {bar:40} {human_pos}/{human_len} {per_sec}")
            {
                bar.set_style(style);
            }
            bar.with_prefix(step.name())
        })
    }

    fn clear(&self) {
        // A bar that cannot be cleared is only untidy.
        let _ = self.all.clear();
    }
}

impl Progress for Bars {
    fn step(&mut self, step: Step, done: u64, total: u64) {
        if !self.terminal {
            if done == total && total > 0 {
                eprintln!("{}: {done} done", step.name());
            }
            return;
        }
        let bar = self.bar(step);
        if total > 0 {
            bar.set_length(total);
        }
        bar.set_position(done);
    }
}
