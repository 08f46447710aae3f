//! Any single byte of any file of a record.

use crate::subject::{FULL, failures, judge, judged_by_first, record_of, write};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

/// Positions that are tried in all files together, besides every byte of the checkpoint.
const TRIES: usize = 120;

/// Whether the record with one byte changed is refused, by a failed check or as something that is no log.
fn is_refused(name: &str, place: usize, flip: u8) -> bool {
    let mut files = record_of(&FULL, FULL.entries());
    files.get_mut(name).unwrap()[place] ^= flip;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files);
    judged_by_first(folder.path(), None).map_or(true, |report| !report.is_ok())
}

#[test]
fn t2_any_changed_byte_of_any_file_is_refused() {
    let files = record_of(&FULL, FULL.entries());
    assert_eq!(failures(&judge(&files, None)), []);
    let mut rng = ChaCha20Rng::seed_from_u64(31);
    let mut tries: Vec<(&str, usize, u8)> = (0..files["checkpoint"].len())
        .map(|place| ("checkpoint", place, 1 << (place % 8)))
        .collect();
    let total: usize = files.values().map(Vec::len).sum();
    for _ in 0..TRIES {
        let mut place = usize::try_from(rng.next_u64() % total as u64).unwrap();
        let flip = 1 << (rng.next_u32() % 8);
        for (name, bytes) in &files {
            if place < bytes.len() {
                tries.push((name, place, flip));
                break;
            }
            place -= bytes.len();
        }
    }
    // Hash tiles are small beside the bundles of entries: one byte of each at least.
    tries.extend(
        files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.len() / 2, 0x80)),
    );
    let accepted: Vec<_> = tries
        .par_iter()
        .filter(|(name, place, flip)| !is_refused(name, *place, *flip))
        .collect();
    assert!(accepted.is_empty(), "accepted: {accepted:?}");
}
