//! Refusals as JSON, with stable codes.

use super::elsewhere::Elsewhere;
use crate::elections::{CastError, OfficeError, ServiceError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comitia_bulletin_board::{ReadError, SubmitError, Unserved};
use comitia_crypto::codec::DecodeError;
use comitia_election::state::Refusal;
use comitia_kit::problem::Problem;

/// Seconds after which to come back.
const SOON: HeaderValue = HeaderValue::from_static("1");

/// An error of the API.
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// The server that can do it.
    elsewhere: Option<String>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            elsewhere: None,
        }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("there is no such {what}"),
        )
    }

    /// On the log for good, and not yet seen by enough witnesses.
    pub(super) fn not_witnessed() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_witnessed",
            "this is on the log, and its witnesses have not signed yet; ask again in a moment",
        )
    }

    fn internal(error: &dyn core::fmt::Display) -> Self {
        tracing::error!(%error, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the server could not do this",
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        metrics::counter!("comitia_refused_total", "reason" => self.code).increment(1);
        let mut response = Problem::new(self.status, self.code, self.message).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, SOON);
        }
        if let Some(address) = self.elsewhere.filter(|address| !address.is_empty()) {
            response.extensions_mut().insert(Elsewhere(address));
        }
        response
    }
}

impl From<DecodeError> for ApiError {
    fn from(error: DecodeError) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", error.to_string())
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let status = match &refusal {
            Refusal::Encoding { .. } | Refusal::Payload { .. } | Refusal::Manifest(_) => {
                StatusCode::BAD_REQUEST
            }
            Refusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Signature { .. } | Refusal::Authors { .. } => StatusCode::FORBIDDEN,
            Refusal::NotAdmitted { .. } | Refusal::Time { .. } => StatusCode::CONFLICT,
            Refusal::Ballot(_) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::new(status, refusal.code(), refusal.to_string())
    }
}

impl From<Unserved> for ApiError {
    fn from(error: Unserved) -> Self {
        let mut answer = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string());
        if let Unserved::Elsewhere(address) = error {
            answer.elsewhere = Some(address);
        }
        answer
    }
}

impl From<SubmitError<Refusal>> for ApiError {
    fn from(error: SubmitError<Refusal>) -> Self {
        match error {
            SubmitError::Refused(refusal) => refusal.into(),
            SubmitError::Unserved(unserved) => unserved.into(),
            SubmitError::NotCommitted => Self::internal(&"the log could not be written"),
        }
    }
}

impl From<CastError> for ApiError {
    fn from(error: CastError) -> Self {
        match error {
            CastError::TooManyFalseProofs => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                error.to_string(),
            ),
            CastError::Submit(error) => error.into(),
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        Self::internal(&error)
    }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        Self::internal(&error)
    }
}

impl From<OfficeError> for ApiError {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Draft(error) => {
                Self::new(StatusCode::BAD_REQUEST, "bad_manifest", error.to_string())
            }
            OfficeError::NotFound => Self::not_found("election"),
            OfficeError::NotARoll(_) => Self::new(StatusCode::BAD_REQUEST, "bad_roll", error.to_string()),
            OfficeError::Submit(error) => error.into(),
            OfficeError::NotReady(_) => Self::new(StatusCode::CONFLICT, "not_ready", error.to_string()),
            OfficeError::Service(error) => error.into(),
        }
    }
}
