//! Holds the two referendums, step by step, at the times at which they are said to have been held.

use super::clock::DemoClock;
use super::committee::Committee;
use super::drafts::{self, ELECTORS, Terms, VOTES};
use super::electorate::{Electorate, Vote};
use super::folder::Folder;
use super::story::Story;
use crate::cli::{say, system_rng};
use anyhow::Context as _;
use comitia::elections::{Elections, Running};
use comitia_crypto::signing::SigningKey;
use comitia_election::manifest::Time;
use jiff::Timestamp;
use rand_core::RngCore as _;
use serde_json::Value;
use std::sync::Arc;
use tokio::task::spawn_blocking;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
/// Voters of the open referendum, and those of them who have voted.
const TOWN: (usize, usize) = (120, 40);
/// Codes that are printed to be tried.
const CODES: usize = 5;

/// Everybody who holds a referendum.
struct Town<'a> {
    elections: &'a Elections,
    clock: &'a DemoClock,
    committee: Arc<Committee>,
    registrar: SigningKey,
    address: &'a str,
}

/// Holds both referendums.
pub(super) async fn seed(
    elections: &Elections,
    clock: &DemoClock,
    folder: &Folder,
    address: &str,
) -> anyhow::Result<Story> {
    say("Filling the demonstration (once, about half a minute)…");
    let trustees = folder.trustees();
    let committee = spawn_blocking(move || Committee::create(&trustees, &mut system_rng())).await??;
    let town = Town {
        elections,
        clock,
        committee: Arc::new(committee),
        registrar: SigningKey::generate(&mut system_rng()),
        address,
    };
    let now = u64::try_from(Timestamp::now().as_second())?;
    let finished = town.finished(now - now % DAY).await?;
    let (open, codes) = town.open(now).await?;
    clock.reset();
    Ok(Story {
        finished,
        open,
        codes,
    })
}

impl Town<'_> {
    /// Voting from a fortnight to a week before `today`.
    async fn finished(&self, today: u64) -> anyhow::Result<String> {
        let terms = self.terms(today - 14 * DAY + 6 * HOUR, today - 7 * DAY + 16 * HOUR);
        let created = Time(today - 20 * DAY);
        let (running, electorate) = self
            .hold(drafts::finished(&terms), &terms, created, ELECTORS)
            .await?;
        say("  the finished referendum: 679 voters…");
        self.vote(&running, &electorate, &terms, real_votes()).await?;
        self.clock.set(terms.closes_at);
        let id = *running.manifest().id();
        self.elections.close(&id).await?;
        let (committee, log) = (self.committee.clone(), self.log(&running));
        let now = Time(terms.closes_at.0 + HOUR);
        self.clock.set(now);
        spawn_blocking(move || committee.decrypt(&log, &[1, 2], now)).await??;
        self.elections.publish(&id).await?;
        Ok(id.to_string())
    }

    /// Voting since yesterday, for another month.
    async fn open(&self, now: u64) -> anyhow::Result<(String, Vec<String>)> {
        let today = now - now % DAY;
        let terms = self.terms(today - DAY + 6 * HOUR, today + 30 * DAY + 16 * HOUR);
        let (voters, voted) = TOWN;
        let created = Time(today - 4 * DAY);
        let (running, electorate) = self.hold(drafts::open(&terms), &terms, created, voters).await?;
        say("  the open referendum: 40 voters…");
        let votes: Vec<Vote> = (0..voted)
            .map(|voter| (voter, [0, 0, 1, 0, 1, 1, 0, 2][voter % 8]))
            .collect();
        let until_now = Terms {
            closes_at: Time(now),
            trustees: Value::Null,
            ..terms
        };
        self.vote(&running, &electorate, &until_now, votes).await?;
        Ok((running.manifest().id().to_string(), electorate.last_codes(CODES)))
    }

    fn terms(&self, opens_at: u64, closes_at: u64) -> Terms {
        Terms {
            trustees: self.committee.parties(),
            registrar: self.registrar.verifying_key().to_string(),
            opens_at: Time(opens_at),
            closes_at: Time(closes_at),
        }
    }

    /// From a draft to an open urn.
    async fn hold(
        &self,
        draft: Value,
        terms: &Terms,
        created: Time,
        voters: usize,
    ) -> anyhow::Result<(Running, Electorate)> {
        self.clock.set(created);
        let manifest = self.elections.create(draft.to_string().as_bytes()).await?;
        let id = *manifest.id();
        let running = self.elections.get(&id).context("the election is not there")?;
        say("  a key ceremony of three trustees…");
        let (committee, log) = (self.committee.clone(), self.log(&running));
        spawn_blocking(move || committee.make_keys(&log)).await??;
        let electorate = spawn_blocking(move || Electorate::new(&id, voters, &mut system_rng())).await??;
        let roll = electorate.roll(&id, &self.registrar)?;
        self.elections.fix_roll(&id, &roll).await?;
        self.clock.set(terms.opens_at);
        self.elections.open(&id).await?;
        Ok((running, electorate))
    }

    fn log(&self, running: &Running) -> String {
        format!("{}/elections/{}", self.address, running.manifest().id())
    }

    /// Votes spread evenly over the time of voting; a few voters look into a ballot first, or vote twice.
    async fn vote(
        &self,
        running: &Running,
        electorate: &Electorate,
        terms: &Terms,
        votes: Vec<Vote>,
    ) -> anyhow::Result<()> {
        let (opens_at, closes_at) = (terms.opens_at.0, terms.closes_at.0);
        let steps = ((closes_at - opens_at) / (6 * HOUR)).clamp(2, 28);
        let size = votes.len().div_ceil(usize::try_from(steps)?);
        for (step, some) in (1..).zip(votes.chunks(size)) {
            self.clock
                .set(Time(opens_at + (closes_at - opens_at - 1) * step / (steps + 1)));
            if let Some((voter, option)) = some.first().filter(|_| step % 4 == 2) {
                electorate
                    .audit(self.elections, running, (*voter, *option))
                    .await?;
                let first_thought = vec![(*voter, 2)];
                electorate.cast(self.elections, running, first_thought).await?;
            }
            electorate.cast(self.elections, running, some.to_vec()).await?;
            self.elections.note_turnout().await?;
        }
        Ok(())
    }
}

/// The real counts as votes of the first voters, in a random order.
fn real_votes() -> Vec<Vote> {
    let options = (0..)
        .zip(VOTES)
        .flat_map(|(option, votes)| std::iter::repeat_n(option, votes));
    let mut options: Vec<usize> = options.collect();
    options.sort_by_cached_key(|_| system_rng().next_u64());
    options.into_iter().enumerate().collect()
}
