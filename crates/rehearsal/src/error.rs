//! Why a file of ballots is refused.

use std::path::PathBuf;

use crate::Kind;
use thiserror::Error;

/// Why a file of ballots is refused. Lines are counted from 1; a record that spans several lines is named by its
/// first.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not UTF-8.
    #[error("line {line}: not UTF-8 text")]
    NotText {
        /// The line of the first wrong byte.
        line: u64,
    },
    /// Neither of the known formats.
    #[error(
        "neither a Pabulib file (it would start with META), nor a PrefLib file of orders (# FILE NAME), nor a table of \
         grades (an empty cell, then the options), nor a CSV with the columns option and count: {found}"
    )]
    UnknownFormat {
        /// The first line, shortened.
        found: String,
    },
    /// A section of a Pabulib file is missing or comes twice.
    #[error("the section {section} {problem}")]
    Section {
        /// The name of the section.
        section: &'static str,
        /// What is the matter with it.
        problem: &'static str,
    },
    /// A section or a table lacks a column.
    #[error("line {line}: no column {column:?}")]
    NoColumn {
        /// The line of the header.
        line: u64,
        /// The column that is needed.
        column: &'static str,
    },
    /// A column that nothing is known about, in a table where every column matters.
    #[error("line {line}: unknown column {column:?}; the columns are option and count")]
    UnknownColumn {
        /// The line of the header.
        line: u64,
        /// The column.
        column: String,
    },
    /// A row ends before a needed column.
    #[error("line {line}: the row has no field {column:?}")]
    ShortRow {
        /// The line.
        line: u64,
        /// The column that is needed.
        column: &'static str,
    },
    /// The file does not say how people voted.
    #[error("META has no vote_type")]
    NoVoteType,
    /// People voted in a way that cannot be rehearsed yet.
    #[error(
        "vote type {vote_type:?} is unknown: approval, choose-1, cumulative, scoring and ordinal are known"
    )]
    VoteType {
        /// The vote type, as the file names it.
        vote_type: String,
    },
    /// The ballots of the file are no ballots of the kind that is wanted.
    #[error("{found} cannot be rehearsed as {wanted}; possible: {}", names(possible))]
    Kind {
        /// What the file has.
        found: String,
        /// What is wanted.
        wanted: Kind,
        /// What is possible.
        possible: &'static [Kind],
    },
    /// Too many options to be ranked pair by pair.
    #[error(
        "{options} options cannot be ranked in an encrypted ballot, which compares every pair; at most {limit} can"
    )]
    TooManyRanked {
        /// How many there are.
        options: usize,
        /// The most that can be.
        limit: usize,
    },
    /// Not a number of money.
    #[error("line {line}: {key} is {value:?}, not a number with at most 9 decimals")]
    Decimal {
        /// The line.
        line: u64,
        /// What should be a number.
        key: &'static str,
        /// What it is.
        value: String,
    },
    /// An option without a cost, or with one that is out of every measure.
    #[error("line {line}: the option has no cost that could be counted")]
    NoCost {
        /// The line of the option.
        line: u64,
    },
    /// Nothing says what a voter, or the town, may spend.
    #[error("neither max_sum_cost nor budget says what may be spent")]
    NoBudget,
    /// A ballot that chooses nothing, where one list must be chosen.
    #[error("line {line}: the ballot names nothing, and so no list")]
    NoList {
        /// The line of the ballot.
        line: u64,
    },
    /// A ballot with options of two lists.
    #[error("line {line}: the ballot names options of two categories; one list is one category")]
    TwoLists {
        /// The line of the ballot.
        line: u64,
    },
    /// Another number of points than of options.
    #[error("line {line}: the ballot names {options} options and gives {points} numbers of points")]
    PointsCount {
        /// The line of the ballot.
        line: u64,
        /// How many options it names.
        options: usize,
        /// How many numbers it has.
        points: usize,
    },
    /// A ballot that splits more than there is.
    #[error("line {line}: the ballot splits {got}, and there is {amount}")]
    AboveTheAmount {
        /// The line of the ballot.
        line: u64,
        /// What a ballot may split.
        amount: u64,
        /// What this one splits.
        got: u64,
    },
    /// A row with another number of fields than its header.
    #[error("line {line}: {got} fields instead of {expected}")]
    RowLength {
        /// The line.
        line: u64,
        /// Fields of the header.
        expected: usize,
        /// Fields of the row.
        got: usize,
    },
    /// Not a whole number.
    #[error("line {line}: {key} is {value:?}, not a whole number from 0")]
    Number {
        /// The line.
        line: u64,
        /// What should be a number.
        key: &'static str,
        /// What it is.
        value: String,
    },
    /// A ballot would have to choose more options than it may.
    #[error("min_length {min} is larger than max_length {max}")]
    Limits {
        /// The declared minimum.
        min: usize,
        /// The declared maximum, or the number of options.
        max: usize,
    },
    /// Nothing to vote on.
    #[error("the file has no options")]
    NoOptions,
    /// An option without an id.
    #[error("line {line}: an option without an id")]
    EmptyOption {
        /// The line.
        line: u64,
    },
    /// Two options with one id.
    #[error("line {line}: option {option:?} is already on line {first}")]
    DuplicateOption {
        /// The line of the second.
        line: u64,
        /// The line of the first.
        first: u64,
        /// The id.
        option: String,
    },
    /// A ballot for an option that does not exist.
    #[error("line {line}: the ballot chooses {option:?}, which is not an option")]
    UnknownOption {
        /// The line of the ballot.
        line: u64,
        /// The id.
        option: String,
    },
    /// A ballot that chooses an option twice.
    #[error("line {line}: the ballot chooses {option:?} twice")]
    RepeatedOption {
        /// The line of the ballot.
        line: u64,
        /// The id.
        option: String,
    },
    /// More ballots than memory should be spent on, each counted as often as it was cast.
    #[error("more than {limit} ballots in all")]
    TooManyInAll {
        /// The most that are read.
        limit: u64,
    },
    /// More ballots than memory should be spent on.
    #[error("line {line}: more than {limit} ballots")]
    TooManyBallots {
        /// The line at which they became too many.
        line: u64,
        /// The most that are read.
        limit: u64,
    },
    /// No file of rankings.
    #[error(
        "neither a PrefLib file of orders (# FILE NAME), nor BLT or a Scottish CSV (candidates and seats come first), \
         nor a configuration of RCTab: {found}"
    )]
    NoRankings {
        /// The first line, shortened.
        found: String,
    },
    /// A file of rankings that does not follow its format.
    #[error("line {line}: {problem}")]
    Order {
        /// The line.
        line: u64,
        /// What is the matter with it.
        problem: &'static str,
    },
    /// A file that ends too early.
    #[error("line {line}: the file ends before {what}")]
    Ends {
        /// The last line.
        line: u64,
        /// What should come.
        what: &'static str,
    },
    /// A configuration that cannot be followed.
    #[error("{field}: {problem}")]
    Config {
        /// The field.
        field: &'static str,
        /// What is the matter with it.
        problem: String,
    },
    /// A spreadsheet that cannot be read.
    #[error("the spreadsheet cannot be read: {problem}")]
    Sheet {
        /// What its reader says.
        problem: String,
    },
}

fn names(kinds: &[Kind]) -> String {
    kinds
        .iter()
        .map(|kind| kind.name())
        .collect::<Vec<_>>()
        .join(", ")
}
