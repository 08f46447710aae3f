//! The CSV in which Scottish wards are published: `candidates,seats`, then `ballots,ranking…`, then the candidates as
//! `"Candidate 1","Name","Party"`, then the ward.

use super::{RankedFile, Reader, seats};
use crate::ReadError;
use crate::table::{self, Row, rows};

/// Whether the first line is two numbers with a comma between them.
pub(super) fn recognises(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let mut fields = line.split(',').map(str::trim);
    let number = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
    fields.next().is_some_and(number) && fields.next().is_some_and(number) && fields.all(str::is_empty)
}

/// Reads the file called `name`.
pub(super) fn parse(name: &str, text: &str) -> Result<RankedFile, ReadError> {
    let mut rows = rows(text, b',');
    let header = rows.next().ok_or(ReadError::NoOptions)?;
    let candidates = table::number(
        header.line,
        "the number of candidates",
        header.need(0, "candidates")?,
    )?;
    let mut reader = Reader::new(header.line, usize::try_from(candidates).unwrap_or(usize::MAX))?;
    let seats = seats(header.line, header.need(1, "seats")?)?;
    let mut names: Vec<String> = Vec::new();
    let mut title = None;
    for row in rows {
        let first = row.need(0, "first")?.trim();
        if let Some(number) = first.strip_prefix("Candidate ") {
            names.push(candidate(&row, &reader, number, names.len())?);
        } else if row.alone().is_some() && !names.is_empty() {
            title = Some(first.to_owned());
        } else {
            ballot(&mut reader, &row, first)?;
        }
    }
    if names.len() != reader.candidates {
        return Err(ReadError::Order {
            line: header.line,
            problem: "the file names another number of candidates than it says here",
        });
    }
    Ok(RankedFile {
        title: title.unwrap_or_else(|| name.to_owned()),
        ids: super::numbered(names.len()),
        candidates: names,
        seats: Some(seats),
        withdrawn: Vec::new(),
        unelectable: Vec::new(),
        lot: None,
        ballots: reader.ballots,
    })
}

/// The name of the candidate that comes next.
fn candidate(row: &Row, reader: &Reader, number: &str, place: usize) -> Result<String, ReadError> {
    if reader.candidate(row.line, number)? != place {
        return Err(ReadError::Order {
            line: row.line,
            problem: "the candidates are not numbered one after another",
        });
    }
    let name = row.need(1, "name")?.trim();
    if name.is_empty() {
        return Err(ReadError::EmptyOption { line: row.line });
    }
    Ok(name.to_owned())
}

fn ballot(reader: &mut Reader, row: &Row, weight: &str) -> Result<(), ReadError> {
    let weight = table::number(row.line, "the number of ballots", weight)?;
    let numbers = (1..).map_while(|column| row.get(column));
    let numbers = numbers.filter(|number| !number.trim().is_empty());
    let places = numbers.map(|number| reader.place(row.line, number).map(|place| vec![place]));
    let ranking = places.collect::<Result<_, _>>()?;
    reader.push(row.line, weight, ranking)
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: &str = "\"Candidate 1\",\"A, B\",\"Party\",\n\"Candidate 2\",\"C\",\"\",\n\"Ward\",\n";

    #[test]
    fn ballots_names_and_the_ward_are_read() {
        let file = parse("f", &format!("2,1,\n5,1,2,\n1,2,\n{END}")).unwrap();
        assert_eq!(
            (file.candidates, file.title),
            (vec!["A, B".into(), "C".into()], "Ward".into())
        );
        assert_eq!(file.ballots, [(5, vec![vec![0], vec![1]]), (1, vec![vec![1]])]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (body, line) in [
            ("5,1,3,\n", 2),
            ("5,1,1,\n", 2),
            ("x,1,\n", 2),
            ("5,1,\n5,-1,\n", 3),
        ] {
            let error = parse("f", &format!("2,1,\n{body}{END}")).unwrap_err().to_string();
            assert!(error.starts_with(&format!("line {line}: ")), "{body}: {error}");
        }
        let error = parse("f", &format!("3,1,\n{END}")).unwrap_err().to_string();
        assert!(error.starts_with("line 1: "), "{error}");
        let swapped = "2,1,\n\"Candidate 2\",\"C\",\n\"Candidate 1\",\"A\",\n";
        assert!(matches!(
            parse("f", swapped),
            Err(ReadError::Order { line: 2, .. })
        ));
    }
}
