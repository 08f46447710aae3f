//! Counts restated as ballots: a CSV with the columns `option` and `count`.

use std::collections::HashMap;

use crate::ballot_file::contest_id;
use crate::table::{Row, number, rows};
use crate::{BallotFile, Ballots, Choice, Kind, ReadError};
use comitia_election::contest::{ContestRule, Single};

const OPTION: &str = "option";
const COUNT: &str = "count";
/// Ids that mean a blank vote.
const BLANK: [&str; 6] = ["blank", "blanks", "blank vote", "blanc", "blancs", "vote blanc"];

struct Columns {
    option: usize,
    count: usize,
}

/// Reads the options and gives each as many ballots as it has votes.
pub(crate) fn parse(name: &str, text: &str, wanted: Option<Kind>) -> Result<BallotFile, ReadError> {
    let (delimiter, columns) = header(text)?;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != Kind::Single) {
        let found = "a table of counts".to_owned();
        return Err(ReadError::Kind {
            found,
            wanted,
            possible: &[Kind::Single],
        });
    }
    let mut options: Vec<Choice> = Vec::new();
    let mut lines = HashMap::new();
    let mut ballots = Ballots::default();
    for row in rows(text, delimiter).skip(1) {
        let id = option_id(&row, &columns, &mut lines)?;
        let count = number(row.line, COUNT, row.need(columns.count, COUNT)?)?;
        if count.saturating_add(ballots.len() as u64) > Ballots::LIMIT {
            return Err(ReadError::TooManyBallots {
                line: row.line,
                limit: Ballots::LIMIT,
            });
        }
        (0..count).for_each(|_| ballots.push(&[options.len()]));
        options.push(Choice::plain(id));
    }
    if options.is_empty() {
        return Err(ReadError::NoOptions);
    }
    let blank = options
        .iter()
        .position(|option| BLANK.contains(&option.id.trim().to_lowercase().as_str()));
    let (contest, title) = (contest_id(name), name.to_owned());
    Ok(BallotFile {
        contest,
        title,
        rule: ContestRule::Single(Single::default()),
        options,
        blank,
        envelope: None,
        ballots,
        notes: Vec::new(),
    })
}

fn option_id(row: &Row, columns: &Columns, lines: &mut HashMap<String, u64>) -> Result<String, ReadError> {
    let (id, line) = (row.need(columns.option, OPTION)?, row.line);
    if id.trim().is_empty() {
        return Err(ReadError::EmptyOption { line });
    }
    match lines.insert(id.to_owned(), line) {
        Some(first) => Err(ReadError::DuplicateOption {
            line,
            first,
            option: id.to_owned(),
        }),
        None => Ok(id.to_owned()),
    }
}

/// The delimiter that makes the first row a header with both columns, in any order.
fn header(text: &str) -> Result<(u8, Columns), ReadError> {
    for delimiter in [b',', b';', b'\t'] {
        let Some(row) = rows(text, delimiter).next() else {
            continue;
        };
        let names = row.names();
        let place = |wanted| names.iter().position(|name| name == wanted);
        let (option, count) = (place(OPTION), place(COUNT));
        let line = row.line;
        if let (Some(option), Some(count)) = (option, count) {
            let unknown = (0..names.len()).find(|column| ![option, count].contains(column));
            return match unknown.and_then(|column| row.get(column)) {
                Some(column) => Err(ReadError::UnknownColumn {
                    line,
                    column: column.to_owned(),
                }),
                None => Ok((delimiter, Columns { option, count })),
            };
        }
    }
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    Err(ReadError::UnknownFormat {
        found: format!("{:?}", first.chars().take(60).collect::<String>()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BallotFile, ReadError> {
        parse("Référendum 2024", text, None)
    }

    #[test]
    fn counts_become_ballots() {
        let file = read("count;option\n2;Oui, bien sûr\n0; Non \n3;Blanc\n").unwrap();
        let ids: Vec<_> = file.options.iter().map(|option| option.id.as_str()).collect();
        assert_eq!(ids, ["Oui, bien sûr", " Non ", "Blanc"]);
        assert_eq!((file.blank, file.contest.as_str()), (Some(2), "referendum-2024"));
        assert!(matches!(file.rule, ContestRule::Single(_)));
        assert_eq!(file.plain_count(), [2, 0, 3]);
        assert_eq!(file.ballots.iter().collect::<Vec<_>>(), [[0], [0], [2], [2], [2]]);
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_line() {
        let refused = |text: &str| read(text).unwrap_err().to_string();
        assert_eq!(
            refused("option,count\nyes,1\nyes,2\n"),
            "line 3: option \"yes\" is already on line 2"
        );
        assert_eq!(
            refused("option,count\nyes,-1\n"),
            "line 2: count is \"-1\", not a whole number from 0"
        );
        assert_eq!(
            refused("option,count\nyes\n"),
            "line 2: the row has no field \"count\""
        );
        assert_eq!(refused("option,count\n ,4\n"), "line 2: an option without an id");
        assert_eq!(refused("option,count\n"), "the file has no options");
        let unknown = refused("option,count,colour\nyes,1,red\n");
        assert_eq!(
            unknown,
            "line 1: unknown column \"colour\"; the columns are option and count"
        );
        assert_eq!(
            refused("option,count\nyes,10000001\n"),
            "line 2: more than 10000000 ballots"
        );
        assert_eq!(
            refused("option,count\nyes,1\nno,18446744073709551615\n"),
            "line 3: more than 10000000 ballots"
        );
        for other in ["", "name,votes\nx,1\n", "option;votes"] {
            assert!(
                matches!(read(other), Err(ReadError::UnknownFormat { .. })),
                "{other}"
            );
        }
    }
}
