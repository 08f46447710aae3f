//! Messages in every language, from Fluent files that an operator can override one message at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use jiff::Timestamp;

use super::{Locale, Ratio, Zone, date, grouped, number::whole_percent, percent, quotient, typography};
use crate::files::Files;

type Bundle = FluentBundle<FluentResource>;

/// Why the messages could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file that is not Fluent.
    #[error("{file}: {reason}")]
    Syntax {
        /// Its name.
        file: String,
        /// What the parser says, with its position in bytes.
        reason: String,
    },
    /// A message that exists twice.
    #[error("{file}: the message {key} is defined twice")]
    Duplicate {
        /// The file that defines it again.
        file: String,
        /// The message.
        key: String,
    },
}

/// A value that a message shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A count: grouped as the language does, and what plural rules look at.
    Count(u64),
    /// Words.
    Words(String),
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

/// The messages of every language.
pub struct Catalogue {
    bundles: BTreeMap<Locale, Bundle>,
    keys: BTreeMap<Locale, BTreeSet<String>>,
    misses: Mutex<BTreeSet<String>>,
}

impl Catalogue {
    /// Reads `locales/<tag>/*.ftl`.
    ///
    /// # Errors
    /// A file that does not parse, or a message that two compiled-in files define.
    pub fn load(files: &Files) -> Result<Self, CatalogueError> {
        let mut bundles = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for locale in Locale::ALL {
            let (bundle, known) = load_bundle(files, locale)?;
            bundles.insert(locale, bundle);
            keys.insert(locale, known);
        }
        Ok(Self {
            bundles,
            keys,
            misses: Mutex::default(),
        })
    }

    /// The names of the messages that a language has.
    #[must_use]
    pub fn keys(&self, locale: Locale) -> BTreeSet<String> {
        self.keys.get(&locale).cloned().unwrap_or_default()
    }

    /// What was asked for and not there, or lacked a value, since the start: tests want it empty.
    #[must_use]
    pub fn misses(&self) -> BTreeSet<String> {
        self.misses
            .lock()
            .map(|misses| misses.clone())
            .unwrap_or_default()
    }

    fn miss(&self, locale: Locale, key: &str, reason: &str) {
        tracing::error!(locale = locale.tag(), key, reason, "message");
        if let Ok(mut misses) = self.misses.lock() {
            misses.insert(format!("{} {key}: {reason}", locale.tag()));
        }
    }

    fn format(&self, locale: Locale, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.bundles.get(&locale)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        for error in errors {
            self.miss(locale, key, &error.to_string());
        }
        Some(text)
    }
}

fn load_bundle(files: &Files, locale: Locale) -> Result<(Bundle, BTreeSet<String>), CatalogueError> {
    let mut bundle = Bundle::new_concurrent(vec![locale.identifier()]);
    bundle.set_use_isolating(false);
    match locale {
        Locale::Fr => {
            bundle.set_transform(Some(typography::french));
            bundle.set_formatter(Some(|value, _| number_in(Locale::Fr, value)));
        }
        Locale::En => {
            bundle.set_transform(Some(typography::english));
            bundle.set_formatter(Some(|value, _| number_in(Locale::En, value)));
        }
    }
    let mut keys = BTreeSet::new();
    let names = files.names_under(&format!("locales/{}/", locale.tag()));
    for overriding in [false, true] {
        for name in names.iter().filter(|name| name.ends_with(".ftl")) {
            for layer in files
                .read_every_layer(name)
                .into_iter()
                .filter(|layer| layer.overrides == overriding)
            {
                let resource = parse(name, layer.text)?;
                keys.extend(message_names(&resource));
                if overriding {
                    bundle.add_resource_overriding(resource);
                } else {
                    bundle
                        .add_resource(resource)
                        .map_err(|errors| duplicate(name, &errors))?;
                }
            }
        }
    }
    Ok((bundle, keys))
}

fn parse(name: &str, text: String) -> Result<FluentResource, CatalogueError> {
    FluentResource::try_new(text).map_err(|(_, errors)| CatalogueError::Syntax {
        file: name.to_owned(),
        reason: errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; "),
    })
}

fn duplicate(name: &str, errors: &[FluentError]) -> CatalogueError {
    let key = errors.iter().find_map(|error| match error {
        FluentError::Overriding { id, .. } => Some(id.clone()),
        _ => None,
    });
    CatalogueError::Duplicate {
        file: name.to_owned(),
        key: key.unwrap_or_default(),
    }
}

fn message_names(resource: &FluentResource) -> Vec<String> {
    let name = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.entries().filter_map(name).collect()
}

fn number_in(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => number
            .as_string()
            .parse()
            .ok()
            .map(|count| grouped(locale, count)),
        _ => None,
    }
}

/// The messages, numbers and dates of one language.
#[derive(Clone)]
pub struct Localiser {
    catalogue: Arc<Catalogue>,
    locale: Locale,
}

impl Localiser {
    /// The language `locale` of `catalogue`.
    #[must_use]
    pub fn new(catalogue: Arc<Catalogue>, locale: Locale) -> Self {
        Self { catalogue, locale }
    }

    /// The language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Whether the language has this message.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.catalogue
            .keys
            .get(&self.locale)
            .is_some_and(|keys| keys.contains(key))
    }

    /// The names of all messages.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<String> {
        self.catalogue.keys(self.locale)
    }

    /// What was asked for and not there; see [`Catalogue::misses`].
    #[must_use]
    pub fn misses(&self) -> BTreeSet<String> {
        self.catalogue.misses()
    }

    /// A message without values.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// A message with its values. One that is missing is shown in another language or by its name, and noted.
    #[must_use]
    pub fn text_with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Count(count) => values.set((*name).to_owned(), *count),
                Arg::Words(words) => values.set((*name).to_owned(), words.clone()),
            }
        }
        if let Some(text) = self.catalogue.format(self.locale, key, &values) {
            return text;
        }
        self.catalogue.miss(self.locale, key, "missing");
        let others = Locale::ALL.into_iter().filter(|locale| *locale != self.locale);
        others
            .filter_map(|locale| self.catalogue.format(locale, key, &values))
            .next()
            .unwrap_or_else(|| key.to_owned())
    }

    /// A count, grouped as the language does.
    #[must_use]
    pub fn number(&self, value: u64) -> String {
        grouped(self.locale, value)
    }

    /// A quotient with two decimals, such as a mean.
    #[must_use]
    pub fn quotient(&self, part: u64, whole: u64) -> String {
        quotient(self.locale, Ratio::new(part, whole))
    }

    /// A share in per cent.
    #[must_use]
    pub fn percent(&self, part: u64, whole: u64) -> String {
        percent(self.locale, Ratio::new(part, whole))
    }

    /// A share that is a whole number of per cent, such as the quorum of a rule.
    #[must_use]
    pub fn whole_percent(&self, part: u64, whole: u64) -> String {
        whole_percent(self.locale, Ratio::new(part, whole))
    }

    /// Day, date, time and time zone in full: `lundi 23 novembre 2026 à 20 h 00 (heure de Paris)`.
    #[must_use]
    pub fn date_time(&self, at: Timestamp, zone: &Zone) -> String {
        date::date_time(self, at, zone)
    }

    /// Day and date in full: `lundi 23 novembre 2026`.
    #[must_use]
    pub fn date(&self, at: Timestamp, zone: &Zone) -> String {
        date::date(self, at, zone)
    }

    /// A date for a picture, where the weekday has no room: `23 novembre 2026`.
    #[must_use]
    pub fn day(&self, at: Timestamp, zone: &Zone) -> String {
        date::day(self, at, zone)
    }

    /// A date and time for the axis of a picture or a narrow table: `23 nov., 20 h 00`.
    #[must_use]
    pub fn short_date_time(&self, at: Timestamp, zone: &Zone) -> String {
        date::short_date_time(self, at, zone)
    }

    /// How long it is from `now` to `until`, in the largest unit that still says something: `3 jours`, `5 heures`.
    #[must_use]
    pub fn time_left(&self, now: Timestamp, until: Timestamp) -> String {
        date::time_left(self, now, until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(fr: &str, en: &str) -> (tempfile::TempDir, Result<Catalogue, CatalogueError>) {
        let folder = tempfile::tempdir().unwrap();
        for (tag, text) in [("fr", fr), ("en", en)] {
            std::fs::create_dir_all(folder.path().join("locales").join(tag)).unwrap();
            std::fs::write(folder.path().join("locales").join(tag).join("test.ftl"), text).unwrap();
        }
        let catalogue = Catalogue::load(&Files::new().with_folder(folder.path()));
        (folder, catalogue)
    }

    #[test]
    fn plurals_and_numbers_follow_the_language() {
        let fr = "bulletins = { $n ->\n    [0] Aucun bulletin\n    [one] { $n } bulletin\n   *[other] { $n } bulletins : merci\n }\n";
        let en = "bulletins = { $n ->\n    [one] { $n } ballot\n   *[other] { $n } ballots\n }\n";
        let (_folder, catalogue) = catalogue(fr, en);
        let catalogue = Arc::new(catalogue.unwrap());
        let say = |locale, n: u64| {
            Localiser::new(catalogue.clone(), locale).text_with("bulletins", &[("n", n.into())])
        };
        assert_eq!(say(Locale::Fr, 0), "Aucun bulletin");
        assert_eq!(say(Locale::Fr, 1), "1 bulletin");
        assert_eq!(say(Locale::Fr, 12_345), "12\u{202f}345 bulletins\u{a0}: merci");
        assert_eq!(say(Locale::En, 0), "0 ballots");
        assert_eq!(say(Locale::En, 12_345), "12,345 ballots");
        assert!(catalogue.misses().is_empty());
    }

    #[test]
    fn what_is_missing_is_noted_and_shown_in_another_language() {
        let (_folder, catalogue) = catalogue("a = Bonjour { $name }\n", "b = Only\n");
        let catalogue = Arc::new(catalogue.unwrap());
        let en = Localiser::new(catalogue.clone(), Locale::En);
        assert_eq!(en.text_with("a", &[("name", "Zoé".into())]), "Bonjour Zoé");
        assert_eq!(en.text("nowhere"), "nowhere");
        assert_eq!(catalogue.misses().len(), 2);
        let fr = Localiser::new(catalogue.clone(), Locale::Fr);
        let _ = fr.text("a");
        assert_eq!(
            catalogue.misses().len(),
            3,
            "a value that is not given is noted too"
        );
    }

    #[test]
    fn an_operator_overrides_one_message() {
        #[derive(rust_embed::RustEmbed)]
        #[folder = "locales/"]
        #[prefix = "locales/"]
        struct Locales;
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("locales/en")).unwrap();
        std::fs::write(
            folder.path().join("locales/en/mine.ftl"),
            "skip-to-content = Jump\n",
        )
        .unwrap();
        let files = Files::new().with_embedded::<Locales>().with_folder(folder.path());
        let catalogue = Arc::new(Catalogue::load(&files).unwrap());
        assert_eq!(
            Localiser::new(catalogue.clone(), Locale::En).text("skip-to-content"),
            "Jump"
        );
        assert_ne!(
            Localiser::new(catalogue, Locale::Fr).text("skip-to-content"),
            "Jump"
        );
    }

    #[test]
    fn a_broken_file_is_named() {
        let (_folder, broken) = catalogue("a = { $n ->\n", "");
        assert!(matches!(broken, Err(CatalogueError::Syntax { file, .. }) if file == "locales/fr/test.ftl"));
    }
}
