//! Keys and trees that the tests share.
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::cosignature::{Timestamp, WitnessSigner};
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::{Level, RightEdge, TileSet};
use comitia_tlog::vkey::KeyName;
use ed25519_dalek::SigningKey;

pub const ORIGIN: &str = "vote.example/elections/00ff";

pub fn name(text: &str) -> KeyName {
    KeyName::new(text).unwrap()
}

pub fn log_signer() -> LogSigner {
    LogSigner::new(name(ORIGIN), SigningKey::from_bytes(&[1; 32]))
}

pub fn witness(number: u8) -> WitnessSigner {
    let secret = SigningKey::from_bytes(&[100 + number; 32]);
    WitnessSigner::new(name(&format!("witness{number}.example")), secret)
}

pub fn time(seconds: u64) -> Timestamp {
    Timestamp::from_seconds(seconds).unwrap()
}

pub fn entry(index: u64) -> Vec<u8> {
    let length = usize::try_from(index % 7).unwrap();
    [&index.to_be_bytes()[..], &vec![0x5a; length]].concat()
}

/// A log of `size` entries: its edge and all of its tiles.
pub fn log_of(size: u64) -> (RightEdge, TileSet) {
    let leaves: Vec<TreeHash> = (0..size).map(|index| leaf_hash(&entry(index))).collect();
    let (mut edge, mut tiles) = (RightEdge::new(), TileSet::default());
    for changed in edge.append(&leaves).unwrap() {
        tiles.insert(changed.level, changed.index, changed.tile);
    }
    assert!(size == 0 || tiles.get(Level::LEAVES, 0).is_some());
    (edge, tiles)
}

pub fn checkpoint_of(edge: &RightEdge) -> SignedCheckpoint {
    let checkpoint = Checkpoint {
        origin: name(ORIGIN),
        size: edge.size(),
        root: edge.root(),
    };
    checkpoint.sign(&log_signer()).unwrap()
}
