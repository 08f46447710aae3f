//! The words of the letters, in each language.

use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

/// A language of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
}

impl Language {
    /// The subtag for HTML and for files.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::French => include_str!("../../locales/fr.ftl"),
            Self::English => include_str!("../../locales/en.ftl"),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A message that is missing or wrong: a defect of the locale files, which a test looks for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordsError {
    /// The file of a language is not Fluent.
    #[error("the {language} messages are malformed")]
    Source {
        /// The language.
        language: Language,
    },
    /// A message is missing or lacks an argument.
    #[error("the {language} message {message:?} is missing or incomplete")]
    Message {
        /// The language.
        language: Language,
        /// Which message.
        message: String,
    },
}

/// All messages of a language.
pub(super) struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    pub(super) fn new(language: Language) -> Result<Self, WordsError> {
        let malformed = || WordsError::Source { language };
        let resource = FluentResource::try_new(language.source().to_owned()).map_err(|_| malformed())?;
        let locale: LanguageIdentifier = language.tag().parse().map_err(|_| malformed())?;
        let mut bundle = FluentBundle::new(vec![locale]);
        // Names are isolated by <bdi> in the page; marks around them would only be in the way of copying.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|_| malformed())?;
        Ok(Self { language, bundle })
    }

    /// A message with its arguments.
    pub(super) fn say(&self, message: &str, arguments: &[(&str, &str)]) -> Result<String, WordsError> {
        let missing = || WordsError::Message {
            language: self.language,
            message: message.to_owned(),
        };
        let pattern = self
            .bundle
            .get_message(message)
            .and_then(|found| found.value())
            .ok_or_else(missing)?;
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, *value)).collect();
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors)
            .into_owned();
        if errors.is_empty() {
            Ok(text)
        } else {
            Err(missing())
        }
    }

    /// The ids of all messages of a language, sorted.
    #[cfg(test)]
    pub(super) fn ids(language: Language) -> Vec<String> {
        let source = language.source();
        let ids = source
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        let mut ids: Vec<String> = ids
            .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
            .collect();
        ids.sort();
        ids
    }
}
