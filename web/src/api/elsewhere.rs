//! Requests that only the server which writes a log can answer: this one passes them on, once.
//!
//! A server that stands by learns from the database who writes. The whole request travels, with its token if it has
//! one, so servers reach each other over a network of their own or by `https`.

use super::{BALLOT_BODY, OBJECT_BODY};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comitia_kit::problem::Problem;
use std::time::Duration;

/// Marks a request that another server has passed on.
const PASSED_ON: HeaderName = HeaderName::from_static("comitia-passed-on");
/// How long the other server may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// Headers that matter to the other server.
const KEPT: [HeaderName; 3] = [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT];

/// Headers of its answer that matter to whoever asked.
const RETURNED: [HeaderName; 2] = [header::CONTENT_TYPE, header::RETRY_AFTER];

/// In a response: this server could not, the one at this address can.
#[derive(Debug, Clone)]
pub(super) struct Elsewhere(pub(super) String);

/// The way to other servers. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Peers(reqwest::Client);

impl Peers {
    /// # Errors
    /// When there is no TLS to be had.
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().timeout(PATIENCE).no_proxy();
        let client = client.redirect(reqwest::redirect::Policy::none());
        client.build().map(Self)
    }

    async fn ask(&self, url: String, method: Method, headers: &HeaderMap, body: Bytes) -> Option<Response> {
        let mut request = self.0.request(method, url).header(PASSED_ON, "1").body(body);
        for name in KEPT {
            if let Some(value) = headers.get(&name) {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await;
        let answer =
            answer.inspect_err(|error| tracing::warn!(%error, "the server that writes does not answer"));
        let answer = answer.ok()?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await.ok()?;
        let problem = (!status.is_success())
            .then(|| Problem::read(status, &body))
            .flatten();
        let mut response = match problem {
            Some(problem) => problem.into_response(),
            None => (status, body).into_response(),
        };
        for name in RETURNED {
            if let Some(value) = headers.remove(&name) {
                response.headers_mut().insert(name, value);
            }
        }
        Some(response)
    }
}

/// Answers here if that is possible, else lets the server that writes answer.
pub(super) async fn pass_on(State(peers): State<Peers>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || request.headers().contains_key(PASSED_ON) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, largest(parts.uri.path())).await else {
        return Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "the body is too large",
        )
        .into_response();
    };
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let path = original_path(&parts.extensions, &parts.uri);
    let response = next
        .run(Request::from_parts(parts, Body::from(body.clone())))
        .await;
    let Some(Elsewhere(address)) = response.extensions().get::<Elsewhere>().cloned() else {
        return response;
    };
    let url = format!("{}{path}", address.trim_end_matches('/'));
    peers.ask(url, method, &headers, body).await.unwrap_or(response)
}

/// Largest body at a path; of ballots, as their own route has it.
fn largest(path: &str) -> usize {
    if path.ends_with("/ballots") || path.ends_with("/audits") {
        BALLOT_BODY
    } else {
        OBJECT_BODY
    }
}

fn original_path(extensions: &axum::http::Extensions, uri: &Uri) -> String {
    let original = extensions
        .get::<axum::extract::OriginalUri>()
        .map_or(uri, |original| &original.0);
    original
        .path_and_query()
        .map_or_else(String::new, ToString::to_string)
}
