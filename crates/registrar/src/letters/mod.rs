//! Printable letters: one HTML file, one voter a page.
//!
//! A letter carries the code as text and as a QR of the code alone: never a web address, so that nobody learns to
//! trust an address that came with a secret. The file needs no network, runs no script, and is as secret as the
//! codes in it.

mod occasion;
mod qr;
mod template;
mod words;

use std::io::{self, Write};

use thiserror::Error;
use zeroize::Zeroizing;

use crate::issue::Issued;
use template::Template;
use words::Words;

pub use occasion::Occasion;
pub use qr::QrError;
pub use words::{Language, WordsError};

/// Letters in one file: more make browsers slow.
pub const LETTERS_PER_FILE: usize = 1000;

const HEAD: &str = include_str!("head.html");
const LETTER: &str = include_str!("letter.html");
const TAIL: &str = "</main>\n</body>\n</html>\n";

/// Why letters cannot be made.
#[derive(Debug, Error)]
pub enum LetterError {
    /// The file cannot be written.
    #[error("cannot write letters: {0}")]
    Io(#[from] io::Error),
    /// The words of a letter are not right.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The code does not fit a QR.
    #[error(transparent)]
    Qr(#[from] QrError),
}

/// The letters of one occasion in one language.
pub struct Letters<'a> {
    occasion: &'a Occasion,
    words: Words,
    qr_label: String,
    head: Template,
    letter: Template,
}

impl<'a> Letters<'a> {
    /// Everything but what differs from voter to voter.
    pub fn new(language: Language, occasion: &'a Occasion) -> Result<Self, LetterError> {
        let words = Words::new(language)?;
        let known = occasion.words(language);
        let known: Vec<(&str, &str)> = known
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let say = |name: &str| match name.strip_prefix("text.") {
            Some(message) => words.say(message, &known).map(Some),
            None => Ok(known
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())),
        };
        let head = Template::parse(HEAD).bind(say)?;
        let letter = Template::parse(LETTER).bind(say)?;
        let qr_label = template::escape(&words.say("qr-label", &[])?);
        Ok(Self {
            occasion,
            words,
            qr_label,
            head,
            letter,
        })
    }

    /// Writes a whole file.
    pub fn write<'i>(
        &self,
        issued: impl IntoIterator<Item = &'i Issued>,
        out: &mut impl Write,
        mut step: impl FnMut(),
    ) -> Result<(), LetterError> {
        out.write_all(self.head.fill(|_| "").as_bytes())?;
        for one in issued {
            out.write_all(self.letter(one)?.as_bytes())?;
            step();
        }
        out.write_all(TAIL.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// One letter.
    fn letter(&self, issued: &Issued) -> Result<Zeroizing<String>, LetterError> {
        let voter = &issued.voter;
        let number = voter.line.to_string();
        let (name, contact) = (template::escape(&voter.name), template::escape(&voter.contact));
        let code = issued.code.grouped();
        let picture = qr::svg(&issued.code.symbols(), &self.qr_label)?;
        let pseudonym = issued.pseudonym().to_string();
        let rights = self.rights(issued)?;
        Ok(self.letter.fill(|slot| match slot {
            "voter.number" => &number,
            "voter.name" => &name,
            "voter.contact" => &contact,
            "voter.code" => &code,
            "voter.qr" => &picture,
            "voter.pseudonym" => &pseudonym,
            "voter.rights" => &rights,
            _ => "",
        }))
    }

    /// What is particular about a voter's right to vote, if anything is.
    fn rights(&self, issued: &Issued) -> Result<String, LetterError> {
        let weight = issued.voter.weight.to_string();
        let mut rights = String::new();
        let mut paragraph = |message: &str, name, value| -> Result<(), LetterError> {
            let text = template::escape(&self.words.say(message, &[(name, value)])?);
            rights.push_str(&format!("<p class=\"rights\">{text}</p>\n"));
            Ok(())
        };
        if let Some(group) = self.occasion.group(issued.voter.group) {
            paragraph("your-group", "group", group)?;
        }
        if weight != "1" {
            paragraph("your-weight", "weight", &weight)?;
        }
        Ok(rights)
    }
}

#[cfg(test)]
mod tests;
