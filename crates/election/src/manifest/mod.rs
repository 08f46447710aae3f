//! The manifest: everything that defines an election, pinned by one hash (protocol-spec: `manifest`).
//!
//! It is JSON and hashed over its exact bytes; it is never written again from what was read.

mod civil;
mod draft;
#[cfg(not(target_arch = "wasm32"))]
mod form;
mod keys;
mod policy;
#[cfg(test)]
pub(crate) mod tests;
mod times;
mod validate;

pub use draft::{DraftError, Fill, complete_draft};
pub use keys::HexKey;
pub use policy::PolicyError;
pub use times::{PhaseDeadlines, Time, Times};

use crate::contest::CompiledBallot;
pub use crate::contest::ContestRule;
use crate::text::Text;
use comitia_counting::Rule;
use comitia_crypto::ElectionId;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Largest manifest, in bytes.
pub const MANIFEST_LIMIT: usize = 1 << 20;

/// Why a manifest was refused, with the path of the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {problem}")]
pub struct ManifestError {
    /// The field, like `contests[0].options[2].id`.
    pub path: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A validated manifest.
#[derive(Debug, Clone)]
pub struct Manifest {
    id: ElectionId,
    bytes: Vec<u8>,
    document: Document,
    ballot: CompiledBallot,
}

impl Manifest {
    /// Reads and validates the exact bytes of a manifest.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > MANIFEST_LIMIT {
            let problem = format!("the manifest has {} bytes; at most {MANIFEST_LIMIT}", bytes.len());
            return Err(ManifestError {
                path: ".".to_owned(),
                problem,
            });
        }
        let document = read(bytes)?;
        let ballot = validate::validate(&document)?;
        Ok(Self {
            id: ElectionId::of_manifest(bytes),
            bytes: bytes.to_vec(),
            document,
            ballot,
        })
    }

    /// The election id: SHA-256 of the bytes.
    #[must_use]
    pub const fn id(&self) -> &ElectionId {
        &self.id
    }

    /// The exact bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All contests as one shape.
    #[must_use]
    pub const fn ballot(&self) -> &CompiledBallot {
        &self.ballot
    }

    /// The origin of the election's log: `<host>/elections/<id>`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}/elections/{}", self.document.host, self.id)
    }
}

/// Reads the JSON; errors name the field.
#[cfg(not(target_arch = "wasm32"))]
fn read(bytes: &[u8]) -> Result<Document, ManifestError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let document = serde_path_to_error::deserialize(&mut deserializer);
    let document = document.map_err(|error| ManifestError {
        path: error.path().to_string(),
        problem: error.inner().to_string(),
    })?;
    deserializer.end().map_err(|error| syntax(&error))?;
    form::check(bytes, &document)?;
    Ok(document)
}

/// Reads the JSON. In the browser nobody mends a manifest, and paths would cost a sixth of the booth.
#[cfg(target_arch = "wasm32")]
fn read(bytes: &[u8]) -> Result<Document, ManifestError> {
    serde_json::from_slice(bytes).map_err(|error| syntax(&error))
}

fn syntax(error: &serde_json::Error) -> ManifestError {
    ManifestError {
        path: ".".to_owned(),
        problem: error.to_string(),
    }
}

impl core::ops::Deref for Manifest {
    type Target = Document;
    fn deref(&self) -> &Document {
        &self.document
    }
}

/// The fields of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Version of the protocol; 1.
    pub comitia: u32,
    /// Host (and port) of the log, without a scheme.
    pub host: String,
    /// 256 random bits as 64 hexadecimal digits: two elections never share an id.
    pub nonce: String,
    /// What this is.
    pub title: Text,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The organiser, with its key for administrative entries.
    pub authority: Party,
    /// The log's Ed25519 key.
    pub log_key: HexKey,
    /// The registrar.
    pub registrar: Party,
    /// The trustees, numbered from 1 in this order.
    pub trustees: Vec<Party>,
    /// How many trustees are needed to decrypt.
    pub threshold: u16,
    /// Polling officers; any entry declares a paper channel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub officers: Vec<Party>,
    /// Who cosigns the log.
    #[serde(default)]
    pub witnesses: Witnesses,
    /// How the authority authenticates voters.
    pub authentication: Authentication,
    /// How voters get their credentials.
    pub credentials: Credentials,
    /// What voters vote with.
    pub booth: Booth,
    /// When things happen.
    pub times: Times,
    /// Electorate groups, in the order in which they merge under the floor.
    pub groups: Vec<Group>,
    /// Fewest ballots of one weight that may be decrypted together.
    #[serde(default = "default_floor")]
    pub floor: u32,
    /// Weaker choices, each with its reason, for all to see.
    #[serde(default)]
    pub waivers: Waivers,
    /// The questions.
    pub contests: Vec<Contest>,
}

const fn default_floor() -> u32 {
    10
}

/// Somebody with a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Who it is.
    pub name: String,
    /// Ed25519 public key.
    pub key: HexKey,
}

/// The witness policy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witnesses {
    /// How many cosignatures a checkpoint needs.
    pub quorum: u16,
    /// Verifier keys of the witnesses, in the form of C2SP signed-note.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// How voters are authenticated besides their credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authentication {
    /// Not at all: the registrar is trusted alone.
    None,
}

/// How credentials are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// By the registrar, as codes in letters.
    RegistrarCodes,
}

/// The voting client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Booth {
    /// A page served by the organiser: its hash must be on the log before the election opens.
    Web,
    /// Programs that voters install themselves.
    Native,
}

/// An electorate group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Short identifier, unique.
    pub id: String,
    /// Its name.
    pub title: Text,
}

/// Choices weaker than the protocol's defaults, each with the reason given to voters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waivers {
    /// The total may be decrypted below the floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Text>,
    /// Fewer than three trustees, or a threshold of half of them or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trustees: Option<Text>,
    /// The organiser may close before `times.closes_at`, as a meeting does when everybody has voted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_close: Option<Text>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// Short identifier, unique.
    pub id: String,
    /// The question.
    pub title: Text,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// What can be chosen, in ballot order.
    pub options: Vec<ContestOption>,
    /// What a ballot may say.
    pub rule: ContestRule,
    /// What the counts decide.
    pub outcome: Rule,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestOption {
    /// Identifier, unique in its contest.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// What it costs, in the unit of the envelope, where that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<u64>,
}
