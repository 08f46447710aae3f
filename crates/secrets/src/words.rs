//! A secret of 32 bytes as words on paper (protocol-spec: `backup-words`).
//!
//! Eight lines of four words from the English list of BIP-39, whose words differ in their first four letters. A line
//! has 44 bits: four bytes of the secret, then twelve bits of check:
//!
//! ```text
//! SHA-256("comitia/v1/backup-words\n" ‖ what ‖ "\n" ‖ the secret's bytes up to and with this line's)
//! ```
//!
//! A word that is not on the list is found where it stands, and a wrong word that is, by its line: the check of a line
//! misses 1 in 4,096 mistakes, and those of all lines after it then have to miss it as well. `what` the secret is
//! stands in the check, so that the words of one secret are never taken for those of another.

use bip39::Language;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

/// Lines of a secret.
pub const LINES: usize = 8;
/// Words of a line.
pub const WORDS: usize = 4;

/// Bytes of the secret in a line.
const BYTES: usize = 4;
/// Bits of a word.
const WORD_BITS: u32 = 11;
/// Bits of the check of a line.
const CHECK_BITS: u32 = 12;
/// Letters that tell any two words of the list apart.
const ENOUGH: usize = 4;

/// Why a line is not taken. It tells places and never a word: words are secret, errors are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WordsError {
    /// Not four words.
    #[error("line {line} has {found} words instead of {WORDS}")]
    Count {
        /// Which line, from 1.
        line: usize,
        /// How many words it has.
        found: usize,
    },
    /// The line bears another number.
    #[error("here comes line {line}, and this one is numbered {found}")]
    Order {
        /// Which line must come, from 1.
        line: usize,
        /// Its number.
        found: usize,
    },
    /// A word that nobody can have written down.
    #[error("line {line}, word {place}: there is no such word on the list; look for a slip in its letters")]
    Unknown {
        /// Which line, from 1.
        line: usize,
        /// Which word of it, from 1.
        place: usize,
    },
    /// The check of the line does not come out.
    #[error(
        "line {line}: all its words are on the list, but they are not the four that were written down, or not in \
         their order; or this is the backup of something else"
    )]
    Check {
        /// Which line, from 1.
        line: usize,
    },
    /// More lines than a secret has.
    #[error("there are more than {LINES} lines")]
    TooMany,
    /// Fewer lines than a secret has.
    #[error("only {found} of {LINES} lines")]
    TooFew {
        /// How many there are.
        found: usize,
    },
}

/// The lines of a secret; `what` it is, on one line, must be said again to read them.
#[must_use]
pub fn write(what: &str, secret: &[u8; 32]) -> Vec<Zeroizing<String>> {
    let mut before = Zeroizing::new(Vec::with_capacity(secret.len()));
    let line = |bytes: &[u8]| {
        before.extend_from_slice(bytes);
        line_of(bytes, check(what, &before))
    };
    secret.chunks(BYTES).map(line).collect()
}

fn line_of(bytes: &[u8], check: u64) -> Zeroizing<String> {
    let value = bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
    let bits = Zeroizing::new(value << CHECK_BITS | check);
    // Long enough from the start, so that no copy is left behind by growing.
    let mut line = Zeroizing::new(String::with_capacity(WORDS * 9));
    for place in (0..4).rev() {
        let number = (*bits >> (WORD_BITS * place)) & 0x7ff;
        let word = usize::try_from(number)
            .ok()
            .and_then(|number| Language::English.word_list().get(number));
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word.copied().unwrap_or_default());
    }
    line
}

/// Twelve bits over what the secret is and its bytes so far.
fn check(what: &str, bytes: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    for part in [b"comitia/v1/backup-words\n", what.as_bytes(), b"\n", bytes] {
        hash.update(part);
    }
    let hash = hash.finalize();
    u64::from(hash[0]) << 4 | u64::from(hash[1] >> 4)
}

/// Takes a secret's lines one by one, so that a mistake is told as soon as it is made.
#[derive(Debug)]
pub struct Reader {
    what: String,
    secret: Secret,
}

/// What was read so far.
struct Secret(Zeroizing<Vec<u8>>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Reader {
    /// Reads the words of a secret; `what` must be what was said when they were written.
    #[must_use]
    pub fn new(what: &str) -> Self {
        Self {
            what: what.to_owned(),
            secret: Secret(Zeroizing::new(Vec::with_capacity(LINES * BYTES))),
        }
    }

    /// The number of the line that must come next, from 1; `None` when all were taken.
    #[must_use]
    pub fn next_line(&self) -> Option<usize> {
        let line = self.secret.0.len() / BYTES + 1;
        (line <= LINES).then_some(line)
    }

    /// Takes the next line, with its number before it or without. A line that is refused can be given again.
    ///
    /// # Errors
    /// When it cannot be the next line.
    pub fn take(&mut self, text: &str) -> Result<(), WordsError> {
        let line = self.next_line().ok_or(WordsError::TooMany)?;
        let mut words = text.split_whitespace().peekable();
        if let Some(found) = words.peek().and_then(|first| number(first)) {
            if found != line {
                return Err(WordsError::Order { line, found });
            }
            words.next();
        }
        let words: Vec<&str> = words.collect();
        if words.len() != WORDS {
            let found = words.len();
            return Err(WordsError::Count { line, found });
        }
        let mut bits = Zeroizing::new(0);
        for (place, word) in (1..).zip(words) {
            let number = find(word).ok_or(WordsError::Unknown { line, place })?;
            *bits = *bits << WORD_BITS | u64::from(number);
        }
        self.accept(line, *bits)
    }

    fn accept(&mut self, line: usize, bits: u64) -> Result<(), WordsError> {
        let before = self.secret.0.len();
        let value = (bits >> CHECK_BITS).to_be_bytes();
        let bytes = value.get(BYTES..).unwrap_or_default();
        self.secret.0.extend_from_slice(bytes);
        if check(&self.what, &self.secret.0) == bits & ((1 << CHECK_BITS) - 1) {
            return Ok(());
        }
        self.secret.0.truncate(before);
        Err(WordsError::Check { line })
    }

    /// The secret.
    ///
    /// # Errors
    /// When lines are missing.
    pub fn finish(self) -> Result<Zeroizing<[u8; 32]>, WordsError> {
        let found = self.secret.0.len() / BYTES;
        let mut secret = Zeroizing::new([0; 32]);
        if self.secret.0.len() != secret.len() {
            return Err(WordsError::TooFew { found });
        }
        secret.copy_from_slice(&self.secret.0);
        Ok(secret)
    }
}

/// `3` or `3.` before a line.
fn number(text: &str) -> Option<usize> {
    text.trim_end_matches(['.', ':', ')']).parse().ok()
}

/// The number of the word that was typed: all of it, or at least its first four letters.
fn find(typed: &str) -> Option<u16> {
    let typed = Zeroizing::new(typed.to_lowercase());
    let whole = Language::English.find_word(&typed);
    if whole.is_some() || typed.chars().count() < ENOUGH {
        return whole;
    }
    let mut begun = Language::English.words_by_prefix_iter(&typed);
    begun.next().and_then(|word| Language::English.find_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHAT: &str = "comitia trustee key v1";

    fn secret() -> [u8; 32] {
        std::array::from_fn(|place| u8::try_from(place * 37 % 251).unwrap())
    }

    fn lines() -> Vec<String> {
        let lines = write(WHAT, &secret());
        lines.iter().map(|line| line.to_string()).collect()
    }

    fn read(what: &str, lines: &[String]) -> Result<Zeroizing<[u8; 32]>, WordsError> {
        let mut reader = Reader::new(what);
        lines.iter().try_for_each(|line| reader.take(line))?;
        reader.finish()
    }

    #[test]
    fn what_was_written_down_comes_back_however_it_is_typed() {
        let lines = lines();
        assert_eq!(lines.len(), LINES);
        assert_eq!(*read(WHAT, &lines).unwrap(), secret());
        let numbered: Vec<String> = (1..)
            .zip(&lines)
            .map(|(number, line)| format!(" {number}.  {}", line.to_uppercase().replace(' ', "\t ")))
            .collect();
        assert_eq!(*read(WHAT, &numbered).unwrap(), secret());
        let short = |word: &str| word.chars().take(ENOUGH).collect::<String>();
        let short = |line: &String| line.split(' ').map(short).collect::<Vec<_>>().join(" ");
        let short: Vec<String> = lines.iter().map(short).collect();
        assert_eq!(*read(WHAT, &short).unwrap(), secret());
    }

    #[test]
    fn the_first_and_the_last_word_of_the_list_are_those_of_bip_39() {
        let list = Language::English.word_list();
        assert_eq!((list[0], list[2047]), ("abandon", "zoo"));
        let mut beginnings: Vec<&str> = list.iter().map(|word| &word[..word.len().min(ENOUGH)]).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        assert_eq!(beginnings.len(), 2048, "four letters tell words apart");
    }

    #[test]
    fn d12_a_slip_of_the_pen_is_told_with_its_line_and_word() {
        for line in 0..LINES {
            for place in 0..WORDS {
                let mut slipped = lines();
                let mut words: Vec<String> = slipped[line].split(' ').map(str::to_owned).collect();
                words[place].push('q');
                slipped[line] = words.join(" ");
                let (line, place) = (line + 1, place + 1);
                assert_eq!(
                    read(WHAT, &slipped).unwrap_err(),
                    WordsError::Unknown { line, place }
                );
            }
        }
    }

    #[test]
    fn d12_another_word_of_the_list_is_found_by_its_line_or_a_later_one() {
        let (mut elsewhere, mut tried) = (0, 0);
        for line in 0..LINES {
            for other in Language::English.word_list().iter().step_by(29) {
                let mut changed = lines();
                let (first, rest) = changed[line].split_once(' ').unwrap();
                if first == *other {
                    continue;
                }
                changed[line] = format!("{other} {rest}");
                tried += 1;
                match read(WHAT, &changed).unwrap_err() {
                    WordsError::Check { line: found } if found == line + 1 => {}
                    WordsError::Check { line: found } if found > line + 1 => elsewhere += 1,
                    error => panic!("line {line}: {error}"),
                }
            }
        }
        assert!(tried > 500 && elsewhere < 5, "{elsewhere} of {tried}");
    }

    #[test]
    fn d12_lines_and_words_that_change_places_are_refused() {
        let mut lines_swapped = lines();
        lines_swapped.swap(2, 5);
        assert_eq!(
            read(WHAT, &lines_swapped).unwrap_err(),
            WordsError::Check { line: 3 }
        );
        let mut numbered = lines();
        numbered[2] = format!("6 {}", numbered[5]);
        let order = WordsError::Order { line: 3, found: 6 };
        assert_eq!(read(WHAT, &numbered).unwrap_err(), order);
        let mut words_swapped = lines();
        let words: Vec<&str> = words_swapped[0].split(' ').collect();
        words_swapped[0] = [words[1], words[0], words[2], words[3]].join(" ");
        assert_eq!(
            read(WHAT, &words_swapped).unwrap_err(),
            WordsError::Check { line: 1 }
        );
    }

    #[test]
    fn words_of_another_secret_missing_and_surplus_lines_are_refused() {
        let lines = lines();
        let other = read("comitia trustee seed v1 00", &lines);
        assert_eq!(other.unwrap_err(), WordsError::Check { line: 1 });
        let few = read(WHAT, &lines[..7]);
        assert_eq!(few.unwrap_err(), WordsError::TooFew { found: 7 });
        let many = [lines.as_slice(), &lines[..1]].concat();
        assert_eq!(read(WHAT, &many).unwrap_err(), WordsError::TooMany);
        let three = ["a b c".to_owned()];
        assert_eq!(
            read(WHAT, &three).unwrap_err(),
            WordsError::Count { line: 1, found: 3 }
        );
    }

    #[test]
    fn a_refused_line_changes_nothing_and_can_be_given_again() {
        let lines = lines();
        let mut reader = Reader::new(WHAT);
        reader.take(&lines[0]).unwrap();
        assert!(reader.take("zoo zoo zoo zoo").is_err());
        assert!(reader.take("").is_err());
        assert_eq!(reader.next_line(), Some(2));
        lines[1..].iter().for_each(|line| reader.take(line).unwrap());
        assert_eq!(reader.next_line(), None);
        assert_eq!(*reader.finish().unwrap(), secret());
    }

    #[test]
    fn w10_neither_errors_nor_debug_show_a_word() {
        let lines = lines();
        let mut reader = Reader::new(WHAT);
        reader.take(&lines[0]).unwrap();
        let error = reader.take("hello abandon zebra quizz").unwrap_err();
        let shown = format!("{error} {error:?} {reader:?}");
        for word in lines[0].split(' ').chain(["hello", "quizz", "zebra"]) {
            assert!(
                !shown
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|said| said == word)
            );
        }
        assert!(shown.contains("4 bytes"));
    }
}
