//! The JSON and binary API of elections.

mod admin;
mod booth;
mod elsewhere;
mod problem;
mod public;

pub use admin::AdminToken;

use crate::elections::Elections;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use elsewhere::Peers;

/// Largest body: a large roll.
const OBJECT_BODY: usize = comitia_election::entry::OBJECT_LIMIT;
/// Largest ballot.
const BALLOT_BODY: usize = comitia_election::entry::ENTRY_LIMIT;

/// What handlers have at hand.
#[derive(Clone)]
struct Api {
    elections: Elections,
    token: AdminToken,
}

/// The routes below `/api`.
///
/// # Errors
/// When there is no way to other servers.
pub fn routes(elections: Elections, token: AdminToken) -> Result<Router, reqwest::Error> {
    let election = Router::new()
        .route("/", get(public::election))
        .route(
            "/ballots",
            post(public::cast).layer(DefaultBodyLimit::max(BALLOT_BODY)),
        )
        .route(
            "/audits",
            post(public::audit).layer(DefaultBodyLimit::max(BALLOT_BODY)),
        )
        .route(
            "/objects",
            post(public::object).layer(DefaultBodyLimit::max(OBJECT_BODY)),
        )
        .route("/receipts/{index}", get(public::receipt))
        .route("/voters/{credential}", get(public::voter))
        .route("/booth", get(booth::packet));
    let office = Router::new()
        .route("/", post(admin::create))
        .route(
            "/{id}/roll",
            post(admin::roll).layer(DefaultBodyLimit::max(OBJECT_BODY)),
        )
        .route("/{id}/open", post(admin::open))
        .route("/{id}/extend", post(admin::extend))
        .route("/{id}/close", post(admin::close))
        .route("/{id}/publish", post(admin::publish))
        .route("/{id}/phase-end", post(admin::phase_end))
        .route("/{id}/abort", post(admin::abort));
    let mut routes = Router::new()
        .route("/elections", get(public::list))
        .nest("/elections/{id}", election)
        .nest("/admin/elections", office)
        .with_state(Api {
            elections: elections.clone(),
            token,
        });
    if elections.has_peers() {
        routes = routes.layer(middleware::from_fn_with_state(Peers::new()?, elsewhere::pass_on));
    }
    Ok(routes)
}
