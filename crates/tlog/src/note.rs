//! Signed notes: a text and lines of signatures under it.
//!
//! A reader verifies the lines of the keys it knows; if one of those fails the whole note is refused. Lines of
//! unknown keys are ignored, as the format demands, but reported: a published record must not carry what
//! nobody can check, so a strict reader refuses them ([`Verified::refuse_extras`]).

use std::fmt;

use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use thiserror::Error;

use crate::base64;
use crate::vkey::{KeyId, KeyName, SignatureType, Vkey, VkeyError, vkey_text};

/// What a line of signature begins with: an em dash and a space.
const DASH: &str = "\u{2014} ";
/// Largest note in bytes that is read: room for 64 of the largest signatures there are.
pub const MAX_NOTE_BYTES: usize = 512 * 1024;
/// Most lines of signatures that are read; the format demands at least 16.
pub const MAX_SIGNATURES: usize = 64;

/// Why a note was refused. Lines are counted from 1 over the whole note.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// The note is larger than what is read.
    #[error("the note has {0} bytes, more than {MAX_NOTE_BYTES}")]
    TooLong(usize),
    /// The note is not UTF-8.
    #[error("the note is not UTF-8 at byte {0}")]
    NotUtf8(usize),
    /// The note has a control character.
    #[error("the note has a control character at byte {0}")]
    ControlCharacter(usize),
    /// The text does not end with a newline.
    #[error("the text of a note ends with a newline")]
    UnfinishedText,
    /// No empty line, or nothing after the last one.
    #[error("the note has no lines of signatures")]
    NoSignatures,
    /// The last line does not end with a newline.
    #[error("the note does not end with a newline")]
    UnfinishedLine,
    /// More lines of signatures than what is read.
    #[error("the note has more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
    /// A line of signature is malformed.
    #[error("line {line} of the note: {what}")]
    SignatureLine {
        /// Number of the line.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A signature by a known key is wrong.
    #[error("line {line} of the note: the signature by {name} ({id}) is wrong: {what}")]
    WrongSignature {
        /// Number of the line.
        line: usize,
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        id: KeyId,
        /// What is wrong with it.
        what: &'static str,
    },
    /// No line is by a known key.
    #[error("no signature is by a known key")]
    NotSignedByKnownKey,
    /// A line that nobody who reads here can verify.
    #[error("line {line} of the note: the signature by {name} ({id}) cannot be verified here")]
    Unverifiable {
        /// Number of the line.
        line: usize,
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        id: KeyId,
    },
    /// A second line by the same key.
    #[error("line {line} of the note: {name} ({id}) has signed already")]
    Repeated {
        /// Number of the line.
        line: usize,
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        id: KeyId,
    },
}

/// One line of signature, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Name of the key.
    pub name: KeyName,
    /// Id of the key.
    pub id: KeyId,
    /// The signature, in the format of the key's type.
    pub signature: Vec<u8>,
}

impl SignatureLine {
    /// Reads a line without its newline.
    fn parse(line: &str) -> Result<Self, &'static str> {
        let line = line
            .strip_prefix(DASH)
            .ok_or("no em dash and space at the start")?;
        let (name, blob) = line.split_once(' ').ok_or("no key name and signature")?;
        let name = KeyName::new(name).map_err(|_| "not a key name")?;
        let blob = base64::decode(blob).ok_or("the signature is not canonical base64")?;
        let (id, signature) = blob.split_first_chunk().ok_or("the signature has no key id")?;
        if signature.is_empty() {
            return Err("the signature is empty");
        }
        Ok(Self {
            name,
            id: KeyId::new(*id),
            signature: signature.to_vec(),
        })
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blob = self.id.as_bytes().to_vec();
        blob.extend_from_slice(&self.signature);
        writeln!(f, "{DASH}{} {}", self.name, BASE64.encode(&blob))
    }
}

/// A text with signatures that nobody has verified yet. Its [`Display`](fmt::Display) is the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl Note {
    /// A note to be signed.
    ///
    /// # Errors
    /// When the text does not end with a newline, or has control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, NoteError> {
        let text = text.into();
        check_characters(&text)?;
        if text.ends_with('\n') {
            Ok(Self {
                text,
                signatures: Vec::new(),
            })
        } else {
            Err(NoteError::UnfinishedText)
        }
    }

    /// Reads a note without verifying anything.
    ///
    /// # Errors
    /// When the bytes are no well-formed note.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong(bytes.len()));
        }
        let note = std::str::from_utf8(bytes).map_err(|error| NoteError::NotUtf8(error.valid_up_to()))?;
        check_characters(note)?;
        let end = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = note.split_at(end + 1);
        let lines = lines
            .get(1..)
            .filter(|lines| !lines.is_empty())
            .ok_or(NoteError::NoSignatures)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::UnfinishedLine)?;
        let first = text.matches('\n').count() + 2;
        let mut signatures = Vec::new();
        for (line, content) in (first..).zip(lines.split('\n')) {
            if signatures.len() == MAX_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            let parsed =
                SignatureLine::parse(content).map_err(|what| NoteError::SignatureLine { line, what })?;
            signatures.push(parsed);
        }
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }

    /// The text, which ends with a newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of signatures.
    #[must_use]
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Adds a signature under the others.
    ///
    /// # Errors
    /// When there are as many as will be read.
    pub fn push(&mut self, signature: SignatureLine) -> Result<(), NoteError> {
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// Verifies every line that is by one of the `known` keys.
    ///
    /// # Errors
    /// When one of them is wrong, or when there is none.
    pub fn verify(&self, known: &[&dyn KnownKey]) -> Result<Verified<'_>, NoteError> {
        let mut signers = Vec::with_capacity(self.signatures.len());
        for (position, line) in self.signatures.iter().enumerate() {
            let key = known
                .iter()
                .position(|key| *key.name() == line.name && key.id() == line.id);
            if let Some(key) = key.and_then(|at| known.get(at)) {
                key.check(&self.text, &line.signature)
                    .map_err(|what| self.wrong(position, line, what))?;
            }
            signers.push(key);
        }
        if signers.iter().all(Option::is_none) {
            return Err(NoteError::NotSignedByKnownKey);
        }
        Ok(Verified { note: self, signers })
    }

    fn wrong(&self, position: usize, line: &SignatureLine, what: &'static str) -> NoteError {
        let (name, id) = (line.name.clone(), line.id);
        NoteError::WrongSignature {
            line: self.line_number(position),
            name,
            id,
            what,
        }
    }

    /// Number of the line of a signature in the whole note.
    fn line_number(&self, position: usize) -> usize {
        self.text.matches('\n').count() + 2 + position
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| line.fmt(f))
    }
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|byte| byte < 0x20 && byte != b'\n') {
        Some(at) => Err(NoteError::ControlCharacter(at)),
        None => Ok(()),
    }
}

/// A key whose signatures can be verified here.
pub trait KnownKey {
    /// Name of the key.
    fn name(&self) -> &KeyName;

    /// Id of the key.
    fn id(&self) -> KeyId;

    /// Checks a signature over the text of a note, or says what is wrong with it.
    ///
    /// # Errors
    /// When the signature is not by this key over this text.
    fn check(&self, text: &str, signature: &[u8]) -> Result<(), &'static str>;
}

/// A note whose lines by known keys are all right, of which there is at least one.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    note: &'a Note,
    signers: Vec<Option<usize>>,
}

impl<'a> Verified<'a> {
    /// The text that was signed.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.note.text
    }

    /// The verified lines by the key at this position among the known ones.
    pub fn lines_by(&self, key: usize) -> impl Iterator<Item = &'a SignatureLine> {
        let lines = self.note.signatures.iter().zip(&self.signers);
        lines
            .filter(move |(_, signer)| **signer == Some(key))
            .map(|(line, _)| line)
    }

    /// The lines that could not be verified, because their keys are not known.
    pub fn unverifiable(&self) -> impl Iterator<Item = &'a SignatureLine> {
        self.note
            .signatures
            .iter()
            .zip(&self.signers)
            .filter(|(_, signer)| signer.is_none())
            .map(|(line, _)| line)
    }

    /// For strict readers: every line is by a known key, and no key has signed twice.
    ///
    /// # Errors
    /// Naming the first line for which this does not hold.
    pub fn refuse_extras(&self) -> Result<(), NoteError> {
        for (position, line) in self.note.signatures.iter().enumerate() {
            let (number, name, id) = (self.note.line_number(position), line.name.clone(), line.id);
            let signer = self.signers.get(position).copied().flatten();
            if signer.is_none() {
                return Err(NoteError::Unverifiable {
                    line: number,
                    name,
                    id,
                });
            }
            if self
                .signers
                .iter()
                .take(position)
                .any(|earlier| *earlier == signer)
            {
                return Err(NoteError::Repeated {
                    line: number,
                    name,
                    id,
                });
            }
        }
        Ok(())
    }
}

/// The key that verifies a log's signatures (type 0x01). Its name is the log's origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey(Vkey);

vkey_text!(LogKey, SignatureType::Ed25519);

impl LogKey {
    /// The key of the log with this origin.
    ///
    /// # Errors
    /// When the bytes are no usable Ed25519 public key.
    pub fn new(origin: KeyName, public: &[u8; 32]) -> Result<Self, VkeyError> {
        Vkey::from_bytes(origin, SignatureType::Ed25519, public).map(Self)
    }

    /// The Ed25519 public key.
    #[must_use]
    pub const fn public(&self) -> &VerifyingKey {
        &self.0.public
    }
}

impl KnownKey for LogKey {
    fn name(&self) -> &KeyName {
        &self.0.name
    }

    fn id(&self) -> KeyId {
        self.0.id
    }

    fn check(&self, text: &str, signature: &[u8]) -> Result<(), &'static str> {
        check_ed25519(&self.0.public, text.as_bytes(), signature)
    }
}

/// Strict Ed25519: canonical encodings only, nothing of small order.
pub(crate) fn check_ed25519(
    public: &VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), &'static str> {
    let signature = Signature::from_slice(signature).map_err(|_| "it is not 64 bytes")?;
    public
        .verify_strict(message, &signature)
        .map_err(|_| "it does not verify")
}

/// Signs a log's notes. The secret is wiped when this is dropped, and never shown.
pub struct LogSigner {
    key: LogKey,
    secret: SigningKey,
}

impl LogSigner {
    /// The signer of the log with this origin.
    #[must_use]
    pub fn new(origin: KeyName, secret: SigningKey) -> Self {
        let key = LogKey(Vkey::new(origin, SignatureType::Ed25519, secret.verifying_key()));
        Self { key, secret }
    }

    /// The key that verifies what this signs.
    #[must_use]
    pub const fn key(&self) -> &LogKey {
        &self.key
    }

    /// The line for a note with this text.
    #[must_use]
    pub fn sign(&self, text: &str) -> SignatureLine {
        let signature = self.secret.sign(text.as_bytes()).to_bytes().to_vec();
        SignatureLine {
            name: self.key.name().clone(),
            id: self.key.id(),
            signature,
        }
    }
}

impl fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LogSigner").field(&self.key.to_string()).finish()
    }
}
