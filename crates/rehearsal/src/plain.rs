//! Ballots added up in the clear: what the encrypted count must come to.
//!
//! Nothing here knows rows, bits or shapes; it is the definition of each kind, in plain words.

use crate::Ballots;
use comitia_election::manifest::ContestRule;

/// The counters of a contest with `options` options, in the order of its counters.
pub(crate) fn count(rule: &ContestRule, options: usize, ballots: &Ballots) -> Vec<u64> {
    match rule {
        ContestRule::Grades(rule) => grades(options, rule.grades.len(), ballots),
        ContestRule::Ranking(_) => pairs(options, ballots),
        rule if rule.marks_options() => marks(options, ballots),
        _ => sums(options, ballots),
    }
}

/// How many ballots mark each option.
fn marks(options: usize, ballots: &Ballots) -> Vec<u64> {
    let mut counts = vec![0; options];
    for place in ballots.iter().flatten() {
        add(&mut counts, *place, 1);
    }
    counts
}

/// What all ballots together give each option.
fn sums(options: usize, ballots: &Ballots) -> Vec<u64> {
    let mut counts = vec![0; options];
    for (place, number) in ballots.iter().flat_map(|ballot| ballot.iter().enumerate()) {
        add(&mut counts, place, *number as u64);
    }
    counts
}

/// How many ballots give each option each grade.
fn grades(options: usize, grades: usize, ballots: &Ballots) -> Vec<u64> {
    let mut counts = vec![0; options * grades];
    for (option, grade) in ballots.iter().flat_map(|ballot| ballot.iter().enumerate()) {
        add(&mut counts, option * grades + grade, 1);
    }
    counts
}

/// How many ballots rank each option above each other one.
fn pairs(options: usize, ballots: &Ballots) -> Vec<u64> {
    let mut counts = Vec::new();
    for upper in 0..options {
        for lower in (0..options).filter(|lower| *lower != upper) {
            let above = |ballot: &&[usize]| matches!((ballot.get(upper), ballot.get(lower)), (Some(u), Some(l)) if u < l);
            counts.push(ballots.iter().filter(above).count() as u64);
        }
    }
    counts
}

fn add(counts: &mut [u64], place: usize, number: u64) {
    if let Some(count) = counts.get_mut(place) {
        *count += number;
    }
}
