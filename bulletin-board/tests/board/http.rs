//! Logs over HTTP, without a socket.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use comitia_bulletin_board::http::{ByOrigin, Logs, router};
use comitia_bulletin_board::{LogReader, StorageError};
use comitia_store::Location;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::client::{Source, verify};
use crate::common::{Place, fill, new_log, on_both_engines};

#[derive(Clone)]
struct Site(Router);

struct Answer {
    status: StatusCode,
    content_type: String,
    caching: String,
    body: Vec<u8>,
}

impl Site {
    async fn ask(&self, method: Method, path: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        let response = self.0.clone().oneshot(request).await.unwrap();
        let text = |name| {
            let value = response.headers().get(name).map(|value| value.to_str().unwrap());
            value.unwrap_or_default().to_owned()
        };
        let (content_type, caching) = (text(header::CONTENT_TYPE), text(header::CACHE_CONTROL));
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status,
            content_type,
            caching,
            body,
        }
    }

    async fn fetch(&self, path: &str) -> Answer {
        self.ask(Method::GET, &format!("/elections/00ff/{path}")).await
    }
}

impl Source for Site {
    async fn get(&self, path: &str) -> Option<Vec<u8>> {
        let answer = self.fetch(path).await;
        (answer.status == StatusCode::OK).then_some(answer.body)
    }
}

async fn site(location: &Location, entries: usize) -> Site {
    let (board, _, (log, task)) = new_log(location).await;
    fill(&log, "entry", entries).await;
    task.shutdown().await;
    Site(Router::new().nest(
        "/elections",
        router(ByOrigin::new(board, "vote.example/elections/")),
    ))
}

async fn a_client_verifies_the_whole_log(place: Place) {
    let site = site(&place.location, 700).await;
    assert_eq!(verify(&site).await.entries.len(), 700);
}

async fn types_and_caching_are_those_of_the_specification(place: Place) {
    let site = site(&place.location, 300).await;
    let checkpoint = site.fetch("checkpoint").await;
    assert_eq!(checkpoint.content_type, "text/plain; charset=utf-8");
    assert_eq!(checkpoint.caching, "no-cache");
    for path in [
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ] {
        let tile = site.fetch(path).await;
        assert_eq!(tile.status, StatusCode::OK, "{path}");
        assert_eq!(tile.content_type, "application/octet-stream");
        assert!(tile.caching.contains("immutable"));
    }
    let head = site.ask(Method::HEAD, "/elections/00ff/checkpoint").await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
}

async fn what_is_not_there_is_not_found_and_not_kept(place: Place) {
    let site = site(&place.location, 300).await;
    let missing = [
        "tile/0/001",
        "tile/0/001.p/45",
        "tile/0/002.p/1",
        "tile/1/000",
        "tile/1/000.p/2",
        "tile/2/000.p/1",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/entries/x000/000",
        "tile/entries/002",
        "tile/",
        "tile/0",
        "tile/0/../checkpoint",
        "tile/0/%2e%2e/000",
        "tile/0/%ff",
    ];
    for path in missing {
        let answer = site.fetch(path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert!(!answer.caching.contains("immutable"), "{path}");
    }
    for path in [
        "/elections/01ff/checkpoint",
        "/elections/00ff",
        "/elections/00ff/entries",
        "/elections/%ff/checkpoint",
    ] {
        assert!(
            site.ask(Method::GET, path).await.status.is_client_error(),
            "{path}"
        );
    }
    let post = site.ask(Method::POST, "/elections/00ff/checkpoint").await;
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
}

/// Logs that cannot be read.
#[derive(Clone)]
struct Broken;

impl Logs for Broken {
    async fn log(&self, election: &str) -> Result<Option<LogReader>, StorageError> {
        Err(StorageError::Corrupt {
            origin: election.to_owned(),
            what: "disk",
            reason: "secret detail".to_owned(),
        })
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_an_error_of_the_server_without_details() {
    let site = Site(Router::new().nest("/elections", router(Broken)));
    for path in ["checkpoint", "tile/0/000"] {
        let answer = site.fetch(path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.body, b"the log cannot be read\n");
        assert_eq!(answer.caching, "no-cache");
    }
}

on_both_engines!(
    a_client_verifies_the_whole_log,
    types_and_caching_are_those_of_the_specification,
    what_is_not_there_is_not_found_and_not_kept,
);
