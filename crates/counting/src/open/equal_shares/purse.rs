//! What each voter has left, and what a project would cost its supporters.

use num_bigint::BigUint;
use num_integer::Integer;

use super::{Amount, SharesElection};
use crate::OptionIndex;

/// What the voters have left: whole numbers over one denominator, so that sums and comparisons need no fractions.
#[derive(Debug, Clone)]
pub(super) struct Purses {
    denominator: BigUint,
    /// Of each voter of each ballot, in the order of the ballots.
    left: Vec<BigUint>,
}

/// A supporter of a project.
#[derive(Clone, Copy)]
struct Supporter<'a> {
    voters: u64,
    points: u64,
    left: &'a BigUint,
}

impl Purses {
    /// Everybody has an equal share of the envelope.
    pub(super) fn equal(election: &SharesElection, envelope: &BigUint) -> Self {
        Self {
            denominator: election.voters().into(),
            left: vec![envelope.clone(); election.ballots().len()],
        }
    }

    /// The least that each supporter must pay for each of its points so that the project is paid, where those with
    /// less left pay all they have; `None` when they cannot pay it.
    pub(super) fn price(&self, election: &SharesElection, option: OptionIndex) -> Option<Amount> {
        let mut supporters: Vec<Supporter<'_>> = self.supporters(election, option).collect();
        // Those first who run out of money first: by what they have left for each point.
        supporters.sort_by(|a, b| (a.left * b.points).cmp(&(b.left * a.points)));
        let mut due = &self.denominator * election.cost(option);
        let mut points: BigUint = supporters
            .iter()
            .map(|s| BigUint::from(s.voters) * s.points)
            .sum();
        for supporter in supporters {
            if supporter.left * &points >= &due * supporter.points {
                return Some(Amount::new(due, points * &self.denominator));
            }
            due -= supporter.left * supporter.voters;
            points -= BigUint::from(supporter.voters) * supporter.points;
        }
        None
    }

    /// Takes the price from everybody who supports the project. Gives the voters who paid all they had, and the
    /// largest payment.
    pub(super) fn pay(
        &mut self,
        election: &SharesElection,
        option: OptionIndex,
        price: &Amount,
    ) -> (u64, Amount) {
        let factor = price.denominator() / self.denominator.gcd(price.denominator());
        self.denominator *= &factor;
        for left in &mut self.left {
            *left *= &factor;
        }
        let unit = price.numerator() * (&self.denominator / price.denominator());
        let (mut exhausted, mut most) = (0u64, BigUint::ZERO);
        for (place, voters, points) in election.supporters(option) {
            let Some(left) = self.left.get_mut(place) else {
                continue;
            };
            let asked = &unit * points;
            if asked >= *left {
                exhausted = exhausted.saturating_add(voters);
            }
            let paid = asked.min(left.clone());
            *left -= &paid;
            most = most.max(paid);
        }
        (exhausted, Amount::new(most, self.denominator.clone()))
    }

    /// What the supporters of a project have left together.
    pub(super) fn together(&self, election: &SharesElection, option: OptionIndex) -> Amount {
        let sum = self.supporters(election, option).map(|s| s.left * s.voters).sum();
        Amount::new(sum, self.denominator.clone())
    }

    fn supporters<'a>(
        &'a self,
        election: &'a SharesElection,
        option: OptionIndex,
    ) -> impl Iterator<Item = Supporter<'a>> {
        let supporters = election.supporters(option);
        supporters.filter_map(|(place, voters, points)| {
            Some(Supporter {
                voters,
                points,
                left: self.left.get(place)?,
            })
        })
    }
}
