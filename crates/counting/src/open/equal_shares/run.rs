//! One pass of the rule: what equal shares of an envelope buy.

use num_bigint::BigUint;

use super::purse::Purses;
use super::{Amount, EqualShares, Purchase, Satisfaction, SharesElection};
use crate::OptionIndex;

/// The state of a pass.
pub(super) struct Run<'a> {
    rule: &'a EqualShares,
    election: &'a SharesElection,
    pub purses: Purses,
    pub purchases: Vec<Purchase>,
    pub tied: Vec<OptionIndex>,
    /// The projects that supporters could pay when they were last asked, with the effort it was then.
    open: Vec<(OptionIndex, Offer)>,
}

/// What a project would cost its supporters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    /// For each unit of satisfaction. The less, the better a project uses its supporters' money.
    effort: Amount,
    /// For each point.
    price: Amount,
}

impl<'a> Run<'a> {
    /// Buys all that equal shares of `envelope` pay for, or stops at a tie.
    pub(super) fn new(rule: &'a EqualShares, election: &'a SharesElection, envelope: &BigUint) -> Self {
        let mut run = Self {
            rule,
            election,
            purses: Purses::equal(election, envelope),
            purchases: Vec::new(),
            tied: Vec::new(),
            open: Vec::new(),
        };
        let offers = election
            .projects()
            .filter_map(|option| Some((option, run.offer(option)?)));
        run.open = offers.collect();
        while run.tied.is_empty() {
            let best = run.best();
            match run.choose(best) {
                Some(options) => options.into_iter().for_each(|option| run.buy(option)),
                None => break,
            }
        }
        run
    }

    /// What the purchases cost; more than any envelope when that does not fit in 64 bits.
    pub(super) fn spent(&self) -> u64 {
        let costs = self.purchases.iter().map(|purchase| purchase.cost);
        costs.fold(0, u64::saturating_add)
    }

    pub(super) fn has_bought(&self, option: OptionIndex) -> bool {
        self.purchases.iter().any(|purchase| purchase.option == option)
    }

    fn offer(&self, option: OptionIndex) -> Option<Offer> {
        if self.election.support(option) == 0 {
            return None;
        }
        let price = self.purses.price(self.election, option)?;
        let effort = match self.rule.satisfaction {
            Satisfaction::Cardinality => price.clone(),
            Satisfaction::Cost => {
                let cost = self.election.cost(option);
                Amount::new(price.numerator().clone(), price.denominator() * cost.max(1))
            }
        };
        Some(Offer { effort, price })
    }

    /// The projects with the least effort. Effort only grows as purses empty, so the one asked last is a lower bound:
    /// projects are asked again in that order, and no longer than a bound can still be the least.
    fn best(&mut self) -> Vec<OptionIndex> {
        self.open
            .sort_by(|a, b| a.1.effort.cmp(&b.1.effort).then(a.0.cmp(&b.0)));
        let mut least: Option<Amount> = None;
        let mut asked = Vec::new();
        let open = std::mem::take(&mut self.open);
        for (option, bound) in open {
            if least.as_ref().is_some_and(|least| bound.effort > *least) {
                asked.push((option, bound));
            } else if let Some(offer) = self.offer(option) {
                if least.as_ref().is_none_or(|least| offer.effort < *least) {
                    least = Some(offer.effort.clone());
                }
                asked.push((option, offer));
            }
        }
        self.open = asked;
        let best = self
            .open
            .iter()
            .filter(|(_, offer)| Some(&offer.effort) == least.as_ref());
        let mut best: Vec<OptionIndex> = best.map(|(option, _)| *option).collect();
        best.sort_unstable();
        best
    }

    /// Whom of the best to buy: all of them when nobody supports two of them, so that their order cannot matter; else
    /// the one that the lot names, if there is a lot.
    fn choose(&mut self, best: Vec<OptionIndex>) -> Option<Vec<OptionIndex>> {
        match best.as_slice() {
            [] => None,
            [_] => Some(best),
            several if self.election.disjoint(several) => Some(best),
            several => match self.rule.ties.draw(several) {
                Some(option) => Some(vec![option]),
                None => {
                    self.tied = best;
                    None
                }
            },
        }
    }

    fn buy(&mut self, option: OptionIndex) {
        let Some(place) = self.open.iter().position(|(other, _)| *other == option) else {
            return;
        };
        let (_, offer) = self.open.swap_remove(place);
        let (exhausted, most) = self.purses.pay(self.election, option, &offer.price);
        self.purchases.push(Purchase {
            option,
            cost: self.election.cost(option),
            supporters: self.election.support(option),
            price: offer.price,
            most,
            exhausted,
        });
    }
}
