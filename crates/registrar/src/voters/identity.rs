//! When two rows mean one person.
//!
//! Two names are **the same** when they are equal after normalisation to NFC, default case folding, dropping of
//! joiners, trimming and collapsing of white space: such a list is refused.
//!
//! Two names are **alike** when they are equal by one of two looser keys, which also replace every character by the
//! prototype that Unicode's list of confusables (UTS 39) gives for it, drop accents and punctuation, and sort the
//! words: `Paco` in Cyrillic letters and in Latin ones, `Léa Dupont` and `DUPONT Lea`. Such a list is warned about only, because both may
//! exist.
//!
//! What neither key notices: other spellings of a name (Catherine, Katherine), transliterations (Юлия, Yulia),
//! nicknames, initials, a second given name that one row leaves out, a maiden name, and letters that only resemble
//! each other in some typeface and are not on Unicode's list. No program finds these; a person who knows the list
//! might.

use std::collections::HashMap;

use caseless::default_case_fold_str;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::skeleton;

use super::row::collapse;
use super::{Problem, Voter, What};

/// The key by which two names are the same.
fn strict_key(name: &str) -> String {
    let seen: String = name
        .chars()
        .filter(|letter| !matches!(letter, '\u{200c}' | '\u{200d}'))
        .collect();
    // Folding can undo a composition, so the order is: decompose, fold, compose.
    let decomposed: String = seen.nfd().collect();
    collapse(&default_case_fold_str(&decomposed))
}

/// The keys by which two names are alike. Confusables are looked up before and after folding, since some letters
/// resemble each other in one case only (В and B, not в and b).
pub(super) fn loose_keys(name: &str) -> [String; 2] {
    let before = default_case_fold_str(&skeleton(name).collect::<String>());
    let after = skeleton(&default_case_fold_str(name)).collect::<String>();
    [words(&before), words(&after)]
}

/// The words of a name in alphabetical order, letters and digits alone.
fn words(name: &str) -> String {
    let plain: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let mut words: Vec<&str> = plain.split(|letter: char| !letter.is_alphanumeric()).collect();
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.join(" ")
}

/// Adds a problem for every voter whose name is already on the list.
pub(super) fn find_duplicates(voters: &[Voter], problems: &mut Vec<Problem>) {
    let mut first_lines = HashMap::new();
    for voter in voters {
        let first = *first_lines.entry(strict_key(&voter.name)).or_insert(voter.line);
        if first != voter.line {
            problems.push(Problem {
                line: voter.line,
                what: What::Duplicate { first },
            });
        }
    }
}

/// Whether a word mixes letters of Latin, Cyrillic and Greek: no name does, and forged ones do.
pub(super) fn mixes_scripts(name: &str) -> bool {
    name.split(|letter: char| !letter.is_alphabetic() && !is_combining_mark(letter))
        .any(|word| {
            let uses = |script| word.chars().any(|letter| letter.script() == script);
            let used = [Script::Latin, Script::Cyrillic, Script::Greek]
                .into_iter()
                .filter(|script| uses(*script));
            used.count() > 1
        })
}
