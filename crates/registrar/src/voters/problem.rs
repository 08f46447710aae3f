//! Why a list of voters is refused.

use std::fmt;

use thiserror::Error;

/// A list of voters that cannot be used, with all of its problems in the order of their lines.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Refused {
    /// At least one.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        write!(
            f,
            "the list of voters has {count} problem{}",
            if count == 1 { "" } else { "s" }
        )?;
        self.problems
            .iter()
            .try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct Problem {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub what: What,
}

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Who it is.
    Name,
    /// How many votes theirs is.
    Weight,
    /// The electorate group.
    Group,
    /// Where the letter goes.
    Contact,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Name, Self::Weight, Self::Group, Self::Contact];

    /// The name of the column in the header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Weight => "weight",
            Self::Group => "group",
            Self::Contact => "contact",
        }
    }

    /// The most characters of a field.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Name => 200,
            Self::Weight => 10,
            Self::Group => 200,
            Self::Contact => 500,
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What can be wrong. Names and contacts are never repeated here: messages end up in places where lists should not.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum What {
    /// Bytes in some other encoding.
    #[error("not UTF-8 text; save the list as \"CSV UTF-8\"")]
    NotUtf8,
    /// Nothing in the list.
    #[error("the list has no voters")]
    NoVoters,
    /// No `name` column.
    #[error("the first line must name the columns: name, and where needed weight, group, contact")]
    NoNameColumn,
    /// No `group` column, although there are several groups.
    #[error("the election has several groups, so the list needs a column group")]
    NoGroupColumn,
    /// A group that the election does not have.
    #[error("the group is {found:?}, which the election does not have")]
    UnknownGroup {
        /// What the list says.
        found: String,
    },
    /// A column that is not one of the four.
    #[error("unknown column {found:?}; the columns are name, weight, group and contact")]
    UnknownColumn {
        /// Its name.
        found: String,
    },
    /// A column that comes twice.
    #[error("the column {column} comes twice")]
    RepeatedColumn {
        /// Which.
        column: Column,
    },
    /// A row with other fields than the header.
    #[error("{found} fields, but the first line names {columns} columns")]
    FieldCount {
        /// Fields in the row.
        found: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// A line break where none can be.
    #[error("the {column} has a line break: is a quotation mark missing or too many?")]
    LineBreak {
        /// In which field.
        column: Column,
    },
    /// Nobody.
    #[error("the name is empty")]
    EmptyName,
    /// A name that no eye can tell from another.
    #[error("the {column} contains the invisible character U+{code:04X}")]
    Invisible {
        /// In which field.
        column: Column,
        /// The character's number.
        code: u32,
    },
    /// A field that is too long.
    #[error("the {column} has {found} characters, at most {limit} are allowed", limit = column.limit())]
    TooLong {
        /// Which field.
        column: Column,
        /// How long it is.
        found: usize,
    },
    /// A weight that is no whole number from 1 to 2³² − 1.
    #[error("the weight is {found:?}, not a whole number from 1 to 4294967295")]
    Weight {
        /// What it is.
        found: String,
    },
    /// A person who is on the list already.
    #[error(
        "the same name as on line {first}, but for case, accents' encoding or spaces; if these are two persons, add \
         what tells them apart, such as a year of birth"
    )]
    Duplicate {
        /// The line that has the name first.
        first: u64,
    },
}
