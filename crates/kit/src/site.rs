//! One site: its settings, files, languages and templates, and how a view becomes an answer.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use tower_http::catch_panic::CatchPanicLayer;

use crate::assets::{AssetError, Assets};
use crate::files::Files;
use crate::headers::{self, Transport};
use crate::i18n::{Catalogue, CatalogueError, Locale, Localiser};
use crate::page::View;
use crate::problem::{self, Problem};
use crate::templates::Engine;
use crate::theme::{Accent, AccentError, Colour, Palette};

/// The name of the joined style sheet.
pub const STYLE_SHEET: &str = "comitia.css";

/// Where a program reads the time of day.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp + Send + Sync> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}

/// What an operator says about the site.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    /// The name of the organisation, in the banner of every page.
    pub organisation: String,
    /// How to reach it: an address for questions about a vote or about accessibility.
    pub contact: Option<String>,
    /// Its own site.
    pub organisation_url: Option<String>,
    /// Who answers for what is published, as the law asks.
    pub publisher: Option<String>,
    /// Name and address of the company or service whose machines run the site.
    pub host: Option<String>,
    /// The public address without a trailing slash, such as `https://vote.example.fr`.
    pub base_url: Option<String>,
    /// Where the source code of this program is, as its licence asks.
    pub source_url: Option<String>,
    /// The language of visitors whose browser asks for none that we have.
    pub default_locale: Locale,
}

impl Settings {
    /// The least that a site needs.
    #[must_use]
    pub fn named(organisation: impl Into<String>) -> Self {
        Self {
            organisation: organisation.into(),
            contact: None,
            organisation_url: None,
            publisher: None,
            host: None,
            base_url: None,
            source_url: None,
            default_locale: Locale::Fr,
        }
    }

    /// A local address as one that can be given to others.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_deref().unwrap_or_default())
    }
}

/// An entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavigationItem {
    /// The address after the language: `/elections`.
    pub path: &'static str,
    /// The name of its message.
    pub key: &'static str,
}

/// Why a site could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The messages.
    #[error("messages: {0}")]
    Catalogue(#[from] CatalogueError),
    /// The assets.
    #[error("assets: {0}")]
    Assets(#[from] AssetError),
    /// The organisation's colour.
    #[error(transparent)]
    Accent(#[from] AccentError),
}

/// What a site is made of.
pub struct Parts {
    /// Templates, messages and assets of all modules, and the operator's folder on top.
    pub files: Files,
    /// The style sheets under `assets/`, in the order in which they are joined.
    pub styles: &'static [&'static str],
    /// The organisation's own colour, and the style sheet whose tokens it must be readable with.
    pub accent: Option<(Colour, &'static str)>,
    /// Files that are made by a build and not kept in a folder: name and bytes.
    pub built: Vec<(String, Vec<u8>)>,
    /// The main navigation.
    pub navigation: Vec<NavigationItem>,
    /// The operator's settings.
    pub settings: Settings,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
}

struct Inner {
    settings: Settings,
    navigation: Vec<NavigationItem>,
    clock: Arc<dyn Clock>,
    catalogue: Arc<Catalogue>,
    assets: Arc<Assets>,
    engine: Engine,
}

/// A site. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

/// The files of the kit itself: shell, macros, error page, and their messages.
#[must_use]
pub fn kit_files() -> Files {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "templates/"]
    #[prefix = "templates/"]
    struct Templates;
    #[derive(rust_embed::RustEmbed)]
    #[folder = "locales/"]
    #[prefix = "locales/"]
    struct Locales;
    Files::new()
        .with_embedded::<Templates>()
        .with_embedded::<Locales>()
}

impl Site {
    /// Puts a site together.
    ///
    /// # Errors
    /// Messages that do not parse; style sheets that are missing.
    pub fn new(parts: Parts) -> Result<Self, SiteError> {
        let catalogue = Arc::new(Catalogue::load(&parts.files)?);
        let accent = accent_sheet(&parts)?;
        let mut assets = Assets::load(&parts.files, STYLE_SHEET, parts.styles, &accent)?;
        for (name, bytes) in parts.built {
            assets.add(&name, bytes);
        }
        let assets = Arc::new(assets);
        let engine = Engine::new(&parts.files, &catalogue, &assets);
        let Parts {
            navigation,
            settings,
            clock,
            ..
        } = parts;
        Ok(Self(Arc::new(Inner {
            settings,
            navigation,
            clock,
            catalogue,
            assets,
            engine,
        })))
    }

    /// The operator's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The messages of a language.
    #[must_use]
    pub fn localiser(&self, locale: Locale) -> Localiser {
        Localiser::new(self.0.catalogue.clone(), locale)
    }

    /// All messages.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// All assets.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Renders a view as the page at `path`.
    ///
    /// # Errors
    /// A template, perhaps an overridden one, that does not fit its view.
    pub fn render<V: View>(&self, locale: Locale, path: &str, view: &V) -> Result<String, minijinja::Error> {
        self.render_with(locale, path, view, V::TEMPLATE)
    }

    /// Renders a view with another template than its own, such as that of a feed.
    ///
    /// # Errors
    /// As [`Site::render`].
    pub fn render_with<V: View>(
        &self,
        locale: Locale,
        path: &str,
        view: &V,
        template: &str,
    ) -> Result<String, minijinja::Error> {
        let text = self.localiser(locale);
        let head = view.head(&text);
        let shell = Shell::new(&self.0, &text, path, &head.title);
        let context = context! { view => Serde(view), head => Serde(head), shell => Serde(shell) };
        self.0.engine.render(locale, template, context)
    }

    /// Answers with a view as a page; with a plain sentence if even that fails.
    #[must_use]
    pub fn page<V: View>(&self, locale: Locale, path: &str, view: &V) -> Response {
        match self.render(locale, path, view) {
            Ok(html) => {
                let mut response = Html(html).into_response();
                response
                    .headers_mut()
                    .insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
                response
            }
            Err(cause) => {
                let chain = format!("{}: {cause:#}", V::TEMPLATE);
                Problem::internal(&chain).into_response()
            }
        }
    }

    /// Sends a visitor to the page in the language that the browser asks for.
    #[must_use]
    pub fn to_own_language(&self, headers: &HeaderMap, path: &str) -> Response {
        let accepts = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let locale = Locale::negotiate(accepts, self.settings().default_locale);
        let mut response = Redirect::temporary(&format!("/{}{path}", locale.tag())).into_response();
        response
            .headers_mut()
            .insert(header::VARY, HeaderValue::from_static("accept-language"));
        response
    }

    /// Surrounds routes with what every answer of the site needs: assets, errors that speak, security headers.
    pub fn surround(&self, routes: Router) -> Router {
        let transport = match &self.settings().base_url {
            Some(url) if url.starts_with("https:") => Transport::Tls,
            _ => Transport::Plain,
        };
        let assets = self.0.assets.clone();
        let serve = from_fn(
            move |request: axum::extract::Request, next: axum::middleware::Next| {
                let answer = assets.serve(request.uri().path());
                async move {
                    match answer {
                        Some(response) => response,
                        None => next.run(request).await,
                    }
                }
            },
        );
        routes
            .fallback(|| async { Problem::not_found() })
            .method_not_allowed_fallback(|| async { axum::http::StatusCode::METHOD_NOT_ALLOWED })
            .layer(serve)
            .layer(CatchPanicLayer::custom(problem::panic_response))
            .layer(from_fn_with_state(self.clone(), problem::layer))
            .layer(from_fn_with_state(transport, headers::layer))
    }
}

/// The style sheet of the organisation's colour, if it has one.
fn accent_sheet(parts: &Parts) -> Result<String, SiteError> {
    let Some((colour, tokens)) = parts.accent else {
        return Ok(String::new());
    };
    let name = format!("assets/{tokens}");
    let text = parts.files.read_text(&name).ok_or(AssetError::Style(name))?;
    Ok(Accent::new(colour, &Palette::both(&text))?.style_sheet())
}

/// What the shell of every page shows.
#[derive(Serialize)]
struct Shell<'a> {
    settings: &'a Settings,
    locale: Locale,
    path: &'a str,
    root: String,
    document_title: String,
    canonical: Option<String>,
    open_graph_locale: &'static str,
    navigation: Vec<Entry>,
    languages: Vec<Language>,
}

#[derive(Serialize)]
struct Entry {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
struct Language {
    tag: &'static str,
    name: &'static str,
    href: String,
    current: bool,
}

impl<'a> Shell<'a> {
    fn new(site: &'a Inner, text: &Localiser, path: &'a str, title: &str) -> Self {
        let locale = text.locale();
        let root = format!("/{}", locale.tag());
        let settings = &site.settings;
        let rest = path.strip_prefix(&root).unwrap_or_default();
        let entry = |item: &NavigationItem| Entry {
            href: format!("{root}{}", item.path),
            label: text.text(item.key),
            current: rest == item.path || rest.starts_with(&format!("{}/", item.path)),
        };
        let language = |other: Locale| Language {
            tag: other.tag(),
            name: other.own_name(),
            href: format!("/{}{}", other.tag(), if rest.is_empty() { "/" } else { rest }),
            current: other == locale,
        };
        let values = [
            ("page", title.into()),
            ("site", settings.organisation.as_str().into()),
        ];
        Self {
            settings,
            locale,
            path,
            document_title: text.text_with("page-title", &values),
            canonical: settings.base_url.is_some().then(|| settings.absolute(path)),
            open_graph_locale: locale.open_graph(),
            navigation: site.navigation.iter().map(entry).collect(),
            languages: Locale::ALL.map(language).into(),
            root,
        }
    }
}
