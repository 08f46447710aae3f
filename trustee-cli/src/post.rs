//! Where a trustee's messages go.

use crate::place::Place;
use comitia_crypto::codec::Encode as _;
use comitia_election::entry::Entry;
use comitia_files::FileError;
use comitia_verifier::LogSource;
use comitia_verifier::source::agent;
use serde_json::Value;
use std::io::Read as _;
use std::path::PathBuf;
use thiserror::Error;

/// Longest answer that is read, in bytes.
const ANSWER_LIMIT: u64 = 1 << 16;

/// Takes messages for the log.
pub trait Post {
    /// Delivers an entry. When this returns, it is out of this program's hands for good: on the log, or in a file.
    ///
    /// # Errors
    /// When it cannot be delivered, or is not taken.
    fn post(&self, entry: &Entry) -> Result<(), PostError>;
}

/// Why a message is not on the log.
#[derive(Debug, Error)]
pub enum PostError {
    /// Nobody takes messages.
    #[error(
        "{0} is a copy of a log, which takes no messages; give the address of the log itself, or --outbox for messages as files"
    )]
    Copy(String),
    /// The server does not answer as it should; the message may be on the log all the same.
    #[error("{url}: {problem}")]
    Network {
        /// What was asked for.
        url: String,
        /// What went wrong.
        problem: String,
    },
    /// The server refuses.
    #[error("the server refuses ({code}): {message}")]
    Refused {
        /// Its stable code.
        code: String,
        /// Its explanation.
        message: String,
    },
    /// A message cannot be kept as a file, or read from it.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file that is no message.
    #[error("{} holds no message of a trustee", .0.display())]
    NotAMessage(PathBuf),
}

/// The way to the log at this place.
#[must_use]
pub fn post_of(place: &Place) -> Box<dyn Post> {
    let api = match place.source() {
        LogSource::Web(web) => web.api(),
        LogSource::Folder(_) => None,
    };
    match api {
        Some(api) => Box::new(Server {
            agent: agent(),
            url: format!("{api}/objects"),
        }),
        None => Box::new(Copy(place.source().to_string())),
    }
}

/// A copy, to which nothing can be added.
struct Copy(String);

impl Post for Copy {
    fn post(&self, _: &Entry) -> Result<(), PostError> {
        Err(PostError::Copy(self.0.clone()))
    }
}

/// A server with the API of elections.
struct Server {
    agent: ureq::Agent,
    url: String,
}

impl Server {
    fn failed(&self, problem: impl ToString) -> PostError {
        PostError::Network {
            url: self.url.clone(),
            problem: problem.to_string(),
        }
    }
}

impl Post for Server {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        let request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/octet-stream");
        let answer = request
            .send(entry.to_bytes().as_slice())
            .map_err(|error| self.failed(error))?;
        let status = answer.status();
        let mut body = Vec::new();
        let reader = answer.into_body().into_reader();
        let read = reader.take(ANSWER_LIMIT).read_to_end(&mut body);
        read.map_err(|error| self.failed(error))?;
        if status.is_success() {
            return Ok(());
        }
        match refusal(&body) {
            Some(refused) if status.is_client_error() => Err(refused),
            _ => Err(self.failed(format!("the server answers {status}"))),
        }
    }
}

/// `{"error": {"code", "message"}}`.
fn refusal(body: &[u8]) -> Option<PostError> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let field = |name: &str| answer.pointer(name)?.as_str().map(str::to_owned);
    Some(PostError::Refused {
        code: field("/error/code")?,
        message: field("/error/message")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_and_anything_else_is_none() {
        let body = br#"{"error": {"code": "wrong_share", "message": "it has given its shares before"}}"#;
        assert!(matches!(
            refusal(body),
            Some(PostError::Refused { code, .. }) if code == "wrong_share"
        ));
        for other in [b"<html>".as_slice(), b"{}", br#"{"error": "no"}"#] {
            assert!(refusal(other).is_none());
        }
    }
}
