//! The site that the modules make together: their files, the order of their style sheets, the navigation.

use std::path::PathBuf;
use std::sync::Arc;

use comitia_kit::files::Files;
use comitia_kit::site::{Clock, NavigationItem, Parts, Settings, Site, SiteError, kit_files};
use comitia_kit::theme::Colour;
use rust_embed::RustEmbed;

/// The style sheet of the colours and sizes that all others name.
const TOKENS: &str = "css/tokens.css";
/// The style sheets in their order; the cascade layers that they fill are named in the first one.
pub const STYLES: &[&str] = &[
    TOKENS,
    "css/base.css",
    "css/shell.css",
    "css/components/ballot-parts.css",
    "css/components/book.css",
    "css/components/breadcrumb.css",
    "css/components/button.css",
    "css/components/card.css",
    "css/components/chart.css",
    "css/components/choice.css",
    "css/components/command.css",
    "css/components/details.css",
    "css/components/empty.css",
    "css/components/facts.css",
    "css/components/field.css",
    "css/components/figure.css",
    "css/components/fingerprint.css",
    "css/components/milestones.css",
    "css/components/notice.css",
    "css/components/pagination.css",
    "css/components/panel.css",
    "css/components/progress.css",
    "css/components/receipt.css",
    "css/components/steps.css",
    "css/components/table.css",
    "css/components/tag.css",
    "css/components/trustees.css",
    "css/components/verifier.css",
    "css/pages.css",
    "css/booth.css",
    "css/styleguide.css",
    "css/print.css",
];

#[derive(RustEmbed)]
#[folder = "templates/"]
#[prefix = "templates/"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "locales/"]
#[prefix = "locales/"]
struct Locales;

#[derive(RustEmbed)]
#[folder = "assets/"]
#[prefix = "assets/"]
struct AssetFiles;

/// All files of the program, and the operator's folder on top.
#[must_use]
pub fn files(overrides: Option<PathBuf>) -> Files {
    let files = kit_files()
        .with_embedded::<Templates>()
        .with_embedded::<Locales>()
        .with_embedded::<AssetFiles>();
    match overrides {
        Some(folder) => files.with_folder(folder),
        None => files,
    }
}

/// What the operator chooses.
pub struct Options {
    /// The name of the organisation, its addresses, its language.
    pub settings: Settings,
    /// The organisation's own colour.
    pub accent: Option<Colour>,
    /// A folder with `templates/`, `locales/` and `assets/` that replace ours.
    pub overrides: Option<PathBuf>,
    /// The voting client: script and module, under [`crate::view::booth::SCRIPT`] and [`crate::view::booth::MODULE`].
    pub client: Vec<(String, Vec<u8>)>,
    /// The second verifier for browsers: script and worker, under [`crate::view::verifier::SCRIPT`] and
    /// [`crate::view::verifier::WORKER`].
    pub verifier: Vec<(String, Vec<u8>)>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
}

/// The site.
///
/// # Errors
/// Messages or style sheets, perhaps overridden ones, that cannot be used.
pub fn site(options: Options) -> Result<Site, SiteError> {
    Site::new(Parts {
        files: files(options.overrides),
        styles: STYLES,
        accent: options.accent.map(|colour| (colour, TOKENS)),
        built: [options.client, options.verifier].concat(),
        navigation: vec![
            NavigationItem {
                path: "/elections",
                key: "navigation-votations",
            },
            NavigationItem {
                path: "/how-it-works",
                key: "navigation-how",
            },
        ],
        settings: options.settings,
        clock: options.clock,
    })
}

/// The site of the made-up town, for tests.
#[cfg(test)]
pub(crate) fn sample_site() -> Site {
    let options = Options {
        settings: crate::sample::settings(),
        accent: None,
        overrides: None,
        client: Vec::new(),
        verifier: Vec::new(),
        clock: Arc::new(crate::sample::now),
    };
    site(options).unwrap()
}
