//! The template engine: one environment per language, with functions for messages, numbers, dates and assets.
//!
//! | in a template | gives |
//! |---|---|
//! | `t("key", name=value)` | a message, escaped |
//! | `rich("key", name=value)` | a message that holds simple HTML; its values are escaped |
//! | `number(n)`, `percent(part, whole)`, `filesize(n)` | as the language writes them |
//! | `when(moment)`, `when(moment, "date")`, `"day"`, `"short"` | a `<time>` element |
//! | `text|groups` | groups of four characters, for fingerprints |
//! | `asset("name")`, `integrity("name")` | an address and its integrity hash |

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, escape_formatter};
use serde::{Deserialize, Serialize, Serializer};

use crate::assets::Assets;
use crate::files::Files;
use crate::i18n::{Arg, Catalogue, Locale, Localiser, Zone, bytes};

/// A point in time and the zone that it is told in.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The time.
    pub at: Timestamp,
    /// The zone.
    pub zone: Zone,
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MomentOnTheWay {
            at: self.at,
            zone: self.zone.name().to_owned(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize, Deserialize)]
struct MomentOnTheWay {
    at: Timestamp,
    zone: String,
}

/// HTML or SVG that our own code has put together from escaped parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(pub String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if minijinja::value::serializing_for_value() {
            Value::from_safe_string(self.0.clone()).serialize(serializer)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

/// Writes text for use between tags or inside quotes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The environments of all languages.
pub struct Engine {
    environments: BTreeMap<Locale, Environment<'static>>,
}

impl Engine {
    /// Prepares templates under `templates/`; they are read when they are first used.
    #[must_use]
    pub fn new(files: &Files, catalogue: &Arc<Catalogue>, assets: &Arc<Assets>) -> Self {
        let prepare = |locale| {
            let text = Localiser::new(catalogue.clone(), locale);
            (locale, environment(files.clone(), text, assets.clone()))
        };
        Self {
            environments: Locale::ALL.map(prepare).into(),
        }
    }

    /// Renders a template.
    ///
    /// # Errors
    /// A template that is missing, malformed, or uses what its data lacks.
    pub fn render(&self, locale: Locale, template: &str, context: Value) -> Result<String, Error> {
        let environment = self
            .environments
            .get(&locale)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "a language without an environment"))?;
        environment.get_template(template)?.render(context)
    }
}

fn environment(files: Files, text: Localiser, assets: Arc<Assets>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() && *state.auto_escape() == AutoEscape::Html => {
            out.write_str(&escape(text)).map_err(Error::from)
        }
        _ => escape_formatter(out, state, value),
    });
    environment.set_loader(move |name| Ok(files.read_text(&format!("templates/{name}"))));
    add_messages(&mut environment, &text);
    add_numbers(&mut environment, text);
    environment.add_filter("groups", |text: &str| -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        characters.chunks(4).map(|group| group.iter().collect()).collect()
    });
    let by_name = assets.clone();
    environment.add_function("asset", move |name: &str| {
        find(&by_name, name, |asset| asset.url.clone())
    });
    environment.add_function("integrity", move |name: &str| {
        find(&assets, name, |asset| asset.integrity.clone())
    });
    environment
}

fn add_messages(environment: &mut Environment<'static>, text: &Localiser) {
    let plain = text.clone();
    environment.add_function("t", move |key: &str, values: Kwargs| -> Result<String, Error> {
        let args = message_args(&values, |value| value.to_string())?;
        Ok(say(&plain, key, &args))
    });
    let rich = text.clone();
    environment.add_function("rich", move |key: &str, values: Kwargs| -> Result<Value, Error> {
        let escape_unless_safe = |value: &Value| {
            if value.is_safe() {
                value.to_string()
            } else {
                escape(&value.to_string())
            }
        };
        let args = message_args(&values, escape_unless_safe)?;
        Ok(Value::from_safe_string(say(&rich, key, &args)))
    });
}

fn add_numbers(environment: &mut Environment<'static>, text: Localiser) {
    let number = text.clone();
    environment.add_function("number", move |value: u64| number.number(value));
    let percent = text.clone();
    environment.add_function("percent", move |part: u64, whole: u64| {
        percent.percent(part, whole)
    });
    let locale = text.locale();
    environment.add_function("filesize", move |size: u64| bytes(locale, size));
    environment.add_function(
        "when",
        move |moment: Serde<MomentOnTheWay>, form: Option<&str>| {
            time_element(&text, &moment, form.unwrap_or("full"))
        },
    );
}

fn say(text: &Localiser, key: &str, args: &[(String, Arg)]) -> String {
    let args: Vec<(&str, Arg)> = args
        .iter()
        .map(|(name, arg)| (name.as_str(), arg.clone()))
        .collect();
    text.text_with(key, &args)
}

fn message_args(values: &Kwargs, words: impl Fn(&Value) -> String) -> Result<Vec<(String, Arg)>, Error> {
    let mut args = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        let arg = match u64::try_from(value.clone()) {
            Ok(count) if value.is_integer() => Arg::Count(count),
            _ => Arg::Words(words(&value)),
        };
        args.push((name.to_owned(), arg));
    }
    Ok(args)
}

fn time_element(text: &Localiser, moment: &MomentOnTheWay, form: &str) -> Result<Value, Error> {
    let zone = Zone::named(&moment.zone).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("no time zone {}", moment.zone),
        )
    })?;
    let words = match form {
        "date" => text.date(moment.at, &zone),
        "day" => text.day(moment.at, &zone),
        "short" => text.short_date_time(moment.at, &zone),
        _ => text.date_time(moment.at, &zone),
    };
    let machine = zone.machine_readable(moment.at);
    Ok(Value::from_safe_string(format!(
        "<time datetime=\"{machine}\">{}</time>",
        escape(&words)
    )))
}

fn find(
    assets: &Assets,
    name: &str,
    part: impl Fn(&crate::assets::Asset) -> String,
) -> Result<String, Error> {
    let missing = || Error::new(ErrorKind::InvalidOperation, format!("no asset {name}"));
    assets.get(name).map(part).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(template: &str) -> (tempfile::TempDir, Engine) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("templates/x.html", template),
            (
                "locales/fr/x.ftl",
                "hello = Bonjour <b>{ $name }</b>\nn = { $n ->\n  [one] un bulletin\n *[other] { $n } bulletins\n }\n",
            ),
            (
                "locales/en/x.ftl",
                "hello = Hello <b>{ $name }</b>\nn = { $n } ballots\n",
            ),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let files = Files::new().with_folder(folder.path());
        let catalogue = Arc::new(Catalogue::load(&files).unwrap());
        (folder, Engine::new(&files, &catalogue, &Arc::default()))
    }

    fn render(template: &str, context: impl Serialize) -> Result<String, Error> {
        let (_folder, engine) = engine(template);
        engine.render(Locale::Fr, "x.html", Serde(context).into())
    }

    #[test]
    fn values_are_escaped_everywhere() {
        let evil = minijinja::context! { name => "<script>'\"&" };
        let plain = render("{{ t('hello', name=name) }}", &evil).unwrap();
        assert!(!plain.contains("<b>") && !plain.contains("<script>"), "{plain}");
        let rich = render("{{ rich('hello', name=name) }}", &evil).unwrap();
        assert_eq!(rich, "Bonjour <b>&lt;script&gt;&#39;&quot;&amp;</b>");
    }

    #[test]
    fn numbers_reach_plural_rules() {
        assert_eq!(
            render("{{ t('n', n=1) }}, {{ t('n', n=2500) }}", ()).unwrap(),
            "un bulletin, 2\u{202f}500 bulletins"
        );
        assert_eq!(
            render("{{ number(1234) }} {{ percent(1, 4) }}", ()).unwrap(),
            "1\u{202f}234 25,0\u{202f}%"
        );
    }

    #[test]
    fn moments_and_markup_come_through_serde() {
        #[derive(Serialize)]
        struct Data {
            at: Moment,
            picture: Markup,
        }
        let at = Moment {
            at: "2026-11-23T19:00:00Z".parse().unwrap(),
            zone: Zone::named("Europe/Paris").unwrap(),
        };
        let data = Data {
            at,
            picture: Markup("<svg></svg>".into()),
        };
        let html = render("{{ when(at) }}{{ picture }}", &data).unwrap();
        assert!(
            html.starts_with("<time datetime=\"2026-11-23T20:00:00+01:00\">"),
            "{html}"
        );
        assert!(html.ends_with("</time><svg></svg>"), "{html}");
        assert_eq!(serde_json::to_string(&data.picture).unwrap(), "\"<svg></svg>\"");
    }

    #[test]
    fn a_name_that_does_not_exist_is_an_error() {
        for template in [
            "{{ nothing }}",
            "{{ asset('no.png') }}",
            "{{ when({'at': 1, 'zone': 2}) }}",
        ] {
            assert!(render(template, ()).is_err(), "{template}");
        }
    }
}
