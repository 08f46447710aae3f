//! What the addresses answer: pages, headers, languages, errors, and no dead link.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use comitia::sample;
use comitia::votation::{Answer as Reply, Condition, ReadError, Summary, Votation, VotationReader};
use comitia_crypto::ElectionId;
use comitia_kit::headers::{BOOTH_POLICY, PAGE_POLICY};
use comitia_kit::site::Settings;
use tower::ServiceExt;

use crate::support::{Town, router, town_site, votations};

/// A service that does not answer.
struct Silence;

impl VotationReader for Silence {
    fn list(&self) -> Reply<'_, Vec<Summary>> {
        Box::pin(async { Err(ReadError::Unavailable("the database is away".to_owned())) })
    }

    fn get(&self, _: ElectionId) -> Reply<'_, Option<Votation>> {
        Box::pin(async { Err(ReadError::Internal("a secret detail".to_owned())) })
    }

    fn condition(&self, _: ElectionId) -> Reply<'_, Option<Condition>> {
        Box::pin(async { Err(ReadError::Internal("a secret detail".to_owned())) })
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

async fn ask(router: &Router, path: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
    Answer {
        status,
        headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

fn town() -> Router {
    let settings = Settings {
        base_url: None,
        ..sample::settings()
    };
    router(&town_site(settings, None), Arc::new(Town(votations())))
}

fn links(html: &str) -> BTreeSet<String> {
    let values = [" href=\"", " src=\""]
        .into_iter()
        .flat_map(|start| html.split(start).skip(1).collect::<Vec<_>>());
    let values = values
        .filter_map(|rest| rest.split_once('"'))
        .map(|(value, _)| value);
    values
        .filter(|value| value.starts_with('/'))
        .filter_map(|value| value.split('#').next())
        .map(|value| value.replace("&amp;", "&"))
        .collect()
}

/// What the election service serves, not the pages.
fn is_for_the_service(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/elections/")
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let town = town();
    let mut waiting: Vec<String> = vec!["/fr/".to_owned(), "/en/".to_owned(), "/fr/styleguide".to_owned()];
    let mut visited = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if is_for_the_service(&path) || !visited.insert(path.clone()) {
            continue;
        }
        let answer = ask(&town, &path, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        if answer.headers[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/html")
        {
            waiting.extend(links(&answer.body));
        }
    }
    assert!(visited.len() > 250, "{}", visited.len());
}

#[tokio::test]
async fn titles_are_unique() {
    let town = town();
    let mut titles = BTreeSet::new();
    let mut paths: Vec<String> = [
        "/",
        "/elections",
        "/elections?page=2",
        "/how-it-works",
        "/guides/voter",
        "/guides/trustee",
        "/guides/registrar",
        "/guides/board",
        "/guides/observer",
        "/protocol/trust",
        "/protocol/ballots",
        "/accessibility",
        "/privacy",
        "/legal",
        "/version",
        "/styleguide",
        "/nowhere",
    ]
    .map(str::to_owned)
    .into();
    for kind in ["", "/result", "/trustees", "/booth"] {
        paths.push(format!("/elections/{}{kind}", votations()[7].summary.id));
    }
    for path in &paths {
        for locale in ["fr", "en"] {
            let html = ask(&town, &format!("/{locale}{path}"), &[]).await.body;
            let title = html
                .split("<title>")
                .nth(1)
                .unwrap()
                .split("</title>")
                .next()
                .unwrap();
            assert!(titles.insert(title.to_owned()), "{locale}{path}: {title}");
        }
    }
}

#[tokio::test]
async fn pages_and_the_booth_have_their_policies() {
    let town = town();
    let page = ask(&town, "/fr/elections", &[]).await;
    assert_eq!(page.headers[header::CONTENT_SECURITY_POLICY], PAGE_POLICY);
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(page.headers[header::CONTENT_LANGUAGE], "fr");
    assert!(!page.headers.contains_key(header::SET_COOKIE));
    let booth = ask(
        &town,
        &format!("/fr/elections/{}/booth", votations()[4].summary.id),
        &[],
    )
    .await;
    assert_eq!(booth.headers[header::CONTENT_SECURITY_POLICY], BOOTH_POLICY);
    assert_eq!(booth.headers[header::CACHE_CONTROL], "no-store");
    assert!(booth.body.contains("id=\"booth-messages\"") && booth.body.contains("data-open=\"true\""));
    let lost = ask(&town, "/fr/elections/00/booth", &[]).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert_eq!(lost.headers[header::CONTENT_SECURITY_POLICY], PAGE_POLICY);
}

#[tokio::test]
async fn the_front_door_speaks_the_language_of_the_browser() {
    let town = town();
    for (asked, place) in [("en-GB,en;q=0.9", "/en/"), ("fr", "/fr/"), ("de", "/fr/")] {
        let answer = ask(&town, "/", &[(header::ACCEPT_LANGUAGE, asked)]).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(answer.headers[header::LOCATION], place);
        assert_eq!(answer.headers[header::VARY], "accept-language");
    }
    assert_eq!(
        ask(&town, "/styleguide", &[]).await.headers[header::LOCATION],
        "/fr/styleguide"
    );
}

#[tokio::test]
async fn people_get_error_pages_and_programs_get_json() {
    let town = town();
    for path in [
        "/fr/nothing",
        "/fr/elections/xyz",
        "/fr/elections/../../etc",
        "/fr/styleguide/booth/code/none",
    ] {
        let answer = ask(&town, path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.body.contains("Cette page n’existe pas") && answer.body.contains("lang=\"fr\""),
            "{path}"
        );
    }
    assert!(
        ask(&town, "/en/nothing", &[])
            .await
            .body
            .contains("This page does not exist")
    );
    let browser = [(header::ACCEPT, "text/html,*/*"), (header::ACCEPT_LANGUAGE, "en")];
    assert!(
        ask(&town, "/nowhere", &browser)
            .await
            .body
            .contains("This page does not exist")
    );
    for path in ["/api/nothing", "/elections/00/nothing", "/de/elections"] {
        let answer = ask(&town, path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json", "{path}");
        assert!(
            answer
                .body
                .starts_with("{\"error\":{\"code\":\"not_found\",\"message\":"),
            "{}",
            answer.body
        );
    }
    let post = Request::post("/fr/elections").body(Body::empty()).unwrap();
    let refused = town.oneshot(post).await.unwrap();
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(
        refused.headers()[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
}

#[tokio::test]
async fn a_service_that_fails_is_told_without_its_secrets() {
    let broken = router(&town_site(sample::settings(), None), Arc::new(Silence));
    let list = ask(&broken, "/en/elections", &[]).await;
    assert_eq!(list.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(list.body.contains("not available for the moment") && !list.body.contains("database"));
    let one = ask(
        &broken,
        &format!("/en/elections/{}", votations()[0].summary.id),
        &[],
    )
    .await;
    assert_eq!(one.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(one.body.contains("on our side") && !one.body.contains("secret detail"));
}

#[tokio::test]
async fn odd_queries_are_harmless() {
    let town = town();
    let long = "a".repeat(5_000);
    for query in [
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "page=-1",
        "page=99999999999999999999",
        "state=%00",
        "q=%FF%FE",
        &format!("q={long}"),
    ] {
        let answer = ask(&town, &format!("/fr/elections?{query}"), &[]).await;
        assert!(
            answer.status == StatusCode::OK || answer.status == StatusCode::BAD_REQUEST,
            "{query}: {}",
            answer.status
        );
        assert!(!answer.body.contains("<script>"), "{query}");
    }
}

#[tokio::test]
async fn the_feed_is_xml_with_absolute_addresses() {
    let site = town_site(sample::settings(), None);
    let town = router(&site, Arc::new(Town(votations())));
    let feed = ask(&town, "/fr/elections/feed.atom", &[]).await;
    assert_eq!(
        feed.headers[header::CONTENT_TYPE],
        "application/atom+xml; charset=utf-8"
    );
    assert!(feed.body.starts_with("<?xml"));
    assert_eq!(
        feed.body.matches("<entry>").count(),
        feed.body.matches("</entry>").count()
    );
    assert!(
        !feed.body.contains("href=\"/"),
        "addresses in a feed are absolute"
    );
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_match_their_integrity() {
    let site = town_site(sample::settings(), None);
    let town = router(&site, Arc::new(Town(Vec::new())));
    let sheet = site.assets().get("comitia.css").unwrap();
    let answer = ask(&town, &sheet.url, &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert!(answer.body.contains("/assets/fonts/") && !answer.body.contains("asset:"));
    assert_eq!(
        ask(&town, "/assets/comitia.css", &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ask(&town, "/assets/css/tokens.css", &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_bug_becomes_a_page_that_says_so() {
    let site = town_site(sample::settings(), None);
    let pages = comitia::routes::pages(site.clone(), Arc::new(Town(Vec::new())));
    let faulty = pages.route(
        "/en/bug",
        axum::routing::get(|| async { panic!("a secret in a panic") as () }),
    );
    let answer = ask(&site.surround(faulty), "/en/bug", &[]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("on our side") && !answer.body.contains("secret"));
}

#[tokio::test]
async fn an_operator_overrides_templates_words_and_style() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "templates/legal.html",
            "{% extends 'shell.html' %}{% block main %}<p>{{ t('our-own') }}</p>{% endblock %}",
        ),
        (
            "locales/fr/ours.ftl",
            "our-own = Chez nous\nlegal-title = Qui nous sommes\n",
        ),
        (
            "assets/css/tokens.css",
            "@layer tokens { :root { --accent: #005500; } }",
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let site = town_site(sample::settings(), Some(folder.path().into()));
    let town = router(&site, Arc::new(Town(Vec::new())));
    let legal = ask(&town, "/fr/legal", &[]).await.body;
    assert!(
        legal.contains("Chez nous") && legal.contains("Qui nous sommes"),
        "{legal}"
    );
    let sheet = ask(&town, &site.assets().get("comitia.css").unwrap().url, &[])
        .await
        .body;
    assert!(sheet.contains("#005500"));
    assert!(
        ask(&town, "/fr/privacy", &[])
            .await
            .body
            .contains("Données personnelles"),
        "the rest stays"
    );
}
