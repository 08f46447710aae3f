//! What the pages see of an election.

use super::witnesses::cosigned;
use super::{Elections, Running, ServiceError};
use crate::votation::{
    Abort, Answer, CeremonyStep, Channels, Committee, Complaint, Condition, Contest, ContestResult,
    FingerprintKind, GroupResult, Participation, ReadError, Stage as PageStage, StepState, Summary, Trustee,
    Urn, Votation, VotationReader, Weakness, Witness, text,
};
use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::{Ceremony, Phase, TrusteeIndex};
use comitia_election::entry::EntryKind;
use comitia_election::manifest::{Booth, Manifest, Time};
use comitia_election::state::{Election, Published, Stage};
use comitia_election::tally::decide;
use comitia_election::text::Text as ManifestText;
use comitia_kit::i18n::Text;
use comitia_tlog::checkpoint::SignedCheckpoint;
use jiff::Timestamp;
use std::collections::BTreeMap;

type Moments = Vec<(u8, u16, u64)>;

impl VotationReader for Elections {
    fn list(&self) -> Answer<'_, Vec<Summary>> {
        Box::pin(async move {
            let mut summaries = Vec::new();
            for running in self.all() {
                let moments = self.moments(running.manifest().id()).await.map_err(internal)?;
                summaries.push(self.summary(&running, &moments).await?);
            }
            Ok(summaries)
        })
    }

    fn get(&self, id: ElectionId) -> Answer<'_, Option<Votation>> {
        Box::pin(async move {
            match Elections::get(self, &id) {
                Some(running) => self.votation(&running).await.map(Some),
                None => Ok(None),
            }
        })
    }

    fn condition(&self, id: ElectionId) -> Answer<'_, Option<Condition>> {
        Box::pin(async move {
            match Elections::get(self, &id) {
                Some(running) => self.condition_of(&running).await.map(Some).map_err(internal),
                None => Ok(None),
            }
        })
    }
}

fn internal(error: ServiceError) -> ReadError {
    ReadError::Internal(error.to_string())
}

pub(super) fn timestamp(time: Time) -> Timestamp {
    Timestamp::from_second(i64::try_from(time.0).unwrap_or(i64::MAX)).unwrap_or(Timestamp::MAX)
}

const fn stage_of(stage: &Stage, tallied: bool) -> PageStage {
    match stage {
        Stage::Ceremony(_) => PageStage::Ceremony,
        Stage::KeyReady(_) => PageStage::KeyReady,
        Stage::RollCommitted(_) => PageStage::RollCommitted,
        Stage::Open(_) => PageStage::Open,
        Stage::Closed(_) if tallied => PageStage::Tallied,
        Stage::Closed(_) => PageStage::Closed,
        Stage::Published(_) => PageStage::Published,
        Stage::Aborted(_) => PageStage::Aborted,
    }
}

fn page_stage(election: &Election) -> PageStage {
    let tallied = election
        .closed()
        .is_some_and(comitia_election::state::Closed::has_quorum);
    stage_of(election.stage(), tallied)
}

/// When voting ended; until then, when it will.
fn closed_at(election: &Election) -> Time {
    election
        .closed()
        .map_or(election.closes_at(), |closed| closed.close().at)
}

impl Elections {
    async fn summary(&self, running: &Running, moments: &Moments) -> Result<Summary, ReadError> {
        let zone = self.0.zone.clone();
        let updated = moments.last().map_or(0, |(_, _, at)| *at);
        let look = move |election: &Election| {
            let manifest = election.manifest();
            Summary {
                id: *election.id(),
                title: text(&manifest.title),
                stage: page_stage(election),
                opens_at: timestamp(manifest.times.opens_at),
                closes_at: timestamp(closed_at(election)),
                zone,
                voted: election.urn().map_or(0, comitia_election::state::Urn::counted),
                updated_at: timestamp(Time(updated)),
            }
        };
        running
            .look(look)
            .await
            .map_err(|error| ReadError::Unavailable(error.to_string()))
    }

    async fn votation(&self, running: &Running) -> Result<Votation, ReadError> {
        let moments = self.moments(running.manifest().id()).await.map_err(internal)?;
        let summary = self.summary(running, &moments).await?;
        let checkpoint = running
            .log()
            .checkpoint()
            .await
            .map_err(|error| ReadError::Internal(error.to_string()))?;
        let urn = urn(running.manifest(), &checkpoint);
        let turnout = self.turnout(running.manifest().id()).await.map_err(internal)?;
        let over_time = over_time(&turnout, &summary, timestamp(self.now()));
        let look = move |election: &Election| describe(election, summary, urn, &moments, over_time);
        running
            .look(look)
            .await
            .map_err(|error| ReadError::Unavailable(error.to_string()))
    }
}

fn urn(manifest: &Manifest, checkpoint: &SignedCheckpoint) -> Urn {
    let cosigned = cosigned(manifest, checkpoint);
    let witness = |(position, key): (usize, &String)| Witness {
        name: key.split('+').next().unwrap_or_default().to_owned(),
        signed: cosigned.iter().any(|(signer, _)| *signer == position),
    };
    let tree = checkpoint.unverified();
    Urn {
        size: tree.size,
        root: data_encoding::HEXLOWER.encode(tree.root.as_bytes()),
        // A checkpoint bears no time of its own: a witness's cosignature does.
        signed_at: cosigned.iter().map(|(_, at)| timestamp(Time(*at))).max(),
        witnesses: manifest.witnesses.keys.iter().enumerate().map(witness).collect(),
        witness_quorum: usize::from(manifest.witnesses.quorum),
    }
}

type Turnout = Vec<(Timestamp, u64)>;

/// The curve from nothing at the opening to what was last seen; the hour that is not over yet ends now.
fn over_time(hours: &[(Time, u64)], summary: &Summary, now: Timestamp) -> Turnout {
    if hours.is_empty() {
        return Turnout::new();
    }
    let end = now.min(summary.closes_at);
    let seen = hours.iter().map(|(at, voted)| (timestamp(*at).min(end), *voted));
    std::iter::once((summary.opens_at, 0)).chain(seen).collect()
}

fn describe(
    election: &Election,
    summary: Summary,
    urn: Urn,
    moments: &Moments,
    over_time: Turnout,
) -> Votation {
    let manifest = election.manifest();
    let times = &manifest.times;
    let checking = election
        .closed()
        .map(|closed| closed.close().at.0 + u64::from(times.checking_seconds));
    Votation {
        presentation: text(manifest.description.as_ref().unwrap_or(&manifest.title)),
        contests: manifest.contests.iter().map(Contest::from).collect(),
        reached: reached(moments, election),
        first_announced_close: (election.closes_at() != times.closes_at).then(|| timestamp(times.closes_at)),
        checking_until: checking
            .filter(|_| times.checking_seconds > 0)
            .map(|at| timestamp(Time(at))),
        aborted: aborted(election, moments),
        participation: participation(election, over_time),
        committee: committee(election, moments),
        urn,
        fingerprints: fingerprints(election),
        weaknesses: weaknesses(manifest, election),
        channels: Channels {
            booth: manifest.booth == Booth::Web,
            ..Channels::default()
        },
        results: results(election),
        summary,
    }
}

fn reached(moments: &Moments, election: &Election) -> BTreeMap<PageStage, Timestamp> {
    let mut reached = BTreeMap::new();
    for (kind, _, at) in moments {
        let at = timestamp(Time(*at));
        let stage = match EntryKind::from_number(*kind) {
            Some(EntryKind::Manifest) => {
                reached.insert(PageStage::Ceremony, at);
                PageStage::Draft
            }
            Some(EntryKind::ElectionKey) => PageStage::KeyReady,
            Some(EntryKind::Roll) => PageStage::RollCommitted,
            Some(EntryKind::Open) => PageStage::Open,
            Some(EntryKind::Close) => PageStage::Closed,
            Some(EntryKind::DecryptionShare) if page_stage(election) >= PageStage::Tallied => {
                PageStage::Tallied
            }
            Some(EntryKind::Result) => PageStage::Published,
            Some(EntryKind::Abort) => PageStage::Aborted,
            _ => continue,
        };
        reached.insert(stage, at);
    }
    reached
}

fn aborted(election: &Election, moments: &Moments) -> Option<Abort> {
    let Stage::Aborted(abort) = election.stage() else {
        return None;
    };
    let during = reached(moments, election)
        .into_keys()
        .filter(|stage| *stage < PageStage::Aborted)
        .max();
    Some(Abort {
        at: timestamp(abort.at),
        reason: Text::new([("fr", abort.reason.as_str())]),
        during: during.unwrap_or(PageStage::Ceremony),
    })
}

fn participation(election: &Election, over_time: Turnout) -> Participation {
    let registered = match election.stage() {
        Stage::RollCommitted(committed) => Some(committed.roll().entries().len() as u64),
        _ => election.urn().map(|urn| urn.roll().entries().len() as u64),
    };
    let paper = !election.manifest().officers.is_empty();
    let urn = election.urn();
    Participation {
        registered,
        voted: urn.map_or(0, comitia_election::state::Urn::counted),
        cast: urn.map_or(0, comitia_election::state::Urn::ballots),
        audited: urn.map_or(0, comitia_election::state::Urn::audits),
        cancelled: paper.then(|| urn.map_or(0, |urn| u64::from(urn.cancelled()))),
        over_time,
    }
}

fn committee(election: &Election, moments: &Moments) -> Committee {
    let manifest = election.manifest();
    let trustee = |(number, party): (u16, &comitia_election::manifest::Party)| Trustee {
        name: party.name.clone(),
        identity: party.key.to_string(),
        steps: steps(election, number, moments),
    };
    Committee {
        threshold: usize::from(manifest.threshold),
        trustees: (1..).zip(&manifest.trustees).map(trustee).collect(),
        complaints: complaints(election),
    }
}

/// The kind of entry by which a trustee takes a step.
const fn kind_of(step: CeremonyStep) -> EntryKind {
    match step {
        CeremonyStep::Enrol => EntryKind::TrusteeEnrolment,
        CeremonyStep::Commit => EntryKind::CeremonyCommit,
        CeremonyStep::Reveal => EntryKind::CeremonyReveal,
        CeremonyStep::Accept => EntryKind::CeremonyAccept,
        CeremonyStep::Decrypt => EntryKind::DecryptionShare,
    }
}

fn steps(election: &Election, number: u16, moments: &Moments) -> BTreeMap<CeremonyStep, StepState> {
    let mut steps = BTreeMap::new();
    let expected = expected(election);
    for step in CeremonyStep::ALL {
        let kind = kind_of(step) as u8;
        let done = moments
            .iter()
            .find(|(k, trustee, _)| *k == kind && *trustee == number);
        if let Some((_, _, at)) = done {
            steps.insert(step, StepState::Done(timestamp(Time(*at))));
        } else if let Some(state) = expected
            .iter()
            .find(|(s, t, _)| *s == step && *t == number)
            .map(|(_, _, s)| *s)
        {
            steps.insert(step, state);
        }
    }
    steps
}

/// Steps that are expected now, or are not needed any more, by trustee.
fn expected(election: &Election) -> Vec<(CeremonyStep, u16, StepState)> {
    let number = |trustee: &TrusteeIndex| u16::from(trustee.get());
    match election.stage() {
        Stage::Ceremony(stage) => {
            let step = match stage.ceremony().phase() {
                Phase::Enrolment => CeremonyStep::Enrol,
                Phase::Commit => CeremonyStep::Commit,
                Phase::Reveal => CeremonyStep::Reveal,
                _ => CeremonyStep::Accept,
            };
            let missing = stage.ceremony().missing();
            missing
                .iter()
                .map(|trustee| (step, number(trustee), StepState::Expected))
                .collect()
        }
        Stage::Closed(_) | Stage::Published(_) => {
            let Some(closed) = election.closed() else {
                return Vec::new();
            };
            let state = if closed.has_quorum() {
                StepState::NotNeeded
            } else {
                StepState::Expected
            };
            let qualified = closed.urn().keys().qualified().iter();
            qualified
                .map(|trustee| (CeremonyStep::Decrypt, number(trustee), state))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn complaints(election: &Election) -> Vec<Complaint> {
    let Stage::Ceremony(stage) = election.stage() else {
        return Vec::new();
    };
    let names = |trustee: &TrusteeIndex| {
        let place = usize::from(trustee.get()).saturating_sub(1);
        election
            .manifest()
            .trustees
            .get(place)
            .map_or_else(String::new, |party| party.name.clone())
    };
    let ceremony: &Ceremony = stage.ceremony();
    let faults = ceremony.faults();
    faults
        .iter()
        .map(|(about, fault)| Complaint {
            from: fault.to_string(),
            about: names(about),
            answered_well: Some(false),
        })
        .collect()
}

fn fingerprints(election: &Election) -> Vec<(FingerprintKind, String)> {
    let manifest = election.manifest();
    let mut list = vec![(FingerprintKind::Manifest, manifest.id().to_string())];
    if let Some(urn) = election.urn() {
        let open = urn.open();
        list.push((FingerprintKind::ElectionKey, open.key.to_string()));
        list.push((FingerprintKind::Roll, open.roll.to_string()));
        list.push((FingerprintKind::Open, urn.open_hash().to_string()));
        list.extend(
            open.booth
                .map(|booth| (FingerprintKind::Booth, booth.to_string())),
        );
    }
    list.push((FingerprintKind::LogKey, manifest.log_key.to_string()));
    list
}

fn weaknesses(manifest: &Manifest, election: &Election) -> Vec<Weakness> {
    let mut list = vec![Weakness::NoSignIn];
    if manifest.waivers.floor.is_some() {
        list.push(Weakness::FloorWaived {
            floor: u64::from(manifest.floor),
        });
    }
    if usize::from(manifest.threshold) * 2 <= manifest.trustees.len() || manifest.trustees.len() < 3 {
        list.push(Weakness::LowThreshold);
    }
    if manifest.witnesses.quorum == 0 {
        list.push(Weakness::NoWitness);
    }
    let weighted =
        |urn: &comitia_election::state::Urn| urn.roll().entries().iter().any(|entry| entry.weight != 1);
    if election.urn().is_some_and(weighted) {
        list.push(Weakness::Weighted);
    }
    list
}

fn results(election: &Election) -> Vec<ContestResult> {
    let Stage::Published(published) = election.stage() else {
        return Vec::new();
    };
    let manifest = election.manifest();
    let contests = manifest.contests.iter().zip(manifest.ballot().places());
    contests
        .map(|(contest, place)| contest_result(manifest, published, contest, place.counters.clone()))
        .collect()
}

fn contest_result(
    manifest: &Manifest,
    published: &Published,
    contest: &comitia_election::manifest::Contest,
    counters: core::ops::Range<usize>,
) -> ContestResult {
    let units = &published.result().units;
    let of_unit = |counts: &[u64]| counts.get(counters.clone()).unwrap_or_default().to_vec();
    let mut counts = vec![0u64; counters.len()];
    for unit in units {
        counts
            .iter_mut()
            .zip(of_unit(&unit.counts))
            .for_each(|(sum, count)| *sum += count);
    }
    let groups = units.iter().map(|unit| GroupResult {
        label: group_label(manifest, &unit.groups),
        counts: of_unit(&unit.counts),
    });
    ContestResult {
        outcome: decide(contest, published.closed(), &counts)
            .ok()
            .filter(|_| !units.is_empty()),
        groups: if units.len() > 1 {
            groups.collect()
        } else {
            Vec::new()
        },
        counts,
    }
}

fn group_label(manifest: &Manifest, groups: &[u16]) -> Text {
    let titles: Vec<&ManifestText> = groups
        .iter()
        .filter_map(|group| manifest.groups.get(usize::from(*group)))
        .map(|group| &group.title)
        .collect();
    let in_language = |language: &'static str| {
        let names: Vec<&str> = titles.iter().map(|title| title.get(language)).collect();
        (language, names.join(", "))
    };
    Text::new(["fr", "en"].map(in_language))
}
