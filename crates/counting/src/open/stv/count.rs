//! The count itself: piles of papers that move.

use std::cmp::Ordering;

use super::{OpenTie, Stage, StageKind, TieBreaker, TieBroken, Votes};
use crate::OptionIndex;
use crate::open::{Profile, Ties};

/// Equal papers on one pile.
#[derive(Clone, Copy)]
struct Papers<'a> {
    order: &'a [OptionIndex],
    number: u64,
    /// On each of them.
    value: Votes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Continuing,
    /// Elected, with papers that were never sorted for a transfer.
    Elected,
    /// Excluded, withdrawn, or elected with a surplus that was handed on.
    Done,
}

/// Who has which papers.
pub(super) struct Count<'a> {
    quota: Votes,
    seats: u64,
    standing: Vec<Standing>,
    piles: Vec<Vec<Papers<'a>>>,
    votes: Vec<Votes>,
    non_transferable: Votes,
    lost: Votes,
    elected: Vec<OptionIndex>,
    stages: Vec<Stage>,
}

/// Whom to take next, or the tie that stands in the way.
type Choice = Result<(OptionIndex, Option<TieBroken>), OpenTie>;

impl<'a> Count<'a> {
    /// First preferences (rule 45).
    pub(super) fn new(profile: &'a Profile, seats: u64, quota: Votes) -> Self {
        let mut count = Self {
            quota,
            seats,
            standing: vec![Standing::Done; profile.options()],
            piles: vec![Vec::new(); profile.options()],
            votes: vec![Votes::NONE; profile.options()],
            non_transferable: Votes::NONE,
            lost: Votes::NONE,
            elected: Vec::new(),
            stages: Vec::new(),
        };
        for option in profile.standing() {
            count.set(option, Standing::Continuing);
        }
        for ballot in profile.ballots() {
            count.give(Papers {
                order: &ballot.order,
                number: ballot.weight,
                value: Votes::ONE,
            });
        }
        count
    }

    /// All stages, until the seats are filled or a tie stands in the way.
    pub(super) fn run(&mut self, ties: &Ties) -> Option<OpenTie> {
        self.end_stage(StageKind::First, None);
        loop {
            if self.last_seats() {
                return None;
            }
            // A surplus is always handed on before anybody is excluded (rule 50(1)).
            let surplus = self.surplus(ties);
            match surplus.unwrap_or_else(|| self.exclusion(ties)) {
                Ok((kind, tie)) => self.end_stage(kind, tie),
                Err(tie) => return Some(tie),
            }
        }
    }

    pub(super) fn seats_left(&self) -> u64 {
        self.seats
            .saturating_sub(u64::try_from(self.elected.len()).unwrap_or(u64::MAX))
    }

    pub(super) fn finish(self) -> (Vec<Stage>, Vec<OptionIndex>) {
        (self.stages, self.elected)
    }

    /// Whether the count is complete; elects the candidates left when they are no more than the seats (rule 52).
    fn last_seats(&mut self) -> bool {
        let left = self.with(Standing::Continuing);
        if self.seats_left() == 0 {
            return true;
        }
        if u64::try_from(left.len()).unwrap_or(u64::MAX) > self.seats_left() {
            return false;
        }
        if !left.is_empty() {
            let elected = self.elect(left);
            self.note(StageKind::LastSeats, None, elected);
        }
        true
    }

    /// Hands on the largest surplus, if there is one (rules 48 and 49).
    fn surplus(&mut self, ties: &Ties) -> Option<Result<(StageKind, Option<TieBroken>), OpenTie>> {
        let mut pending = self.with(Standing::Elected);
        pending.retain(|option| self.votes_of(*option) > self.quota);
        let most = pending.iter().map(|option| self.votes_of(*option)).max()?;
        pending.retain(|option| self.votes_of(*option) == most);
        let (of, tie) = match self.choose(pending, Ordering::Greater, ties) {
            Ok(choice) => choice,
            Err(tie) => return Some(Err(tie)),
        };
        let surplus = most.minus(self.quota);
        self.set(of, Standing::Done);
        let mut handed_on = Votes::NONE;
        for papers in self.take_pile(of) {
            let value = papers.value.transferred(surplus, most);
            handed_on = handed_on.plus(value.times(papers.number));
            self.give(Papers { value, ..papers });
        }
        self.set_votes(of, self.quota);
        self.lost = self.lost.plus(surplus.minus(handed_on));
        Some(Ok((StageKind::Surplus { of, surplus }, tie)))
    }

    /// Excludes the candidate with fewest votes (rules 50 and 51).
    fn exclusion(&mut self, ties: &Ties) -> Result<(StageKind, Option<TieBroken>), OpenTie> {
        let mut last = self.with(Standing::Continuing);
        let fewest = last.iter().map(|option| self.votes_of(*option)).min();
        last.retain(|option| Some(self.votes_of(*option)) == fewest);
        let (of, tie) = self.choose(last, Ordering::Less, ties)?;
        self.set(of, Standing::Done);
        for papers in self.take_pile(of) {
            self.give(papers);
        }
        self.set_votes(of, Votes::NONE);
        Ok((StageKind::Exclusion { of }, tie))
    }

    /// One of those that are level: by the most recent stage at which one of them alone was `wanted` than each of the
    /// others, then by lot.
    fn choose(&self, level: Vec<OptionIndex>, wanted: Ordering, ties: &Ties) -> Choice {
        let broken = |by| {
            Some(TieBroken {
                between: level.clone(),
                by,
            })
        };
        if let [only] = level[..] {
            return Ok((only, None));
        }
        let stages = self.stages.iter().enumerate().rev();
        let alone = |(stage, at): (usize, &Stage)| Some((stage, alone(&at.votes, &level, wanted)?));
        if let Some((stage, option)) = stages.filter_map(alone).next() {
            return Ok((option, broken(TieBreaker::EarlierStage { stage })));
        }
        if let Some(option) = ties.draw(&level) {
            return Ok((option, broken(TieBreaker::Lot)));
        }
        match level.first() {
            Some(first) if self.can_all_go(&level, wanted) => Ok((*first, broken(TieBreaker::Nothing))),
            _ => Err(OpenTie {
                between: level,
                exclusion: wanted == Ordering::Less,
            }),
        }
    }

    /// Whether all of those that are level have no vote, and enough others remain for the seats: then each of them
    /// goes before anybody else, and no paper with a value moves.
    fn can_all_go(&self, level: &[OptionIndex], wanted: Ordering) -> bool {
        let none = level.iter().all(|option| self.votes_of(*option) == Votes::NONE);
        let others = self.with(Standing::Continuing).len().saturating_sub(level.len());
        let enough = u64::try_from(others).unwrap_or(u64::MAX) >= self.seats_left();
        wanted == Ordering::Less && none && enough
    }

    /// Puts papers on the pile of the next continuing candidate, or aside.
    fn give(&mut self, papers: Papers<'a>) {
        let votes = papers.value.times(papers.number);
        let next = papers
            .order
            .iter()
            .position(|option| self.standing.get(option.0) == Some(&Standing::Continuing));
        let Some((OptionIndex(option), order)) =
            next.and_then(|place| Some((*papers.order.get(place)?, papers.order.get(place + 1..)?)))
        else {
            self.non_transferable = self.non_transferable.plus(votes);
            return;
        };
        if let (Some(pile), Some(sum)) = (self.piles.get_mut(option), self.votes.get_mut(option)) {
            pile.push(Papers { order, ..papers });
            *sum = sum.plus(votes);
        }
    }

    /// Elects whoever has the quota (rule 47) and writes the stage down.
    fn end_stage(&mut self, kind: StageKind, tie: Option<TieBroken>) {
        let mut reached = self.with(Standing::Continuing);
        reached.retain(|option| self.votes_of(*option) >= self.quota);
        let elected = self.elect(reached);
        self.note(kind, tie, elected);
    }

    /// Most votes first; level ones in the order of the ballot.
    fn elect(&mut self, mut options: Vec<OptionIndex>) -> Vec<OptionIndex> {
        options.sort_by_key(|option| std::cmp::Reverse(self.votes_of(*option)));
        for option in &options {
            self.set(*option, Standing::Elected);
        }
        self.elected.extend(&options);
        options
    }

    fn note(&mut self, kind: StageKind, tie: Option<TieBroken>, elected: Vec<OptionIndex>) {
        self.stages.push(Stage {
            kind,
            tie,
            votes: self.votes.clone(),
            non_transferable: self.non_transferable,
            lost: self.lost,
            elected,
        });
    }

    fn with(&self, standing: Standing) -> Vec<OptionIndex> {
        let all = self.standing.iter().enumerate();
        all.filter(|(_, other)| **other == standing)
            .map(|(option, _)| OptionIndex(option))
            .collect()
    }

    fn votes_of(&self, option: OptionIndex) -> Votes {
        self.votes.get(option.0).copied().unwrap_or_default()
    }

    fn set_votes(&mut self, option: OptionIndex, votes: Votes) {
        if let Some(entry) = self.votes.get_mut(option.0) {
            *entry = votes;
        }
    }

    fn set(&mut self, option: OptionIndex, standing: Standing) {
        if let Some(entry) = self.standing.get_mut(option.0) {
            *entry = standing;
        }
    }

    fn take_pile(&mut self, option: OptionIndex) -> Vec<Papers<'a>> {
        self.piles
            .get_mut(option.0)
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

/// The one of `level` that alone has more (or fewer) votes than each of the others.
fn alone(votes: &[Votes], level: &[OptionIndex], wanted: Ordering) -> Option<OptionIndex> {
    let of = |option: OptionIndex| votes.get(option.0).copied().unwrap_or_default();
    let beyond = |option: &OptionIndex| {
        let others = level.iter().filter(|other| *other != option);
        others
            .into_iter()
            .all(|other| of(*option).cmp(&of(*other)) == wanted)
    };
    level.iter().copied().find(beyond)
}
