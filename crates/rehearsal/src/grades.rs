//! Tables of grades: an empty cell and the options in the first row, then a row for each ballot: whose it is, and a
//! whole number for each option, 0 the worst.

use std::collections::HashMap;

use crate::ballot_file::contest_id;
use crate::table::{Row, number, rows};
use crate::{BallotFile, Ballots, Choice, Kind, Note, ReadError};
use comitia_election::contest::{ContestRule, Grade, Grades, Score};
use comitia_election::text::Text;

/// What a number in such a table is called in errors.
const GRADE: &str = "grade";
const POSSIBLE: &[Kind] = &[Kind::Grades, Kind::Score];

/// Whether the first row is an empty cell with names behind it.
pub(crate) fn recognises(text: &str) -> bool {
    delimiter(text).is_some()
}

fn delimiter(text: &str) -> Option<u8> {
    let is_header = |delimiter: &u8| {
        let row = rows(text, *delimiter).next();
        row.is_some_and(|row| {
            row.names()
                .split_first()
                .is_some_and(|(first, options)| first.is_empty() && !options.is_empty())
        })
    };
    [b',', b';', b'\t'].into_iter().find(is_header)
}

/// Reads the file called `name`.
pub(crate) fn parse(name: &str, text: &str, wanted: Option<Kind>) -> Result<BallotFile, ReadError> {
    let kind = wanted.unwrap_or(Kind::Grades);
    if !POSSIBLE.contains(&kind) {
        let found = "a table of grades".to_owned();
        return Err(ReadError::Kind {
            found,
            wanted: kind,
            possible: POSSIBLE,
        });
    }
    let mut table = rows(text, delimiter(text).unwrap_or(b','));
    let options = table
        .next()
        .map(|header| options(&header))
        .transpose()?
        .unwrap_or_default();
    let mut ballots = Ballots::default();
    let mut best = 1;
    for row in table {
        let grades = ballot(&row, options.len(), ballots.len())?;
        best = grades.iter().copied().fold(best, usize::max);
        ballots.push(&grades);
    }
    let needed = best as u64;
    let what = if kind == Kind::Grades {
        "which grades there are"
    } else {
        "the best score"
    };
    Ok(BallotFile {
        contest: contest_id(name),
        title: name.to_owned(),
        rule: rule(kind, best),
        options,
        blank: None,
        envelope: None,
        ballots,
        notes: vec![Note::NumberFromBallots { what, needed }],
    })
}

fn rule(kind: Kind, best: usize) -> ContestRule {
    let grade = |number: usize| Grade {
        id: number.to_string(),
        title: Text::new("en", &number.to_string()),
    };
    if kind == Kind::Grades {
        ContestRule::Grades(Grades {
            grades: (0..=best).map(grade).collect(),
        })
    } else {
        ContestRule::Score(Score {
            max: u32::try_from(best).unwrap_or(u32::MAX),
        })
    }
}

fn options(header: &Row) -> Result<Vec<Choice>, ReadError> {
    let line = header.line;
    let mut places = HashMap::new();
    let mut options = Vec::new();
    for id in header.fields().skip(1) {
        if id.trim().is_empty() {
            return Err(ReadError::EmptyOption { line });
        }
        if places.insert(id.to_owned(), ()).is_some() {
            let (first, option) = (line, id.to_owned());
            return Err(ReadError::DuplicateOption { line, first, option });
        }
        options.push(Choice::plain(id.to_owned()));
    }
    Ok(options)
}

fn ballot(row: &Row, options: usize, before: usize) -> Result<Vec<usize>, ReadError> {
    let (line, limit) = (row.line, Ballots::LIMIT);
    if before as u64 >= limit {
        return Err(ReadError::TooManyBallots { line, limit });
    }
    let (got, expected) = (row.fields().count(), options + 1);
    if got != expected {
        return Err(ReadError::RowLength { line, expected, got });
    }
    let grade = |value: &str| {
        let grade = number(line, GRADE, value)?;
        // More than a byte says is no grade and no score that anybody gave by hand.
        let small = u8::try_from(grade).map(usize::from);
        small.map_err(|_| ReadError::Number {
            line,
            key: GRADE,
            value: value.to_owned(),
        })
    };
    row.fields().skip(1).map(grade).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = ",Ada,\"Blaise, P.\"\n28,5,0\n485,0,2\n";

    #[test]
    fn a_row_is_a_ballot_and_a_column_an_option() {
        let file = parse("bureau_01", TABLE, None).unwrap();
        let ids: Vec<_> = file.options.iter().map(|option| option.id.as_str()).collect();
        assert_eq!(ids, ["Ada", "Blaise, P."]);
        let ContestRule::Grades(rule) = &file.rule else {
            panic!("grades")
        };
        assert_eq!(rule.grades.len(), 6);
        let counted = file.plain_count_by_name();
        let given: Vec<_> = counted
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(given, ["Ada/0", "Ada/5", "Blaise, P./0", "Blaise, P./2"]);
    }

    #[test]
    fn grades_can_be_read_as_scores_and_as_nothing_else() {
        let file = parse("t", TABLE, Some(Kind::Score)).unwrap();
        assert_eq!(file.plain_count(), [5, 2]);
        let refused = parse("t", TABLE, Some(Kind::Ranking)).unwrap_err().to_string();
        assert_eq!(
            refused,
            "a table of grades cannot be rehearsed as ranking; possible: grades, score"
        );
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_line() {
        let refused = |text: &str| parse("t", text, None).unwrap_err().to_string();
        assert_eq!(refused(",a,b\n1,2\n"), "line 2: 2 fields instead of 3");
        assert_eq!(
            refused(",a,b\n1,2,3\n2,x,1\n"),
            "line 3: grade is \"x\", not a whole number from 0"
        );
        assert_eq!(
            refused(",a,b\n1,2,300\n"),
            "line 2: grade is \"300\", not a whole number from 0"
        );
        assert_eq!(refused(",a,a\n"), "line 1: option \"a\" is already on line 1");
        assert_eq!(refused(",a,\n"), "line 1: an option without an id");
    }
}
