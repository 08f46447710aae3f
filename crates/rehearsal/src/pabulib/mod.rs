//! Pabulib files: sections META, PROJECTS and VOTES of semicolon-separated records.
//!
//! The format is Pabulib's own (Stolicki, Szufa, Talmon: *Pabulib: a participatory budgeting library*, 2020). A vote is
//! a comma-separated list of project ids, in the order of preference where the order matters; an empty one names
//! nothing. A column of points goes with it where people gave points.

mod marks;
mod numbers;
mod projects;
mod sections;
#[cfg(test)]
mod tests;
mod votes;

use crate::ballot_file::contest_id;
use crate::decimal::Decimal;
use crate::table::rows;
use crate::{BallotFile, Ballots, Choice, Kind, Limits, Note, ReadError};
use comitia_election::contest::ContestRule;
use projects::Projects;
use sections::{Meta, Section, Sections, section};
use votes::{Raw, Votes};

const PROJECT_ID: &str = "project_id";
const VOTE: &str = "vote";
const POINTS: &str = "points";

/// Whether a text starts as a Pabulib file does.
pub(crate) fn recognises(text: &str) -> bool {
    rows(text, b';')
        .next()
        .is_some_and(|row| section(&row) == Some(Section::Meta))
}

/// Reads the file called `name` as a contest of the kind that is wanted, or as its vote type says.
pub(crate) fn parse(name: &str, text: &str, wanted: Option<Kind>) -> Result<BallotFile, ReadError> {
    let sections = Sections::split(text)?;
    let meta = Meta::read(&sections.meta);
    let kind = kind(meta.text("vote_type").ok_or(ReadError::NoVoteType)?, wanted)?;
    let projects = Projects::read(&sections.projects)?;
    let votes = Votes::read(&projects, &sections.votes, with_points(kind))?;
    let mut notes: Vec<Note> = votes.spaces_note().into_iter().collect();
    notes.extend(totals(&meta, votes.ballots.len(), projects.options.len())?);
    let mut file = File {
        options: projects.options.clone(),
        ballots: votes.ballots,
        envelope: None,
        decimals: 0,
        meta: &meta,
        projects: &projects,
        notes,
    };
    file.price()?;
    let (rule, ballots) = file.contest(kind)?;
    let file = BallotFile {
        contest: contest_id(name),
        title: meta.title(name),
        rule,
        options: file.options,
        blank: None,
        envelope: file.envelope,
        ballots,
        notes: file.notes,
    };
    Ok(with_votes_note(file, kind, &projects.declared_votes))
}

/// The kinds that a vote type can be rehearsed as, its own first.
fn possible(vote_type: &str) -> Option<&'static [Kind]> {
    match vote_type {
        "approval" => Some(&[Kind::Choose, Kind::Budget, Kind::Lists]),
        "choose-1" => Some(&[Kind::Single, Kind::Choose, Kind::Budget, Kind::Lists]),
        "cumulative" => Some(&[Kind::Points, Kind::Score, Kind::Quadratic, Kind::Allocation]),
        "scoring" => Some(&[Kind::Score, Kind::Points, Kind::Quadratic]),
        "ordinal" => Some(&[Kind::Ranking]),
        _ => None,
    }
}

fn kind(vote_type: &str, wanted: Option<Kind>) -> Result<Kind, ReadError> {
    let possible = possible(vote_type).ok_or_else(|| ReadError::VoteType {
        vote_type: vote_type.to_owned(),
    })?;
    let wanted = wanted.or(possible.first().copied()).unwrap_or(Kind::Choose);
    if possible.contains(&wanted) {
        Ok(wanted)
    } else {
        let found = format!("vote type {vote_type:?}");
        Err(ReadError::Kind {
            found,
            wanted,
            possible,
        })
    }
}

const fn with_points(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Points | Kind::Score | Kind::Quadratic | Kind::Allocation
    )
}

/// A file on its way to a contest.
struct File<'a> {
    options: Vec<Choice>,
    ballots: Vec<Raw>,
    envelope: Option<u64>,
    /// Decimals of the unit in which costs are counted.
    decimals: u32,
    meta: &'a Meta,
    projects: &'a Projects,
    notes: Vec<Note>,
}

impl File<'_> {
    fn contest(&mut self, kind: Kind) -> Result<(ContestRule, Ballots), ReadError> {
        Ok(match kind {
            Kind::Single => (self.single()?, self.marked()),
            Kind::Choose => (self.choose()?, self.marked()),
            Kind::Budget => (self.budget()?, self.marked()),
            Kind::Lists => self.lists()?,
            Kind::Points => (self.points()?, self.numbered(0)),
            Kind::Score => (self.score()?, self.numbered(0)),
            Kind::Quadratic => (self.quadratic(), self.numbered(0)),
            Kind::Allocation => (self.allocation()?, self.numbered(0)),
            Kind::Ranking | Kind::Grades => self.ranked()?,
        })
    }

    /// Costs and budget in the largest unit that all of them are whole numbers of.
    fn price(&mut self) -> Result<(), ReadError> {
        let budget = self.meta.decimal("budget")?;
        let all = || self.projects.costs.iter().flatten().chain(&budget);
        self.decimals = all().map(|money| money.decimals()).max().unwrap_or(0);
        let in_units = |money: Decimal| money.in_units(self.decimals);
        if let Some(place) = self
            .projects
            .costs
            .iter()
            .position(|cost| cost.is_some_and(|c| in_units(c).is_none()))
        {
            let line = self.projects.lines.get(place).copied().unwrap_or(0);
            return Err(ReadError::NoCost { line });
        }
        for (option, cost) in self.options.iter_mut().zip(&self.projects.costs) {
            option.cost = cost.and_then(in_units);
        }
        self.envelope = budget.and_then(in_units);
        if self.decimals > 0 {
            let per_unit = 10u64.saturating_pow(self.decimals);
            self.notes.push(Note::Unit { per_unit });
        }
        Ok(())
    }

    fn declared_limits(&mut self) -> Result<Limits, ReadError> {
        let options = self.options.len();
        let min = self.meta.number("min_length")?.map_or(0, saturating);
        let declared = self.meta.number("max_length")?;
        // A ballot that may choose nothing at all is none: 0 means the same as no limit there.
        let max = declared
            .filter(|max| *max > 0)
            .map_or(options, saturating)
            .min(options);
        if let Some(declared) = declared
            && saturating(declared) > options
        {
            self.notes.push(Note::MaxAboveOptions { declared, options });
        }
        Ok(Limits { min, max })
    }

    /// The declared limits, widened for ballots outside of them.
    fn widened(&mut self, declared: Limits) -> Result<Limits, ReadError> {
        let lengths = || self.ballots.iter().map(|ballot| ballot.options.len());
        let widened = Limits {
            min: lengths().min().unwrap_or(declared.min).min(declared.min),
            max: lengths().max().unwrap_or(declared.max).max(declared.max),
        };
        if widened.min > widened.max {
            let Limits { min, max } = widened;
            return Err(ReadError::Limits { min, max });
        }
        let keeps = |ballot: &&Raw| !(declared.min..=declared.max).contains(&ballot.options.len());
        let (ballots, first_line) = outside(self.ballots.iter().filter(keeps));
        if ballots > 0 {
            self.notes.push(Note::LimitsWidened {
                declared,
                widened,
                ballots,
                first_line,
            });
        }
        Ok(widened)
    }

    /// A declared maximum, widened for ballots above it.
    fn widen(&mut self, key: &'static str, declared: u64, of: &dyn Fn(&Raw) -> u64) -> u64 {
        let widened = self.ballots.iter().map(of).fold(declared, u64::max);
        let (ballots, first_line) = outside(self.ballots.iter().filter(|ballot| of(ballot) > declared));
        self.note_widened(key, declared, widened, ballots, first_line);
        widened
    }

    /// A declared minimum, lowered for ballots below it.
    fn lowered(&mut self, key: &'static str, declared: u64, of: &dyn Fn(&Raw) -> u64) -> u64 {
        let widened = self.ballots.iter().map(of).fold(declared, u64::min);
        let (ballots, first_line) = outside(self.ballots.iter().filter(|ballot| of(ballot) < declared));
        self.note_widened(key, declared, widened, ballots, first_line);
        widened
    }

    fn note_widened(
        &mut self,
        key: &'static str,
        declared: u64,
        widened: u64,
        ballots: u64,
        first_line: u64,
    ) {
        if ballots > 0 {
            self.notes.push(Note::NumberWidened {
                key,
                declared,
                widened,
                ballots,
                first_line,
            });
        }
    }
}

/// How many ballots, and the line of the first.
fn outside<'a>(mut ballots: impl Iterator<Item = &'a Raw>) -> (u64, u64) {
    match ballots.next() {
        Some(first) => (1 + ballots.count() as u64, first.line),
        None => (0, 0),
    }
}

fn saturating(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Declared totals that are not those of the file.
fn totals(meta: &Meta, ballots: usize, options: usize) -> Result<Vec<Note>, ReadError> {
    let mut notes = Vec::new();
    let (ballots, options) = (ballots as u64, options as u64);
    if let Some(declared) = meta.number("num_votes")?.filter(|declared| *declared != ballots) {
        notes.push(Note::BallotsDeclared {
            declared,
            found: ballots,
        });
    }
    if let Some(declared) = meta
        .number("num_projects")?
        .filter(|declared| *declared != options)
    {
        notes.push(Note::OptionsDeclared {
            declared,
            found: options,
        });
    }
    Ok(notes)
}

/// The first option whose declared votes are not those of the ballots, and how many there are of them. The column is
/// about ballots that name an option, so it is compared where these are what is counted.
fn with_votes_note(mut file: BallotFile, kind: Kind, declared: &[Option<u64>]) -> BallotFile {
    if !matches!(kind, Kind::Single | Kind::Choose | Kind::Budget) {
        return file;
    }
    let counted = file.plain_count_by_name().into_iter().zip(declared);
    let differs = |((id, counted), declared): ((String, u64), &Option<u64>)| {
        let declared = (*declared)?;
        (declared != counted).then_some((id, declared, counted))
    };
    let mut differing = counted.filter_map(differs);
    if let Some((first, declared, counted)) = differing.next() {
        let options = 1 + differing.count() as u64;
        file.notes.push(Note::VotesDeclared {
            options,
            first,
            declared,
            counted,
        });
    }
    file
}
