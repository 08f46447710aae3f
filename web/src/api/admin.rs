//! What the organiser may do, with the token from the data folder.

use super::Api;
use super::problem::ApiError;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use comitia_bulletin_board::Appended;
use comitia_crypto::{Digest, ElectionId};
use comitia_election::manifest::Time;
use serde::Deserialize;
use serde_json::{Value, json};

/// The administrators' token; only its hash is kept, and hashes are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AdminToken(Digest);

impl AdminToken {
    /// The token with this text.
    #[must_use]
    pub fn new(token: &str) -> Self {
        Self(Digest::of(token.as_bytes()))
    }
}

/// Proof that a request bears the token.
pub(super) struct Administrator;

impl FromRequestParts<Api> for Administrator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        match header.and_then(|value| value.strip_prefix("Bearer ")) {
            Some(token) if AdminToken::new(token.trim()) == api.token => Ok(Self),
            _ => Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "not_administrator",
                "the administrators' token is needed",
            )),
        }
    }
}

fn id(text: &str) -> Result<ElectionId, ApiError> {
    ElectionId::parse(text).ok_or_else(|| ApiError::not_found("election"))
}

fn done(appended: Appended) -> Json<Value> {
    Json(json!({"index": appended.first, "size": appended.size}))
}

type Done = Result<Json<Value>, ApiError>;

pub(super) async fn create(_: Administrator, State(api): State<Api>, draft: Bytes) -> Done {
    let manifest = api.elections.create(&draft).await?;
    let text = String::from_utf8_lossy(manifest.bytes()).into_owned();
    Ok(Json(
        json!({"id": manifest.id().to_string(), "origin": manifest.origin(), "manifest": text}),
    ))
}

pub(super) async fn roll(
    _: Administrator,
    State(api): State<Api>,
    Path(path): Path<String>,
    body: Bytes,
) -> Done {
    Ok(done(api.elections.fix_roll(&id(&path)?, &body).await?))
}

pub(super) async fn open(_: Administrator, State(api): State<Api>, Path(path): Path<String>) -> Done {
    Ok(done(api.elections.open(&id(&path)?).await?))
}

/// A new close.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewClose {
    closes_at: Time,
}

pub(super) async fn extend(
    _: Administrator,
    State(api): State<Api>,
    Path(path): Path<String>,
    Json(new): Json<NewClose>,
) -> Done {
    Ok(done(api.elections.extend(&id(&path)?, new.closes_at).await?))
}

pub(super) async fn close(_: Administrator, State(api): State<Api>, Path(path): Path<String>) -> Done {
    Ok(done(api.elections.close(&id(&path)?).await?))
}

pub(super) async fn publish(_: Administrator, State(api): State<Api>, Path(path): Path<String>) -> Done {
    Ok(done(api.elections.publish(&id(&path)?).await?))
}

pub(super) async fn phase_end(_: Administrator, State(api): State<Api>, Path(path): Path<String>) -> Done {
    Ok(done(api.elections.end_phase(&id(&path)?).await?))
}

/// Why an election ends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    reason: String,
}

pub(super) async fn abort(
    _: Administrator,
    State(api): State<Api>,
    Path(path): Path<String>,
    Json(reason): Json<Reason>,
) -> Done {
    Ok(done(api.elections.abort(&id(&path)?, reason.reason).await?))
}
