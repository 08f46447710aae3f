//! BLT, the format of the Electoral Reform Society's programs and of most that count transferable votes.
//!
//! ```text
//! 4 2                     candidates, seats
//! -3                      number 3 withdrew
//! [tie 2 1 4 3]           who goes first when candidates are level
//! 28 1 2 0                28 ballots: 1, then 2
//! 26 3=4 2 0              level candidates
//! 0                       end of the ballots
//! "Adam"                  candidates, quoted or one a line
//! "Title"
//! ```

use super::{RankedFile, Reader, seats};
use crate::{ReadError, table};

/// Whether a text starts with two numbers.
pub(super) fn recognises(text: &str) -> bool {
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = Words::new(text).map(|word| word.text);
    words.next().is_some_and(number) && words.next().is_some_and(number)
}

/// Reads the file called `name`.
pub(super) fn parse(name: &str, text: &str) -> Result<RankedFile, ReadError> {
    let mut words = Words::new(text);
    let header = words.need("the number of candidates")?;
    let candidates = table::number(header.line, "the number of candidates", header.text)?;
    let mut reader = Reader::new(header.line, usize::try_from(candidates).unwrap_or(usize::MAX))?;
    let header = words.need("the number of seats")?;
    let seats = seats(header.line, header.text)?;
    let mut file = RankedFile {
        title: name.to_owned(),
        ids: Vec::new(),
        candidates: Vec::new(),
        seats: Some(seats),
        withdrawn: Vec::new(),
        unelectable: Vec::new(),
        lot: None,
        ballots: Vec::new(),
    };
    ballots(&mut words, &mut reader, &mut file)?;
    file.ballots = std::mem::take(&mut reader.ballots);
    names(&words, &reader, &mut file)?;
    Ok(file)
}

/// Everything up to the lone zero.
fn ballots(words: &mut Words<'_>, reader: &mut Reader, file: &mut RankedFile) -> Result<(), ReadError> {
    loop {
        let word = words.need("the 0 after the ballots")?;
        if let Some(number) = word.text.strip_prefix('-') {
            file.withdrawn.push(reader.candidate(word.line, number)?);
        } else if let Some(option) = word.text.strip_prefix('[') {
            self::option(word.line, option, words, reader, file)?;
        } else {
            // A name in brackets instead of a number is that of one ballot.
            let weight = match word.text.strip_prefix('(') {
                Some(id) if id.ends_with(')') => 1,
                _ => table::number(word.line, "the number of ballots", word.text)?,
            };
            if weight == 0 {
                file.withdrawn.sort_unstable();
                file.withdrawn.dedup();
                return Ok(());
            }
            let ranking = ranking(words, reader)?;
            reader.push(word.line, weight, ranking)?;
        }
    }
}

fn ranking(words: &mut Words<'_>, reader: &mut Reader) -> Result<Vec<Vec<usize>>, ReadError> {
    let mut ranking = Vec::new();
    loop {
        let word = words.need("the 0 after a ballot")?;
        match word.text {
            "0" => return Ok(ranking),
            // A rank that the voter skipped.
            "-" => {}
            group => {
                let places = group.split('=').map(|number| reader.place(word.line, number));
                ranking.push(places.collect::<Result<_, _>>()?);
            }
        }
    }
}

/// `[tie 3 1 2]`, the word after the bracket given; other options concern other programs.
fn option(
    line: u64,
    first: &str,
    words: &mut Words<'_>,
    reader: &Reader,
    file: &mut RankedFile,
) -> Result<(), ReadError> {
    let mut numbers = Vec::new();
    let mut word = first;
    let mut line = line;
    loop {
        let (text, last) = word.strip_suffix(']').map_or((word, false), |text| (text, true));
        if !text.is_empty() {
            numbers.push((line, text));
        }
        if last {
            break;
        }
        let next = words.need("the ] after an option")?;
        (line, word) = (next.line, next.text);
    }
    let Some(((line, "tie"), numbers)) = numbers.split_first().map(|(first, rest)| (*first, rest)) else {
        return Ok(());
    };
    let places = numbers
        .iter()
        .map(|(line, number)| reader.candidate(*line, number));
    let lot: Vec<usize> = places.collect::<Result<_, _>>()?;
    let mut sorted = lot.clone();
    sorted.sort_unstable();
    if !sorted.into_iter().eq(0..reader.candidates) {
        return Err(ReadError::Order {
            line,
            problem: "the option tie does not name every candidate once",
        });
    }
    file.lot = Some(lot);
    Ok(())
}

/// The candidates and the title: one a line, or quoted. What follows is a remark.
fn names(words: &Words<'_>, reader: &Reader, file: &mut RankedFile) -> Result<(), ReadError> {
    let mut names = Names {
        rest: words.rest,
        line: words.line,
    };
    for _ in 0..reader.candidates {
        let name = names.next().ok_or(ReadError::Order {
            line: names.line,
            problem: "the file ends before every candidate has a name",
        })?;
        if name.is_empty() {
            return Err(ReadError::EmptyOption { line: names.line });
        }
        file.ids.push((file.ids.len() + 1).to_string());
        file.candidates.push(name);
    }
    if let Some(title) = names.next().filter(|title| !title.is_empty()) {
        file.title = title;
    }
    Ok(())
}

/// A word, and the line that it is on.
#[derive(Clone, Copy)]
struct Word<'a> {
    line: u64,
    text: &'a str,
}

/// Words between spaces. From a `#` on, a line is a remark, and so is what stands between `/*` and `*/`.
struct Words<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Words<'a> {
    const fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }

    fn need(&mut self, what: &'static str) -> Result<Word<'a>, ReadError> {
        self.next().ok_or(ReadError::Ends {
            line: self.line,
            what,
        })
    }

    /// The length of the remark that comes next, if one does; one that does not end goes to the end of the file.
    fn remark(&self) -> Option<usize> {
        let end = if self.rest.starts_with('#') {
            self.rest.find('\n')
        } else if self.rest.starts_with("/*") {
            self.rest.find("*/").map(|end| end + 2)
        } else {
            return None;
        };
        Some(end.unwrap_or(self.rest.len()))
    }

    fn skip(&mut self, bytes: usize) -> &'a str {
        let (skipped, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.line += skipped.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.rest = rest;
        skipped
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            let spaces = self.rest.len() - self.rest.trim_start().len();
            self.skip(spaces);
            let Some(remark) = self.remark() else { break };
            self.skip(remark);
        }
        let end = self.rest.find(|letter: char| letter.is_whitespace());
        let line = self.line;
        let text = self.skip(end.unwrap_or(self.rest.len()));
        (!text.is_empty()).then_some(Word { line, text })
    }
}

/// Names after the ballots.
struct Names<'a> {
    rest: &'a str,
    line: u64,
}

impl Iterator for Names<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let start = self.rest.trim_start();
        let skipped = self.rest.len() - start.len();
        self.line += self
            .rest
            .bytes()
            .take(skipped)
            .filter(|byte| *byte == b'\n')
            .count() as u64;
        if start.is_empty() {
            self.rest = start;
            return None;
        }
        let (line, rest) = start.split_once('\n').unwrap_or((start, ""));
        let quoted = line.strip_prefix('"').and_then(|line| line.split_once('"'));
        match quoted {
            // Several quoted names may stand on one line; a quotation mark inside of a name does not end it.
            Some((name, after)) if after.trim_start().is_empty() || after.trim_start().starts_with('"') => {
                let consumed = name.len() + 2;
                self.rest = start.get(consumed..).unwrap_or_default();
                Some(name.trim().to_owned())
            }
            _ => {
                self.rest = rest;
                self.line += 1;
                let name = line.trim();
                let inner = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
                Some(inner.unwrap_or(name).trim().to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let parsed = parse("f", text).unwrap();
        parsed.candidates
    }

    #[test]
    fn everything_that_the_format_knows_is_read() {
        let text = "# a remark\n3 2\n-2\n[tie 3 2 1 ]\n[nick a b c]\n4 1 2 0\n2 3 - 1=2 0 # two\n1 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"";
        let file = parse("f", text).unwrap();
        assert_eq!(
            (file.candidates, file.title),
            (vec!["A".into(), "B".into(), "C".into()], "T".into())
        );
        assert_eq!(file.seats, std::num::NonZeroU32::new(2));
        assert_eq!((file.withdrawn, file.lot), (vec![1], Some(vec![2, 1, 0])));
        let ballots = [
            (4, vec![vec![0], vec![1]]),
            (2, vec![vec![2], vec![0, 1]]),
            (1, vec![]),
        ];
        assert_eq!(file.ballots, ballots);
    }

    #[test]
    fn remarks_are_skipped_and_single_ballots_may_have_names() {
        let file = parse("f", "/* two\nlines */ 2 1 # end\n(b1) 2 1 0\n(b2) 1 0\n0\nA\nB\n").unwrap();
        assert_eq!(file.ballots, [(1, vec![vec![1], vec![0]]), (1, vec![vec![0]])]);
        let error = parse("f", "/* two\nlines */ 2 1\n1 3 0\n0\nA\nB\n").unwrap_err();
        assert!(error.to_string().starts_with("line 3: "), "{error}");
    }

    #[test]
    fn names_are_quoted_or_not_and_may_share_a_line() {
        assert_eq!(
            names("2 1\n0\nAda Lovelace\nBob \"B\" Oh\nT\n"),
            ["Ada Lovelace", "Bob \"B\" Oh"]
        );
        assert_eq!(names("2 1\n0\n\"Ada\" \"Bob\"\n\"T\"\n"), ["Ada", "Bob"]);
        assert_eq!(
            names("2 1\n0\n\"Bob \"B\" Oh\"\n\"Ada\"\n"),
            ["Bob \"B\" Oh", "Ada"]
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let refused = |text: &str| parse("f", text).unwrap_err().to_string();
        for (text, line) in [
            ("2 1\n1 1 3 0\n0\nA\nB\n", 2),
            ("2 1\n1 1\n1 0\n0\nA\nB\n", 3),
            ("2 1\n1 1 0\n1 x 0\n0\nA\nB\n", 3),
            ("2 0\n0\nA\nB\n", 1),
            ("2 1\n-3\n0\nA\nB\n", 2),
            ("2 1\n[tie 1 1]\n0\nA\nB\n", 2),
            ("2 1\n1 1 0\n", 3),
            ("2 1\n0\nA\n", 4),
            ("2 1\n0\n\"\"\nB\n", 3),
        ] {
            let error = refused(text);
            assert!(error.starts_with(&format!("line {line}: ")), "{text:?}: {error}");
        }
    }
}
