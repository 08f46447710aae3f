//! Logs over HTTP (`tlog-tiles`): a checkpoint that is always fresh, tiles that never change.
//!
//! Everything is public, so every site may read it. A tile beyond the tree is not found, and that answer is not
//! to be kept, for the tree will grow.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use comitia_tlog::tile::TilePath;
use tracing::error;

use crate::board::Board;
use crate::reader::{LogReader, ReadError};
use crate::storage::StorageError;

/// Keeps nothing without asking again.
const FRESH: &str = "no-cache";
/// Keeps for a year without asking again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Finds logs by the identifier in the path.
pub trait Logs: Clone + Send + Sync + 'static {
    /// The log of this election, if there is one.
    fn log(&self, election: &str) -> impl Future<Output = Result<Option<LogReader>, StorageError>> + Send;
}

/// Serves `/{election}/checkpoint` and `/{election}/tile/…`, to be nested under `/elections`.
pub fn router<L: Logs>(logs: L) -> Router {
    Router::new()
        .route("/{election}/checkpoint", get(checkpoint::<L>))
        .route("/{election}/tile/{*tile}", get(tile::<L>))
        .with_state(logs)
}

/// The logs of a board whose origins are a common prefix followed by the identifier of the election.
#[derive(Debug, Clone)]
pub struct ByOrigin {
    board: Board,
    prefix: String,
}

impl ByOrigin {
    /// For a prefix such as `vote.example/elections/`.
    #[must_use]
    pub fn new(board: Board, prefix: impl Into<String>) -> Self {
        Self {
            board,
            prefix: prefix.into(),
        }
    }
}

impl Logs for ByOrigin {
    async fn log(&self, election: &str) -> Result<Option<LogReader>, StorageError> {
        self.board.log(&format!("{}{election}", self.prefix)).await
    }
}

async fn checkpoint<L: Logs>(
    State(logs): State<L>,
    Path(election): Path<String>,
) -> Result<Response, Failure> {
    let log = logs
        .log(&election)
        .await
        .map_err(ReadError::from)?
        .ok_or(Failure::NotFound)?;
    let note = log.checkpoint().await?.to_string();
    Ok((public("text/plain; charset=utf-8", FRESH), note).into_response())
}

async fn tile<L: Logs>(
    State(logs): State<L>,
    Path((election, tile)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let path: TilePath = format!("tile/{tile}").parse().map_err(|_| Failure::NotFound)?;
    let log = logs
        .log(&election)
        .await
        .map_err(ReadError::from)?
        .ok_or(Failure::NotFound)?;
    let bytes = log.tile(path).await?.ok_or(Failure::NotFound)?;
    Ok((public("application/octet-stream", FOR_EVER), bytes).into_response())
}

type Headers = [(HeaderName, &'static str); 4];

const fn public(content_type: &'static str, caching: &'static str) -> Headers {
    [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, caching),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}

/// Why there is nothing to serve.
#[derive(Debug)]
enum Failure {
    NotFound,
    Read(ReadError),
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not found\n"),
            Self::Read(error) => {
                error!(%error, "a log could not be read");
                (StatusCode::INTERNAL_SERVER_ERROR, "the log cannot be read\n")
            }
        };
        (status, public("text/plain; charset=utf-8", FRESH), text).into_response()
    }
}
