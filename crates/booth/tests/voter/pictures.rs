//! The tracker for a camera.

use comitia_booth::qr::{Modules, tracker_modules};
use comitia_crypto::Digest;

const SCALE: usize = 4;
const QUIET: usize = 4;

/// What a camera reads in the modules.
fn scan(code: &Modules) -> Option<String> {
    let size = (code.width + 2 * QUIET) * SCALE;
    let module = |at: usize| (at / SCALE).checked_sub(QUIET).filter(|at| *at < code.width);
    let ink = |x, y| match (module(x), module(y)) {
        (Some(x), Some(y)) if code.dark[y * code.width + x] => 0,
        _ => 255,
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, ink);
    image.detect_grids().first()?.decode().ok().map(|(_, text)| text)
}

#[test]
fn r5_a_camera_reads_all_256_bits_of_the_tracker() {
    let tracker = Digest::of(b"a sealed body");
    let read = scan(&tracker_modules(&tracker)).unwrap();
    assert_eq!(Digest::parse(&read), Some(tracker));
    assert_eq!(read.len() * 4, 256);
}

#[test]
fn b9_the_code_holds_data_and_no_address() {
    let read = scan(&tracker_modules(&Digest::of(b"another"))).unwrap();
    assert!(read.bytes().all(|byte| byte.is_ascii_hexdigit()), "{read}");
}
