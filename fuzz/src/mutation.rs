//! Bytes that are nearly honest.

use rand_chacha::ChaCha20Rng;
use rand_core::RngCore;

/// Numbers on which length fields and counters break.
const ODD_BYTES: [u8; 8] = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff, b'\n'];

/// One of the seeds, changed in one to four places.
#[must_use]
pub fn mutated(seeds: &[Vec<u8>], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let mut bytes = pick(seeds, rng).cloned().unwrap_or_default();
    for _ in 0..=below(4, rng) {
        change(&mut bytes, seeds, rng);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut ChaCha20Rng) {
    let at = below(bytes.len() + 1, rng);
    let end = (at + 1 + below(40, rng)).min(bytes.len());
    match below(9, rng) {
        0 => set(bytes, at, |byte, rng| byte ^ (1 << below(8, rng)), rng),
        1 => set(bytes, at, |_, rng| rng.next_u32().to_le_bytes()[0], rng),
        2 => set(bytes, at, |_, rng| ODD_BYTES[below(ODD_BYTES.len(), rng)], rng),
        3 => set(bytes, at, |byte, _| byte.wrapping_add(1), rng),
        4 => bytes.truncate(at),
        5 => drop(bytes.drain(at.min(end)..end)),
        6 => {
            let copy = bytes[at.min(end)..end].to_vec();
            bytes.splice(at..at, copy);
        }
        7 => bytes
            .splice(at..at, [ODD_BYTES[below(ODD_BYTES.len(), rng)]])
            .for_each(drop),
        _ => splice(bytes, at, seeds, rng),
    }
}

/// The beginning of one seed and the end of another.
fn splice(bytes: &mut Vec<u8>, at: usize, seeds: &[Vec<u8>], rng: &mut ChaCha20Rng) {
    if let Some(other) = pick(seeds, rng) {
        let from = below(other.len() + 1, rng);
        bytes.truncate(at);
        bytes.extend_from_slice(&other[from..]);
    }
}

fn set(bytes: &mut [u8], at: usize, new: impl Fn(u8, &mut ChaCha20Rng) -> u8, rng: &mut ChaCha20Rng) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = new(*byte, rng);
    }
}

fn pick<'a>(seeds: &'a [Vec<u8>], rng: &mut ChaCha20Rng) -> Option<&'a Vec<u8>> {
    seeds.get(below(seeds.len(), rng))
}

fn below(limit: usize, rng: &mut ChaCha20Rng) -> usize {
    usize::try_from(rng.next_u64() % (limit.max(1) as u64)).unwrap_or(0)
}
