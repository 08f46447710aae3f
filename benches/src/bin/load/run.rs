//! One run: everything is made ready, then all streams flow together.

use super::report::Report;
use super::server::Servers;
use super::streams::{self, Answers, Vote};
use super::{Cli, ballots};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::tile::{Bundle, TileKind, tiles_of_tree};
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use tokio::task::{JoinHandle, JoinSet, block_in_place};

/// Makes ready, runs, looks.
pub async fn run(cli: &Cli) -> anyhow::Result<Report> {
    let servers = Servers::new(&cli.server, &cli.election)?;
    let paper = ballots::paper(&servers, &cli.election).await?;
    let codes = cli.read_codes()?;
    anyhow::ensure!(
        codes.len() > ballots::ATTACKERS,
        "more than {} codes are needed",
        ballots::ATTACKERS
    );
    let (voters, attackers) = codes.split_at(codes.len() - ballots::ATTACKERS);
    let wanted = cli.wanted(codes.len()).min(voters.len());
    let own = block_in_place(|| ballots::seal(&paper, &voters[..wanted]))?;
    let theirs = block_in_place(|| ballots::seal(&paper, attackers))?;
    let forged = theirs
        .iter()
        .map(|ballot| ballots::forge(ballot))
        .collect::<Result<_, _>>()?;
    let falsified = attackers
        .iter()
        .zip(&theirs)
        .map(|(code, ballot)| ballots::falsify(&paper, code, ballot));
    let falsified = falsified.collect::<Result<_, _>>()?;
    let own = Arc::new(own);
    let length = own.first().map_or(640, Vec::len);

    let mut attacks = Attacks::default();
    attacks.begin("forged", &servers, forged, cli.forged);
    attacks.begin("false proofs", &servers, falsified, cli.false_proofs);
    attacks.begin("oversized", &servers, vec![vec![0; 70_000]], cli.oversized);
    attacks.begin("nonsense", &servers, vec![vec![0xa5; length]], cli.nonsense);
    if cli.replays > 0 {
        let cast = theirs[..1].to_vec();
        let _ = servers.cast(0, cast[0].clone()).await;
        attacks.begin("replays", &servers, cast, cli.replays);
    }
    if cli.readers > 0 {
        let size = size(&servers).await?;
        let reads = attacks.answers("readers");
        attacks
            .tasks
            .spawn(streams::read(servers.clone(), cli.readers, size, reads));
    }
    let memory = watch(cli.pid.clone());
    let votes = match cli.at_once {
        Some(at_once) => streams::at_once(servers.clone(), Arc::clone(&own), at_once, cli.duration()).await,
        None if cli.voters == 0 => {
            tokio::time::sleep(cli.duration()).await;
            Vec::new()
        }
        None => streams::at_rate(servers.clone(), Arc::clone(&own), cli.voters, cli.duration()).await,
    };
    let mut report = Report::new(&votes);
    report.others = attacks.end();
    report.memory = memory.end().await;
    if cli.check {
        report.missing = Some(missing(&servers, &own, &votes).await?);
    }
    Ok(report)
}

/// Streams that are not voters.
#[derive(Default)]
struct Attacks {
    tasks: JoinSet<()>,
    answers: BTreeMap<&'static str, Answers>,
}

impl Attacks {
    fn answers(&mut self, name: &'static str) -> Answers {
        Arc::clone(self.answers.entry(name).or_default())
    }

    fn begin(&mut self, name: &'static str, servers: &Servers, bodies: Vec<Vec<u8>>, rate: u32) {
        if rate > 0 {
            let answers = self.answers(name);
            self.tasks
                .spawn(streams::attack(servers.clone(), Arc::new(bodies), rate, answers));
        }
    }

    fn end(mut self) -> BTreeMap<&'static str, BTreeMap<String, u64>> {
        self.tasks.abort_all();
        let counted = |(name, answers): (&'static str, Answers)| {
            (
                name,
                answers.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            )
        };
        self.answers.into_iter().map(counted).collect()
    }
}

/// The memory of processes, as it is every second.
struct Watch(JoinHandle<()>, Arc<std::sync::Mutex<Vec<Vec<u64>>>>);

fn watch(pids: Vec<u32>) -> Watch {
    let seen = Arc::new(std::sync::Mutex::new(vec![Vec::new(); pids.len()]));
    let noted = Arc::clone(&seen);
    let task = tokio::spawn(async move {
        loop {
            for (pid, seen) in pids
                .iter()
                .zip(noted.lock().unwrap_or_else(PoisonError::into_inner).iter_mut())
            {
                seen.extend(resident(*pid));
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    Watch(task, seen)
}

impl Watch {
    async fn end(self) -> Vec<Vec<u64>> {
        self.0.abort();
        let _ = self.0.await;
        self.1.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Resident memory of a process, in MiB.
fn resident(pid: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace()
        .next()?
        .parse::<u64>()
        .ok()
        .map(|kibibytes| kibibytes / 1024)
}

async fn size(servers: &Servers) -> anyhow::Result<u64> {
    Ok(SignedCheckpoint::parse(&servers.file("checkpoint").await?)?
        .unverified()
        .size)
}

/// How many acknowledged ballots are not on the log where they were said to be.
async fn missing(servers: &Servers, ballots: &[Vec<u8>], votes: &[Vote]) -> anyhow::Result<usize> {
    let size = size(servers).await?;
    let mut entries: Vec<Vec<u8>> = Vec::new();
    for path in tiles_of_tree(size).filter(|path| path.kind == TileKind::Entries) {
        let bytes = servers.file(&path.to_string()).await?;
        let bundle = Bundle::parse(&bytes, path.width)?;
        entries.extend(bundle.entries().iter().map(|entry| entry.to_vec()));
    }
    let is_there = |vote: &&Vote| {
        let index = vote.index.and_then(|index| usize::try_from(index).ok());
        index.is_none_or(|index| entries.get(index) == ballots.get(vote.ballot))
    };
    Ok(votes.iter().filter(|vote| !is_there(vote)).count())
}
