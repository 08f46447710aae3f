//! Every template renders in every language from the samples of its view, with no message missing; the mark-up
//! is sound.

use crate::support;

use std::collections::{BTreeMap, BTreeSet};

use comitia::sample;
use comitia::view::about::{AccessibilityView, HowItWorksView, LegalView, PrivacyView};
use comitia::view::booth::BoothView;
use comitia::view::condition::ConditionView;
use comitia::view::guide::GuideView;
use comitia::view::home::HomeView;
use comitia::view::list::ListView;
use comitia::view::protocol::ProtocolView;
use comitia::view::result::ResultView;
use comitia::view::styleguide::StyleguideView;
use comitia::view::trustees::TrusteesView;
use comitia::view::verifier::VerifierView;
use comitia::view::version::VersionView;
use comitia::view::votation::VotationView;
use comitia_kit::i18n::Locale;
use comitia_kit::page::View;
use comitia_kit::problem::ProblemView;
use comitia_kit::site::{Settings, Site};

/// Calls `check` with the name and the HTML of every sample of every view in every language.
fn every_page(site: &Site, mut check: impl FnMut(&str, &str)) {
    render::<HomeView>(site, &mut check);
    render::<ListView>(site, &mut check);
    render::<VotationView>(site, &mut check);
    render::<ResultView>(site, &mut check);
    render::<TrusteesView>(site, &mut check);
    render::<ConditionView>(site, &mut check);
    render::<VerifierView>(site, &mut check);
    render::<BoothView>(site, &mut check);
    render::<HowItWorksView>(site, &mut check);
    render::<GuideView>(site, &mut check);
    render::<ProtocolView>(site, &mut check);
    render::<AccessibilityView>(site, &mut check);
    render::<PrivacyView>(site, &mut check);
    render::<LegalView>(site, &mut check);
    render::<VersionView>(site, &mut check);
    render::<StyleguideView>(site, &mut check);
    render::<ProblemView>(site, &mut check);
}

fn render<V: View>(site: &Site, check: &mut impl FnMut(&str, &str)) {
    for locale in Locale::ALL {
        for (index, view) in V::samples(&site.localiser(locale)).iter().enumerate() {
            let name = format!("{} #{index} in {}", V::TEMPLATE, locale.tag());
            let path = format!("/{}/somewhere", locale.tag());
            let html = site
                .render(locale, &path, view)
                .unwrap_or_else(|error| panic!("{name}: {error:#}"));
            check(&name, &html);
        }
    }
}

#[test]
fn every_template_renders_in_every_language_without_a_missing_message() {
    for settings in [sample::settings(), Settings::named("Ville")] {
        let site = support::town_site(settings, None);
        let mut pages = 0;
        every_page(&site, |_, _| pages += 1);
        assert!(pages > 200, "{pages}");
        let misses = site.catalogue().misses();
        assert!(misses.is_empty(), "{misses:#?}");
    }
}

#[test]
fn every_page_has_one_h1_and_no_level_skipped() {
    let site = support::town_site(sample::settings(), None);
    every_page(&site, |name, html| {
        let levels = heading_levels(html);
        let ones = levels.iter().filter(|level| **level == 1).count();
        assert_eq!(ones, 1, "{name}");
        for pair in levels.windows(2) {
            assert!(
                pair[1] <= pair[0] + 1,
                "{name}: a heading of level {} after one of level {}",
                pair[1],
                pair[0]
            );
        }
    });
}

/// The levels of the headings, those inside `template` elements left out: they are not on the page yet.
fn heading_levels(html: &str) -> Vec<u8> {
    let mut visible = String::new();
    for part in html.split("<template") {
        visible.push_str(part.split_once("</template>").map_or(part, |(_, after)| after));
    }
    visible
        .match_indices("<h")
        .filter_map(|(at, _)| {
            let rest = &visible.as_bytes()[at + 2..];
            (rest[0].is_ascii_digit() && matches!(rest[1], b' ' | b'>')).then(|| rest[0] - b'0')
        })
        .collect()
}

#[test]
fn ids_are_unique_and_what_refers_to_them_finds_them() {
    let site = support::town_site(sample::settings(), None);
    every_page(&site, |name, html| {
        let mut scopes = vec![String::new()];
        for (index, part) in html.split("<template").enumerate() {
            match (index, part.split_once("</template>")) {
                (0, _) | (_, None) => scopes[0].push_str(part),
                (_, Some((inside, after))) => {
                    scopes.push(inside.to_owned());
                    scopes[0].push_str(after);
                }
            }
        }
        for scope in &scopes {
            let ids = attributes(scope, "id");
            let unique: BTreeSet<&String> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{name}: {:?}", repeated(&ids));
            for reference in ["for", "aria-labelledby", "aria-describedby"] {
                for value in attributes(scope, reference) {
                    for id in value.split_whitespace() {
                        assert!(unique.contains(&id.to_owned()), "{name}: {reference} of {id}");
                    }
                }
            }
        }
    });
}

fn repeated(ids: &[String]) -> Vec<&String> {
    let mut counts = BTreeMap::new();
    for id in ids {
        *counts.entry(id).or_insert(0) += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(id, _)| id)
        .collect()
}

fn attributes(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    html.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(value, _)| value.to_owned())
        .collect()
}

#[test]
fn nothing_inline_and_nothing_from_elsewhere() {
    let site = support::town_site(sample::settings(), None);
    every_page(&site, |name, html| {
        assert!(
            !html.contains(" style=") && !html.contains("<style"),
            "{name}: inline style"
        );
        for handler in [" onclick=", " onload=", " onerror=", "javascript:"] {
            assert!(!html.contains(handler), "{name}: {handler}");
        }
        for loading in ["src", "srcset", "action", "poster"] {
            for value in attributes(html, loading) {
                assert!(
                    value.starts_with('/') && !value.starts_with("//"),
                    "{name}: {loading}={value}"
                );
            }
        }
        for link in html
            .split("<link ")
            .skip(1)
            .map(|rest| rest.split('>').next().unwrap())
        {
            if link.contains("stylesheet") {
                assert!(link.contains("integrity=\"sha256-"), "{name}: {link}");
            }
            assert!(
                link.contains("href=\"/") || link.contains("canonical") || link.contains("alternate"),
                "{name}: {link}"
            );
        }
        for script in html
            .split("<script")
            .skip(1)
            .map(|rest| rest.split('>').next().unwrap())
        {
            let is_data = script.contains("type=\"application/json\"");
            assert!(
                is_data || script.contains("integrity=\"sha256-"),
                "{name}: {script}"
            );
        }
    });
}

#[test]
fn images_are_named_or_hidden_and_fields_have_labels() {
    let site = support::town_site(sample::settings(), None);
    every_page(&site, |name, html| {
        for svg in html
            .split("<svg")
            .skip(1)
            .map(|rest| rest.split('>').next().unwrap())
        {
            let inner = svg.contains("preserveAspectRatio");
            assert!(
                inner || svg.contains("aria-hidden=\"true\"") || svg.contains("aria-labelledby"),
                "{name}: {svg}"
            );
        }
        for table in html.split("<table").skip(1) {
            let table = table.split("</table>").next().unwrap();
            assert!(
                table.contains("<caption") && table.contains("scope=\"row\""),
                "{name}: a table without caption or row heads"
            );
        }
        assert!(
            html.contains("<main id=\"main\"") && html.contains("class=\"skip-link\""),
            "{name}"
        );
        assert!(html.contains("<html lang=\""), "{name}");
    });
}
