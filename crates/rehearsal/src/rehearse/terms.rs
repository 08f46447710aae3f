//! From a file of ballots to a manifest.

use super::{RehearseError, Setting, Waived};
use crate::actors::{Parties, Terms};
use crate::{BallotFile, Choice, Kind};
use comitia_counting::{Majority, MajorityKind, Quorums, Rule, Top};
use comitia_crypto::ceremony::MAX_TRUSTEES;
use comitia_election::manifest::{
    Contest, ContestOption, ContestRule, Document, Manifest, PhaseDeadlines, Time, Times,
};
use comitia_election::text::Text;
use core::num::NonZeroU32;
use rand_core::{CryptoRng, RngCore};

/// The log of a rehearsal is served by nobody (RFC 2606).
const HOST: &str = "rehearsal.invalid";
/// Language of what the program itself writes into a manifest; titles are in the language of the file, whatever it is.
const LANGUAGE: &str = "en";
/// Longest id of a contest, in bytes.
const ID_LIMIT: usize = 200;
/// Longest title, in characters.
const TITLE_LIMIT: usize = 500;
/// Seconds for each phase of the key ceremony, which never last so long: they end when every message is in.
const PHASE: u64 = 3600;
/// Seconds for which voting is open, by the manifest.
const VOTING: u64 = 12 * 3600;

const DESCRIPTION: &str = "A rehearsal: the ballots of a file, cast again by one machine that held every secret. \
                           It shows that the count is right; it kept nobody's vote secret.";
const FLOOR_WAIVER: &str = "A rehearsal of a file with fewer ballots than the floor.";
const TRUSTEES_WAIVER: &str =
    "A rehearsal with fewer than three trustees, or a threshold of half of them or less.";

/// Refuses numbers of trustees that cannot be.
pub(super) fn check(setting: &Setting) -> Result<(), RehearseError> {
    let (trustees, threshold, absent) = (setting.trustees, setting.threshold, setting.absent);
    if trustees == 0 || trustees > MAX_TRUSTEES {
        let limit = MAX_TRUSTEES;
        return Err(RehearseError::Trustees { trustees, limit });
    }
    if threshold == 0 || threshold > trustees {
        return Err(RehearseError::Threshold { threshold, trustees });
    }
    let most = trustees - threshold;
    if absent > most {
        return Err(RehearseError::Absent {
            absent,
            trustees,
            threshold,
            most,
        });
    }
    Ok(())
}

/// The manifest of a file's election, and what it had to waive.
pub(super) fn manifest(
    file: &BallotFile,
    setting: &Setting,
    parties: &Parties,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<(Manifest, Vec<Waived>), RehearseError> {
    let terms = Terms {
        host: HOST.to_owned(),
        title: text(&file.title, "Rehearsal"),
        times: calendar(setting.now),
        threshold: setting.threshold.into(),
        contests: vec![contest(file)],
    };
    let mut document = parties.document(terms, rng);
    document.description = Some(Text::new(LANGUAGE, DESCRIPTION));
    let waived = waive(&mut document, file.ballots.len());
    // A document has only strings as keys, and nothing else that JSON could not say.
    let bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    let manifest = Manifest::parse(&bytes).map_err(RehearseError::Manifest)?;
    Ok((manifest, waived))
}

/// Sets the waivers that are needed, and no others.
fn waive(document: &mut Document, ballots: usize) -> Vec<Waived> {
    let mut waived = Vec::new();
    if ballots > 0 && (ballots as u64) < u64::from(document.floor) {
        document.waivers.floor = Some(Text::new(LANGUAGE, FLOOR_WAIVER));
        waived.push(Waived::Floor {
            ballots,
            floor: document.floor,
        });
    }
    let (trustees, threshold) = (document.trustees.len(), document.threshold);
    if trustees < 3 || usize::from(threshold) * 2 <= trustees {
        document.waivers.trustees = Some(Text::new(LANGUAGE, TRUSTEES_WAIVER));
        waived.push(Waived::Trustees { trustees, threshold });
    }
    waived
}

/// Everything has just happened: the close is now.
fn calendar(now: Time) -> Times {
    let opens_at = Time(now.0.saturating_sub(VOTING));
    let before = |phases: u64| Time(opens_at.0.saturating_sub(phases * PHASE));
    Times {
        ceremony: PhaseDeadlines {
            enrol: before(5),
            commit: before(4),
            reveal: before(3),
            complain: before(2),
            answer: before(1),
            accept: before(0),
        },
        opens_at,
        closes_at: Time(opens_at.0 + VOTING),
        checking_seconds: 0,
    }
}

fn contest(file: &BallotFile) -> Contest {
    let (rule, outcome) = rules(file);
    let mut id = file.contest.clone();
    id.truncate(ID_LIMIT);
    Contest {
        title: text(&file.title, &id),
        id,
        description: None,
        options: file.options.iter().map(option).collect(),
        rule,
        outcome,
    }
}

/// A file says how a ballot is made, not what the counts decide: most votes win, one option or as many as a ballot
/// may choose.
fn rules(file: &BallotFile) -> (ContestRule, Rule) {
    let quorums = Quorums::default();
    match file.kind {
        Kind::Single => {
            let blank = declared_blank(file).map(|blank| blank.id.clone());
            let kind = MajorityKind::Simple;
            let outcome = Rule::Majority(Majority { kind, quorums });
            (ContestRule::Single { blank }, outcome)
        }
        Kind::Choose(limits) => {
            let number = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
            let (min, max) = (number(limits.min), number(limits.max));
            let seats = NonZeroU32::new(max).unwrap_or(NonZeroU32::MIN);
            let blank = None;
            (
                ContestRule::Choose { min, max, blank },
                Rule::Top(Top { seats, quorums }),
            )
        }
    }
}

/// The blank option, where two others are left to decide between; a lone candidate stands against it as against any
/// other option.
fn declared_blank(file: &BallotFile) -> Option<&Choice> {
    let blank = file.blank.filter(|_| file.options.len() > 2)?;
    file.options.get(blank)
}

fn option(choice: &Choice) -> ContestOption {
    ContestOption {
        id: choice.id.clone(),
        title: text(choice.name.as_deref().unwrap_or_default(), &choice.id),
        description: None,
    }
}

/// A title without line ends and control characters, cut to a bearable length; `otherwise` if nothing is left.
fn text(title: &str, otherwise: &str) -> Text {
    let plain: String = title
        .chars()
        .filter(|c| !c.is_control())
        .take(TITLE_LIMIT)
        .collect();
    let plain = plain.trim();
    Text::new(LANGUAGE, if plain.is_empty() { otherwise } else { plain })
}
