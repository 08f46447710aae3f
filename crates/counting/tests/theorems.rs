//! Each test is named after the property of social choice theory that it checks on generated elections.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_counting::{
    Electorate, Fraction, Majority, MajorityKind, MajorityVerdict, OptionIndex, Outcome, Quorums, Rule,
    Tally, Top, TopVerdict,
};
use proptest::prelude::*;
use std::num::NonZeroU32;

/// An election: who is registered, what each ballot approves of (one option under a majority rule), the rule.
#[derive(Debug, Clone)]
struct Election {
    registered: u64,
    options: usize,
    blank: Option<usize>,
    ballots: Vec<Vec<usize>>,
    rule: Rule,
}

impl Election {
    fn counts(&self) -> Vec<u64> {
        let votes = |option| {
            self.ballots
                .iter()
                .filter(|ballot| ballot.contains(&option))
                .count() as u64
        };
        (0..self.options).map(votes).collect()
    }

    fn tally(&self) -> Tally {
        let electorate = Electorate {
            registered: self.registered,
            turnout: self.ballots.len() as u64,
        };
        Tally::new(electorate, self.counts(), self.blank.map(OptionIndex)).unwrap()
    }

    fn outcome(&self) -> Outcome {
        self.rule.decide(&self.tally().into()).unwrap()
    }

    fn is_blank(&self, option: usize) -> bool {
        self.blank == Some(option)
    }
}

fn share() -> impl Strategy<Value = Option<Fraction>> {
    prop_oneof![
        Just(None),
        (0u64..=5, 5u64..=10).prop_map(|(part, whole)| Some(Fraction::new(part, whole).unwrap())),
    ]
}

fn quorums() -> impl Strategy<Value = Quorums> {
    (share(), share()).prop_map(|(turnout, valid_votes)| Quorums { turnout, valid_votes })
}

fn rule() -> impl Strategy<Value = Rule> {
    let kind = prop_oneof![Just(MajorityKind::Simple), Just(MajorityKind::Absolute)];
    let majority = (kind, quorums()).prop_map(|(kind, quorums)| Rule::Majority(Majority { kind, quorums }));
    let seats = (1u32..5).prop_map(|seats| NonZeroU32::new(seats).unwrap());
    let top = (seats, quorums()).prop_map(|(seats, quorums)| Rule::Top(Top { seats, quorums }));
    prop_oneof![majority, top]
}

fn election() -> impl Strategy<Value = Election> {
    (2usize..6, rule(), any::<bool>()).prop_flat_map(|(options, rule, with_blank)| {
        let most = if matches!(rule, Rule::Majority(_)) {
            1
        } else {
            options
        };
        let ballot = proptest::sample::subsequence((0..options).collect::<Vec<_>>(), 1..=most);
        let blank = with_blank.then_some(options - 1);
        (proptest::collection::vec(ballot, 0..24), 0u64..30).prop_map(move |(ballots, absent)| Election {
            registered: ballots.len() as u64 + absent,
            options,
            blank,
            ballots,
            rule,
        })
    })
}

fn shuffled_ballots() -> impl Strategy<Value = (Election, Vec<Vec<usize>>)> {
    election().prop_flat_map(|election| {
        let ballots = Just(election.ballots.clone()).prop_shuffle();
        (Just(election), ballots)
    })
}

fn renamed_options() -> impl Strategy<Value = (Election, Vec<usize>)> {
    election().prop_flat_map(|election| {
        let names = Just((0..election.options).collect::<Vec<_>>()).prop_shuffle();
        (Just(election), names)
    })
}

fn renamed(options: &[OptionIndex], names: &[usize]) -> Vec<usize> {
    let mut places: Vec<usize> = options.iter().map(|option| names[option.0]).collect();
    places.sort_unstable();
    places
}

fn sorted(options: &[OptionIndex]) -> Vec<usize> {
    let mut places: Vec<usize> = options.iter().map(|option| option.0).collect();
    places.sort_unstable();
    places
}

proptest! {
    /// Who cast which ballot, and when, does not matter.
    #[test]
    fn anonymity((election, ballots) in shuffled_ballots()) {
        let other = Election { ballots, ..election.clone() };
        prop_assert_eq!(election.outcome(), other.outcome());
    }

    /// The place of an option on the ballot does not matter: moved options win, tie and lead where they went.
    #[test]
    fn neutrality((election, names) in renamed_options()) {
        let ballots = election.ballots.iter().map(|b| b.iter().map(|o| names[*o]).collect()).collect();
        let blank = election.blank.map(|blank| names[blank]);
        let moved = Election { ballots, blank, ..election.clone() };
        let (before, after) = (election.outcome(), moved.outcome());
        prop_assert_eq!(renamed(&before.winners(), &names), sorted(&after.winners()));
        prop_assert_eq!(renamed(before.tied(), &names), sorted(after.tied()));
    }

    /// More support never hurts: a winner still wins when a ballot for another option turns to it, when a ballot
    /// for other options approves of it too, and when a registered elector who stayed at home votes for it.
    #[test]
    fn monotonicity(election in election(), pick in any::<prop::sample::Index>(), voter in any::<prop::sample::Index>()) {
        let winners = election.outcome().winners();
        prop_assume!(!winners.is_empty());
        let winner = winners[pick.index(winners.len())];
        for ballots in raised(&election, winner.0, voter) {
            let better = Election { ballots, ..election.clone() };
            prop_assert!(better.outcome().winners().contains(&winner), "{:?}", better);
        }
    }

    /// Nobody loses by being tied first: one more ballot for one of the tied options decides for it.
    #[test]
    fn positive_responsiveness(election in election(), pick in any::<prop::sample::Index>()) {
        let outcome = election.outcome();
        let Outcome::Majority(majority) = &outcome else { return Ok(()) };
        prop_assume!(!outcome.tied().is_empty() && matches!(majority.rule.kind, MajorityKind::Simple));
        let favourite = outcome.tied()[pick.index(outcome.tied().len())];
        let mut better = election.clone();
        better.ballots.push(vec![favourite.0]);
        better.registered += better.ballots.len() as u64;
        better.rule = Rule::Majority(Majority { kind: MajorityKind::Simple, quorums: Quorums::default() });
        prop_assert_eq!(better.outcome().winners(), vec![favourite]);
    }

    /// The definition, applied naively: a majority winner beats every other option and meets what is asked.
    #[test]
    fn differential_majority(election in election()) {
        let Rule::Majority(rule) = election.rule else { return Ok(()) };
        let (counts, turnout) = (election.counts(), election.ballots.len() as u64);
        let contenders: Vec<usize> = (0..election.options).filter(|o| !election.is_blank(*o)).collect();
        let valid: u64 = contenders.iter().map(|o| counts[*o]).sum();
        let reaches = |share: Option<Fraction>, votes: u64| {
            share.is_none_or(|s| votes * s.denominator() >= s.numerator() * election.registered)
        };
        let quorate = reaches(rule.quorums.turnout, turnout) && reaches(rule.quorums.valid_votes, valid);
        let wins = |option: &usize| {
            let beats = contenders.iter().all(|other| other == option || counts[*option] > counts[*other]);
            let enough = match rule.kind {
                MajorityKind::Simple => counts[*option] > 0,
                MajorityKind::Absolute => 2 * counts[*option] > valid,
            };
            quorate && beats && enough
        };
        let expected: Vec<usize> = contenders.iter().copied().filter(wins).collect();
        prop_assert_eq!(sorted(&election.outcome().winners()), expected);
    }

    /// The definition, applied naively: an option has a seat when fewer options than there are seats are level
    /// with it or ahead of it, itself left out; it is tied when fewer are ahead, yet not all level ones fit.
    #[test]
    fn differential_top(election in election()) {
        let Rule::Top(rule) = election.rule else { return Ok(()) };
        let outcome = election.outcome();
        let Outcome::Top(top) = &outcome else { unreachable!() };
        let (counts, seats) = (election.counts(), rule.seats.get() as usize);
        let contenders: Vec<usize> = (0..election.options).filter(|o| !election.is_blank(*o)).collect();
        let ahead = |o: usize| contenders.iter().filter(|other| counts[**other] > counts[o]).count();
        let level = |o: usize| contenders.iter().filter(|other| counts[**other] == counts[o]).count();
        let seated: Vec<usize> =
            contenders.iter().copied().filter(|o| counts[*o] > 0 && ahead(*o) + level(*o) <= seats).collect();
        let tied: Vec<usize> = contenders
            .iter()
            .copied()
            .filter(|o| counts[*o] > 0 && ahead(*o) < seats && ahead(*o) + level(*o) > seats)
            .collect();
        prop_assert_eq!(sorted(&top.leading), seated);
        prop_assert_eq!(top.tied.as_ref().map(|t| sorted(&t.options)).unwrap_or_default(), tied);
    }

    /// Every seat and every vote is accounted for, and a verdict agrees with its reasons.
    #[test]
    fn accounting(election in election()) {
        let turnout = election.ballots.len() as u64;
        match election.outcome() {
            Outcome::Majority(outcome) => {
                prop_assert_eq!(outcome.valid + outcome.blank + outcome.void, turnout);
                let missed = outcome.quorums.iter().any(|check| !check.threshold.is_met());
                prop_assert_eq!(missed, matches!(outcome.verdict, MajorityVerdict::QuorumMissed { .. }));
                if let MajorityVerdict::Won { option } = outcome.verdict {
                    prop_assert!(outcome.majority.is_met() && !election.is_blank(option.0));
                }
            }
            Outcome::Top(outcome) => {
                prop_assert_eq!(outcome.valid + outcome.blank, turnout);
                let tied = outcome.tied.as_ref().map_or(0, |tied| tied.seats);
                let seats = u64::from(outcome.rule.seats.get());
                prop_assert_eq!(outcome.leading.len() as u64 + tied + outcome.vacant, seats);
                let missed = outcome.quorums.iter().any(|check| !check.threshold.is_met());
                prop_assert_eq!(missed, matches!(outcome.verdict, TopVerdict::QuorumMissed { .. }));
            }
            other => unreachable!("{other:?}"),
        }
    }
}

/// Ways in which an option can gain support.
fn raised(election: &Election, option: usize, voter: prop::sample::Index) -> Vec<Vec<Vec<usize>>> {
    let mut ways = Vec::new();
    let others: Vec<usize> = (0..election.ballots.len())
        .filter(|place| !election.ballots[*place].contains(&option))
        .collect();
    if !others.is_empty() {
        let place = others[voter.index(others.len())];
        let mut turned = election.ballots.clone();
        turned[place] = vec![option];
        ways.push(turned);
        if matches!(election.rule, Rule::Top(_))
            && !election
                .blank
                .is_some_and(|b| election.ballots[place].contains(&b))
        {
            let mut added = election.ballots.clone();
            added[place].push(option);
            ways.push(added);
        }
    }
    if election.registered > election.ballots.len() as u64 {
        let mut joined = election.ballots.clone();
        joined.push(vec![option]);
        ways.push(joined);
    }
    ways
}

/// The known price of a quorum, so that nobody believes otherwise: two opponents who stay at home defeat a proposal
/// that their votes would have carried.
#[test]
fn participation_fails_under_a_quorum() {
    let quorums = Quorums {
        turnout: Some(Fraction::new(1, 2).unwrap()),
        valid_votes: None,
    };
    let rule = Rule::Majority(Majority {
        kind: MajorityKind::Absolute,
        quorums,
    });
    let outcome = |yes, no| {
        let tally = Tally::new(
            Electorate {
                registered: 20,
                turnout: yes + no,
            },
            vec![yes, no],
            None,
        )
        .unwrap();
        rule.decide(&tally.into()).unwrap().winners()
    };
    assert_eq!(outcome(8, 2), [OptionIndex(0)]);
    assert!(outcome(8, 0).is_empty());
}
