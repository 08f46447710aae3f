//! Why a file of ballots is refused.

use std::path::PathBuf;

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
        "neither a Pabulib file (it would start with META) nor a CSV with the columns option and count: {found}"
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
    #[error("vote type {vote_type:?} is not supported: approval and choose-1 are")]
    VoteType {
        /// The vote type, as the file names it.
        vote_type: String,
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
    /// More ballots than memory should be spent on.
    #[error("line {line}: more than {limit} ballots")]
    TooManyBallots {
        /// The line at which they became too many.
        line: u64,
        /// The most that are read.
        limit: u64,
    },
}
