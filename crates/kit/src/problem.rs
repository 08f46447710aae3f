//! Errors: a page in the visitor's language where a person asked, `{"error": {"code", "message"}}` where a
//! program did. Both from one type, so that a code means the same everywhere.

use std::borrow::Cow;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::i18n::{Locale, Localiser};
use crate::page::{Head, View};
use crate::site::Site;

/// What went wrong with a request.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// A stable name that programs can rely on, in snake case.
    pub code: Cow<'static, str>,
    /// What a developer reads, in English.
    pub message: String,
    /// Where in the request it is: the path of a field, an offset.
    pub at: Option<String>,
}

impl Problem {
    /// An error with its status, code and explanation.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            message: message.into(),
            at: None,
        }
    }

    /// The problem that another server of ours answered with this status and body, if it is one.
    #[must_use]
    pub fn read(status: StatusCode, body: &[u8]) -> Option<Self> {
        let answer: Answer = serde_json::from_slice(body).ok()?;
        Some(Self {
            status,
            code: Cow::Owned(answer.error.code),
            message: answer.error.message,
            at: answer.error.at,
        })
    }

    /// Nothing has this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "nothing has this address")
    }

    /// A fault of ours. The cause goes to the log of the program, never to the visitor.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "an internal error; it has been logged",
        )
    }

    /// Something we need does not answer.
    pub fn unavailable(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "unavailable");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "a part of the service does not answer",
        )
    }

    /// Says where in the request the error is.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.at = Some(place.into());
        self
    }

    fn from_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => "not_found",
            StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "payload_too_large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
            StatusCode::TOO_MANY_REQUESTS => "too_many_requests",
            status if status.is_client_error() => "bad_request",
            _ => "internal",
        };
        Self::new(status, code, status.canonical_reason().unwrap_or("error"))
    }

    fn json(&self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let (Some(at), Some(fields)) = (&self.at, error.as_object_mut()) {
            fields.insert("at".to_owned(), json!(at));
        }
        let body = json!({ "error": error }).to_string();
        (self.status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// What [`Problem::json`] writes.
#[derive(Deserialize)]
struct Answer {
    error: Explained,
}

#[derive(Deserialize)]
struct Explained {
    code: String,
    message: String,
    at: Option<String>,
}

impl IntoResponse for Problem {
    /// JSON; [`layer`] makes a page of it where a person asked.
    fn into_response(self) -> Response {
        let mut response = self.json();
        response.extensions_mut().insert(self);
        response
    }
}

/// The page that shows an error.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView {
    status: u16,
    code: Cow<'static, str>,
    /// The middle of the names of its messages: `problem-<kind>-title`, `problem-<kind>-text`.
    kind: &'static str,
}

impl ProblemView {
    fn new(problem: &Problem) -> Self {
        let kind = match problem.status {
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => "bad-request",
            StatusCode::NOT_FOUND | StatusCode::GONE => "not-found",
            StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "payload-too-large",
            StatusCode::TOO_MANY_REQUESTS => "too-many-requests",
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                "unavailable"
            }
            status if status.is_client_error() => "other-client",
            _ => "internal",
        };
        Self {
            status: problem.status.as_u16(),
            code: problem.code.clone(),
            kind,
        }
    }
}

impl View for ProblemView {
    const TEMPLATE: &'static str = "problem.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: text.text(&format!("problem-{}-title", self.kind)),
            description: text.text(&format!("problem-{}-text", self.kind)),
            unlisted: true,
            ..Head::default()
        }
    }

    fn samples(_: &Localiser) -> Vec<Self> {
        [400, 404, 405, 409, 413, 429, 500, 503]
            .into_iter()
            .filter_map(|status| StatusCode::from_u16(status).ok())
            .map(|status| Self::new(&Problem::from_status(status)))
            .collect()
    }
}

/// Turns errors under the addresses of pages into pages, and bare ones under `/api/` into JSON.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let accepts = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let negotiated = Locale::negotiate(accepts.unwrap_or_default(), site.settings().default_locale);
    let wants_html = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let given = response.extensions().get::<Problem>().cloned();
    let locale = Locale::of_path(&path);
    let is_api = path.starts_with("/api/");
    if locale.is_none() && (is_api || !wants_html) {
        let already_json = given.is_some() || !is_api;
        return if already_json {
            response
        } else {
            Problem::from_status(status).json()
        };
    }
    let problem = given.unwrap_or_else(|| Problem::from_status(status));
    let mut page = site.page(locale.unwrap_or(negotiated), &path, &ProblemView::new(&problem));
    *page.status_mut() = problem.status;
    page
}

/// What a caught panic answers: the layer above makes a page of it.
#[must_use]
pub fn panic_response(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Problem::internal(&"a panic was caught").into_response()
}
