//! Formats of the log, and what people type.

use comitia_booth::search::Wanted;
use comitia_crypto::code::VotingCode;
use comitia_crypto::credential::Pseudonym;
use comitia_crypto::signing::VerifyingKey;
use comitia_crypto::{Digest, ElectionId};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::WitnessKey;
use comitia_tlog::note::{LogKey, Note};
use comitia_tlog::policy_file::PolicyFile;
use comitia_tlog::proof::Receipt;
use comitia_tlog::tile::{Bundle, HashTile, TilePath, Width};
use comitia_tlog::witness::{AddCheckpoint, parse_cosignatures};

/// A signed note, and a checkpoint.
pub(crate) fn note(bytes: &[u8]) {
    if let Ok(note) = Note::parse(bytes) {
        let text = note.to_string();
        assert!(
            text.as_bytes() == bytes,
            "two texts of one note: {text:?} and {bytes:?}"
        );
    }
    if let Ok(checkpoint) = SignedCheckpoint::parse(bytes) {
        assert!(
            checkpoint.to_string().as_bytes() == bytes,
            "two texts of one checkpoint"
        );
    }
}

/// A receipt.
pub(crate) fn receipt(bytes: &[u8]) {
    let _ = Wanted::receipt(bytes);
    if let Ok(receipt) = Receipt::parse(bytes) {
        assert!(
            receipt.to_string().as_bytes() == bytes,
            "two texts of one receipt"
        );
    }
}

/// Requests to witnesses, their answers, and policies as files.
pub(crate) fn witness(bytes: &[u8]) {
    if let Ok(request) = AddCheckpoint::parse(bytes) {
        let text = request.to_string();
        assert!(text.as_bytes() == bytes, "two texts of one request");
        let _ = request.continues(&request.checkpoint.unverified().root);
    }
    if let Ok(lines) = parse_cosignatures(bytes) {
        let text: String = lines.iter().map(ToString::to_string).collect();
        assert!(text.as_bytes() == bytes, "two texts of one answer");
    }
    if let Ok(policy) = PolicyFile::parse(bytes) {
        let again = PolicyFile::parse(policy.to_string().as_bytes()).expect("a policy as it is written");
        assert!(
            again == policy,
            "a policy that says something else when it is written"
        );
    }
}

/// Tiles and bundles: the first byte is the width.
pub(crate) fn tile(bytes: &[u8]) {
    let Some((width, bytes)) = bytes.split_first() else {
        return;
    };
    let Some(width) = Width::new(u64::from(*width)) else {
        return;
    };
    if let Ok(tile) = HashTile::parse(bytes, width) {
        assert!(tile.to_bytes() == bytes, "two encodings of one tile");
    }
    if let Ok(bundle) = Bundle::parse(bytes, width) {
        let total: usize = bundle.entries().iter().map(|entry| entry.len() + 2).sum();
        assert_eq!(total, bytes.len(), "every byte belongs to an entry");
    }
}

/// What is typed, or stands in an address.
pub(crate) fn typed(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text, "two addresses of one tile");
    }
    let _ = text.parse::<LogKey>();
    let _ = text.parse::<WitnessKey>();
    let _ = VerifyingKey::parse(text);
    let _ = (
        Digest::parse(text),
        ElectionId::parse(text),
        Pseudonym::parse(text),
    );
    let _ = Wanted::tracker(text);
    if let Ok(code) = VotingCode::parse(text) {
        let again = VotingCode::parse(&code.grouped()).expect("a code as it is printed");
        assert!(again.symbols() == code.symbols());
    }
}
