//! `comitia vote`: voting without a page, for people who do not trust one and for load tests.
//!
//! It is the booth's own code with another face. Codes come from the terminal or a file, never from the command line.

mod code;
mod load;
mod marks;
mod server;

use super::{say, system_rng};
use anyhow::{Context as _, bail};
use clap::Args;
use comitia_booth::paper::Paper;
use comitia_booth::session::{CastBallot, Choice, Sealed};
use comitia_booth::voter::Voter;
use comitia_election::contest::Selection;
use comitia_election::text::escape;
use marks::Mark;
use server::Server;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Vote in an election.
#[derive(Args)]
pub struct Vote {
    /// Address of the election or of its booth, or of its record.
    address: String,
    /// What to choose in a contest, by the ids of the manifest; asked on the terminal otherwise.
    #[arg(long = "choose", value_name = "CONTEST=OPTION[,OPTION]")]
    choose: Vec<Mark>,
    /// File with the voting code in its first line; asked on the terminal otherwise.
    #[arg(long, value_name = "FILE")]
    code_file: Option<PathBuf>,
    /// Cast the ballot without asking.
    #[arg(long, conflicts_with = "audit")]
    cast: bool,
    /// Give the ballot up without asking, and write its opening to this file.
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
    /// Where to write the receipt.
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Cast one ballot for each line of a file of codes, and say how fast that went.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["code_file", "audit", "receipt"])]
    codes_file: Option<PathBuf>,
    /// Choose at random, for load tests.
    #[arg(long, requires = "codes_file", conflicts_with = "choose")]
    random: bool,
    /// Ballots on their way at the same time.
    #[arg(long, requires = "codes_file", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1024))]
    parallel: u16,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Vote {
    /// Votes.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let server = Server::new(&self.address)?;
        let paper = server.paper()?;
        match &self.codes_file {
            Some(codes) => self.load(&server, &paper, codes),
            None => self.vote(&server, &paper),
        }
    }

    fn load(&self, server: &Server, paper: &Paper, codes: &Path) -> anyhow::Result<ExitCode> {
        let choice = if self.random {
            None
        } else {
            Some(marks::selections(paper, &self.choose)?)
        };
        let codes = code::read_all(codes)?;
        let summary = load::run(server, paper, &codes, choice.as_ref(), usize::from(self.parallel))?;
        say(&if self.json {
            summary.to_json()
        } else {
            summary.to_string()
        });
        Ok(if summary.is_complete() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn vote(&self, server: &Server, paper: &Paper) -> anyhow::Result<ExitCode> {
        self.tell(&describe(paper));
        let voter = code::enter(paper, self.code_file.as_deref())?;
        self.tell(&format!("Your pseudonym: {}", voter.pseudonym()));
        let standing = server.standing(&voter)?;
        if standing.cancelled {
            bail!("you voted on paper: voting online is no longer possible");
        }
        if standing.ballots_before() > 0 {
            self.tell("A ballot was cast with this code before; this one will replace it.");
        }
        let selections = self.selections(paper)?;
        self.tell(&marks::in_words(paper, &selections));
        let choice = Choice::new(paper, selections)?;
        let sealed = choice.seal(paper, &voter, &standing, &mut system_rng())?;
        self.tell(&format!("Sealed. Its tracker: {}", sealed.tracker()));
        self.decide(server, paper, &voter, sealed)?;
        Ok(ExitCode::SUCCESS)
    }

    fn selections(&self, paper: &Paper) -> anyhow::Result<Vec<Selection>> {
        if self.choose.is_empty() {
            marks::ask(paper)
        } else {
            marks::selections(paper, &self.choose)
        }
    }

    /// Only now is it decided: the tracker is known, the ballot can no longer change.
    fn decide(&self, server: &Server, paper: &Paper, voter: &Voter, sealed: Sealed) -> anyhow::Result<()> {
        if let Some(path) = &self.audit {
            return self.give_up(server, paper, voter, sealed, path);
        }
        if self.cast {
            return self.cast(server, paper, voter, sealed);
        }
        loop {
            match prompt("cast it, or audit it? ")?.as_str() {
                "cast" => return self.cast(server, paper, voter, sealed),
                "audit" => {
                    let path = PathBuf::from(prompt("file for the opening: ")?);
                    return self.give_up(server, paper, voter, sealed, &path);
                }
                _ => say("Type cast or audit."),
            }
        }
    }

    fn cast(&self, server: &Server, paper: &Paper, voter: &Voter, sealed: Sealed) -> anyhow::Result<()> {
        let cast = sealed.cast(paper, voter, &mut system_rng());
        let index = server.cast_surely(paper, voter, &cast)?;
        let receipt = server.proof(paper, &cast, index)?;
        if let Some(path) = &self.receipt {
            std::fs::write(path, &receipt).with_context(|| path.display().to_string())?;
        }
        self.report(&cast, index);
        Ok(())
    }

    fn report(&self, cast: &CastBallot, index: u64) {
        if self.json {
            let answer = serde_json::json!({"cast": true, "index": index,
                "tracker": cast.tracker.to_string(), "pseudonym": cast.pseudonym.to_string()});
            return say(&answer.to_string());
        }
        say(&format!(
            "Your ballot is in the ballot box, at place {index}; the proof was verified."
        ));
        if self.receipt.is_none() {
            say("Note pseudonym and tracker, or vote with --receipt FILE: they find your ballot again.");
        }
    }

    /// The ballot is blocked on the log first, and opened then.
    fn give_up(
        &self,
        server: &Server,
        paper: &Paper,
        voter: &Voter,
        sealed: Sealed,
        path: &Path,
    ) -> anyhow::Result<()> {
        let audited = sealed.audit(paper, voter, &mut system_rng());
        let index = server.audit(&audited)?;
        code::write_private(path, audited.opening.as_bytes())?;
        if self.json {
            let tracker = audited.tracker.to_string();
            say(&serde_json::json!({"cast": false, "index": index, "tracker": tracker}).to_string());
        } else {
            say(
                "This ballot will never count. You have not voted yet. Check its opening with another program:",
            );
            say(&format!(
                "  comitia-verify audit {} --opening {}",
                server.record(),
                path.display()
            ));
        }
        Ok(())
    }

    /// What is not the answer, for people.
    fn tell(&self, text: &str) {
        if !self.json {
            say(text);
        }
    }
}

fn describe(paper: &Paper) -> String {
    let manifest = paper.manifest();
    let trustees: Vec<&str> = manifest
        .trustees
        .iter()
        .map(|party| party.name.as_str())
        .collect();
    format!(
        "{}\nElection {}\nKeys accepted by the trustees; {} of {} are needed to decrypt: {}",
        escape(manifest.title.get("en")),
        manifest.id(),
        manifest.threshold,
        trustees.len(),
        escape(&trustees.join(", "))
    )
}

/// A line from the terminal.
fn prompt(question: &str) -> anyhow::Result<String> {
    let mut out = std::io::stdout();
    write!(out, "{question}")?;
    out.flush()?;
    let mut line = String::new();
    if std::io::stdin().read_line(&mut line)? == 0 {
        bail!("no terminal to ask on; use --choose, and --cast or --audit");
    }
    Ok(line.trim().to_owned())
}
