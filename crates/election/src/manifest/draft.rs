//! From an organiser's draft to a manifest: the server adds what only it knows.

use super::{HexKey, Manifest, ManifestError};
use serde_json::{Map, Value, json};
use thiserror::Error;

/// What the server adds to a draft.
#[derive(Debug, Clone)]
pub struct Fill {
    /// Host of the log.
    pub host: String,
    /// The authority's key.
    pub authority_key: HexKey,
    /// The log's key.
    pub log_key: HexKey,
    /// 256 random bits.
    pub nonce: [u8; 32],
    /// Now, in seconds since 1970: phases of the ceremony without a deadline share the time until the opening.
    pub now: u64,
}

/// Why a draft was refused.
#[derive(Debug, Error)]
pub enum DraftError {
    /// Not a JSON object.
    #[error("the draft is not a JSON object: {0}")]
    Syntax(String),
    /// A field that only the server may set.
    #[error("{0}: the server sets this field; leave it out of the draft")]
    Reserved(&'static str),
    /// The completed manifest does not pass.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

/// Completes a draft, a manifest without `comitia`, `host`, `nonce`, `log_key`, `authority.key` and, if wanted,
/// `times.ceremony`. Returns the manifest; its bytes are what the election id is made of.
pub fn complete_draft(draft: &[u8], fill: &Fill) -> Result<Manifest, DraftError> {
    let value: Value =
        serde_json::from_slice(draft).map_err(|error| DraftError::Syntax(error.to_string()))?;
    let Value::Object(mut fields) = value else {
        return Err(DraftError::Syntax("it is another kind of value".to_owned()));
    };
    let nonce = data_encoding::HEXLOWER.encode(&fill.nonce);
    let reserved = [
        ("comitia", json!(1)),
        ("host", json!(fill.host)),
        ("nonce", json!(nonce)),
        ("log_key", json!(fill.log_key.to_string())),
    ];
    for (name, value) in reserved {
        if fields.insert(name.to_owned(), value).is_some() {
            return Err(DraftError::Reserved(name));
        }
    }
    if let Some(Value::Object(authority)) = fields.get_mut("authority") {
        let key = json!(fill.authority_key.to_string());
        if authority.insert("key".to_owned(), key).is_some() {
            return Err(DraftError::Reserved("authority.key"));
        }
    }
    default_deadlines(&mut fields, fill.now);
    let bytes = serde_json::to_vec_pretty(&fields).map_err(|error| DraftError::Syntax(error.to_string()))?;
    Ok(Manifest::parse(&bytes)?)
}

/// Six equal parts of the time until the opening.
fn default_deadlines(fields: &mut Map<String, Value>, now: u64) {
    let Some(Value::Object(times)) = fields.get_mut("times") else {
        return;
    };
    if times.contains_key("ceremony") {
        return;
    }
    let opens: Option<super::Time> = times
        .get("opens_at")
        .and_then(|time| serde_json::from_value(time.clone()).ok());
    let Some(opens) = opens else { return };
    let span = opens.0.saturating_sub(now);
    let deadline = |part: u64| super::Time((now + span * part / 6).min(opens.0)).to_rfc3339();
    let names = ["enrol", "commit", "reveal", "complain", "answer", "accept"];
    let deadlines: Map<String, Value> = names
        .iter()
        .zip(1..)
        .map(|(name, part)| ((*name).to_owned(), json!(deadline(part))))
        .collect();
    times.insert("ceremony".to_owned(), Value::Object(deadlines));
}
