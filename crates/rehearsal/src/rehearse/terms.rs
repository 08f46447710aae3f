//! From a file of ballots to a manifest.

use super::{RehearseError, Setting, Waived};
use crate::actors::{Parties, Terms};
use crate::{BallotFile, Choice};
use comitia_counting::{
    Budget, BudgetOrder, Judgement, Majority, MajorityKind, Pairwise, PairwiseMethod, Quorums, Rule, Top,
};
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
        contests: vec![file.to_contest()],
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

impl BallotFile {
    /// The contest as a manifest has it.
    #[must_use]
    pub fn to_contest(&self) -> Contest {
        let mut id = self.contest.clone();
        id.truncate(ID_LIMIT);
        let mut contest = Contest {
            title: text(&self.title, &id),
            id,
            description: None,
            options: self.options.iter().map(option).collect(),
            rule: self.rule.clone(),
            outcome: outcome(self),
        };
        if let ContestRule::Single(rule) = &mut contest.rule {
            rule.blank = declared_blank(self).map(|blank| blank.id.clone());
        }
        contest
    }
}

/// A file says how a ballot is made, and seldom what the counts decide: a budget is spent on the projects with most
/// votes; without one, most votes win, one option or as many as a ballot may choose.
fn outcome(file: &BallotFile) -> Rule {
    let quorums = Quorums::default();
    let top = |seats: u32| {
        Rule::Top(Top {
            seats: NonZeroU32::new(seats).unwrap_or(NonZeroU32::MIN),
            quorums,
        })
    };
    let priced = file.options.iter().all(|option| option.cost.is_some());
    match (&file.rule, file.envelope.filter(|_| priced)) {
        (ContestRule::Grades(_), _) => Rule::Judgement(Judgement {
            seats: NonZeroU32::MIN,
            quorums,
        }),
        (ContestRule::Ranking(_), _) => Rule::Pairwise(Pairwise {
            method: PairwiseMethod::Schulze,
            seats: NonZeroU32::MIN,
            quorums,
        }),
        (ContestRule::Lists(_), _) => top(1),
        (_, Some(envelope)) => Rule::Budget(Budget {
            envelope,
            order: BudgetOrder::Votes,
            skip: true,
            threshold: None,
            quorums,
        }),
        (ContestRule::Single(_), None) => Rule::Majority(Majority {
            kind: MajorityKind::Simple,
            quorums,
        }),
        (ContestRule::Choose(rule), None) => top(rule.max),
        (_, None) => top(1),
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
        cost: choice.cost,
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
