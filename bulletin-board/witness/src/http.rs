//! Requests and answers of `tlog-witness`, what monitors read, and a page that says who this is.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use comitia_tlog::cosignature::timestamp;
use comitia_tlog::witness::MAX_REQUEST_BYTES;
use tokio::task::spawn_blocking;
use tracing::{error, info};

use crate::folder::{LogState, log_id};
use crate::witness::{Refusal, Witness};

/// Serves a witness: `POST /add-checkpoint`, `GET /{hash of origin}/checkpoint`, `GET /`.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{log}/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: Bytes) -> Response {
    let decided = spawn_blocking(move || witness.add_checkpoint(&body)).await;
    match decided {
        Ok(Ok(line)) => {
            info!("cosigned");
            (plain(), line.to_string()).into_response()
        }
        Ok(Err(refusal)) => refusal.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        info!(refusal = %self, "not cosigned");
        let status = match &self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::UnknownLog(_) => StatusCode::NOT_FOUND,
            Self::NotSigned(_) => StatusCode::FORBIDDEN,
            Self::OtherSize(size) | Self::Forked(size) => {
                let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
                return (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response();
            }
            Self::NotContinued { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Storage(cause) => {
                error!(%cause, "the state cannot be read or kept");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        (status, plain(), format!("{self}\n")).into_response()
    }
}

async fn checkpoint(State(witness): State<Arc<Witness>>, Path(log): Path<String>) -> Response {
    let found = spawn_blocking(move || {
        let logs = witness.logs()?;
        let found = logs.into_iter().find(|known| log_id(known.key_name()) == log);
        Ok::<_, Refusal>(found.and_then(|known| known.last))
    });
    match found.await {
        Ok(Ok(Some(checkpoint))) => (plain(), checkpoint.to_string()).into_response(),
        Ok(Ok(None)) => (StatusCode::NOT_FOUND, plain(), "not cosigned here\n").into_response(),
        Ok(Err(refusal)) => refusal.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn page(State(witness): State<Arc<Witness>>) -> Response {
    let text = spawn_blocking(move || describe(&witness)).await;
    match text {
        Ok(Ok(text)) => (plain(), text).into_response(),
        Ok(Err(refusal)) => refusal.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Who this is and what it has seen, for people.
fn describe(witness: &Witness) -> Result<String, Refusal> {
    let mut text = format!(
        "This is a witness of transparency logs.\n\
         It cosigns a checkpoint only if everything that it cosigned before is still in it.\n\n\
         Key: {}\n\nLogs:\n",
        witness.key()
    );
    let logs = witness.logs()?;
    for known in &logs {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}", known.summary());
    }
    if logs.is_empty() {
        text.push_str("  none yet\n");
    }
    Ok(text)
}

impl LogState {
    fn key_name(&self) -> &str {
        comitia_tlog::note::KnownKey::name(&self.key).as_str()
    }

    /// One line: which log, how large, cosigned when.
    #[must_use]
    pub fn summary(&self) -> String {
        let Some(last) = &self.last else {
            return format!("{}: never cosigned", self.key_name());
        };
        // Of the lines only the last one is a cosignature.
        let time = last.note().signatures().last().and_then(timestamp);
        let tree = last.unverified();
        format!(
            "{}: {} entries, root {}, cosigned at {} (seconds since 1970)",
            self.key_name(),
            tree.size,
            tree.root.to_base64(),
            time.map_or(0, |time| time.seconds())
        )
    }
}

const fn plain() -> [(header::HeaderName, &'static str); 3] {
    [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}
