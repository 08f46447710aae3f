//! `/version`: which program answers, for programs.

use crate::version::{VERSION, Version};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use std::sync::Arc;

/// The version, and where its sources are, if the operator said.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    version: Version,
    source_url: Option<String>,
}

/// The address.
pub fn router(source_url: Option<String>) -> Router {
    let answer = Arc::new(Answer {
        version: VERSION,
        source_url,
    });
    Router::new().route("/version", get(async move || versioned(&answer)))
}

fn versioned(answer: &Answer) -> impl IntoResponse + use<> {
    (
        [(header::CACHE_CONTROL, "no-store")],
        Json(serde_json::json!(answer)),
    )
}
