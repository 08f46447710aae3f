//! What deserves a look before codes are made.

use std::collections::HashMap;

use thiserror::Error;

use super::identity::{loose_keys, mixes_scripts};
use super::{ListRules, Voter};

/// A weight is large when it is more than this many times the usual one.
pub const LARGE_WEIGHT_FACTOR: u32 = 10;
/// A household shares a contact; more voters than this rarely do.
pub const SHARED_CONTACT_LIMIT: usize = 4;

/// Something that may be right, and often is not.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Warning {
    /// A word of a name mixes alphabets.
    #[error("line {line}: a word of the name mixes Latin, Cyrillic or Greek letters")]
    MixedScripts {
        /// The line.
        line: u64,
    },
    /// A name that looks like another one.
    #[error("line {line}: the name resembles the one on line {first}: is it the same person?")]
    Alike {
        /// The line.
        line: u64,
        /// The line of the name it resembles.
        first: u64,
    },
    /// Many voters with one contact: whoever reads that mailbox holds all of their codes.
    #[error(
        "line {line}: {voters} voters share this contact; whoever opens that mail could vote for all of them"
    )]
    SharedContact {
        /// The first line that has it.
        line: u64,
        /// How many have it.
        voters: usize,
    },
    /// Too few voters of one group and weight for their votes to hide among each other.
    #[error(
        "line {line}: only {voters} voter(s) of group {group:?} have the weight {weight}; with fewer than {floor} \
         ballots a total could reveal how they voted"
    )]
    FewOfTheirKind {
        /// The first line.
        line: u64,
        /// The group.
        group: String,
        /// The weight.
        weight: u32,
        /// How many.
        voters: usize,
        /// The fewest that are counted on their own.
        floor: u32,
    },
    /// A weight far above the usual one.
    #[error("line {line}: the weight {weight} is more than {LARGE_WEIGHT_FACTOR} times the usual {usual}")]
    LargeWeight {
        /// The line.
        line: u64,
        /// The weight.
        weight: u32,
        /// The median of all weights.
        usual: u32,
    },
}

impl Warning {
    /// The line it is about.
    #[must_use]
    pub const fn line(&self) -> u64 {
        match self {
            Self::MixedScripts { line }
            | Self::Alike { line, .. }
            | Self::SharedContact { line, .. }
            | Self::FewOfTheirKind { line, .. }
            | Self::LargeWeight { line, .. } => *line,
        }
    }
}

/// All warnings about a list, in the order of its lines.
pub(super) fn warnings(voters: &[Voter], rules: &ListRules) -> Vec<Warning> {
    let mut warnings = names(voters);
    warnings.extend(contacts(voters));
    warnings.extend(kinds(voters, rules));
    warnings.extend(weights(voters));
    warnings.sort_by_key(Warning::line);
    warnings
}

fn names(voters: &[Voter]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut first_lines: [HashMap<String, u64>; 2] = [HashMap::new(), HashMap::new()];
    for voter in voters {
        let line = voter.line;
        if mixes_scripts(&voter.name) {
            warnings.push(Warning::MixedScripts { line });
        }
        let keys = loose_keys(&voter.name);
        let firsts = first_lines
            .iter_mut()
            .zip(keys)
            .map(|(lines, key)| *lines.entry(key).or_insert(line));
        // Both maps take every key, so the smaller line is the one to name.
        let first = firsts.fold(line, u64::min);
        if first < line {
            warnings.push(Warning::Alike { line, first });
        }
    }
    warnings
}

/// Groups voters by a key, in the order in which the keys appear.
fn grouped<K: Eq + std::hash::Hash>(
    voters: &[Voter],
    key: impl Fn(&Voter) -> Option<K>,
) -> Vec<(&Voter, usize)> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<(&Voter, usize)> = Vec::new();
    for voter in voters {
        let Some(key) = key(voter) else { continue };
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => groups.push((voter, 1)),
        }
    }
    groups
}

fn contacts(voters: &[Voter]) -> impl Iterator<Item = Warning> {
    let key = |voter: &Voter| (!voter.contact.is_empty()).then(|| voter.contact.to_lowercase());
    let shared = grouped(voters, key)
        .into_iter()
        .filter(|(_, voters)| *voters > SHARED_CONTACT_LIMIT);
    shared.map(|(first, voters)| Warning::SharedContact {
        line: first.line,
        voters,
    })
}

fn kinds(voters: &[Voter], rules: &ListRules) -> impl Iterator<Item = Warning> {
    let kinds = grouped(voters, |voter| Some((voter.group, voter.weight)));
    let floor = rules.floor;
    let few = kinds
        .into_iter()
        .filter(move |(_, voters)| u32::try_from(*voters).is_ok_and(|voters| voters < floor));
    few.map(move |(first, voters)| Warning::FewOfTheirKind {
        line: first.line,
        group: rules
            .groups
            .get(usize::from(first.group))
            .cloned()
            .unwrap_or_default(),
        weight: first.weight.get(),
        voters,
        floor,
    })
}

fn weights(voters: &[Voter]) -> Vec<Warning> {
    let mut sorted: Vec<u32> = voters.iter().map(|voter| voter.weight.get()).collect();
    sorted.sort_unstable();
    let Some(&usual) = sorted.get(sorted.len() / 2) else {
        return Vec::new();
    };
    let large = |weight: u32| u64::from(weight) > u64::from(usual) * u64::from(LARGE_WEIGHT_FACTOR);
    let weights = voters.iter().map(|voter| (voter.line, voter.weight.get()));
    let large = weights.filter(|(_, weight)| large(*weight));
    large
        .map(|(line, weight)| Warning::LargeWeight { line, weight, usual })
        .collect()
}
