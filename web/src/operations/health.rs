//! `/healthz`: the process answers. `/readyz`: it can do its work.

use crate::elections::Elections;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

/// The two addresses.
pub fn router(elections: Elections) -> Router {
    Router::new()
        .route(
            "/healthz",
            get(async || ([(header::CACHE_CONTROL, "no-store")], "alive\n")),
        )
        .route("/readyz", get(ready))
        .with_state(elections)
}

/// Ready is who can write the database and knows the state of every election, as the writer or standing by.
async fn ready(State(elections): State<Elections>) -> impl IntoResponse {
    let problems = elections.problems().await;
    let status = match problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let body =
        json!({"ready": problems.is_empty(), "elections": elections.all().len(), "problems": problems});
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body))
}
