//! The fuzz targets on seeds, on what was ever found, and on some 20,000 mutations that are the same on every machine.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]
#![expect(clippy::print_stdout, reason = "whoever asks is told how much was tried")]

use comitia_fuzz::{TARGETS, Target, mutation::mutated};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::path::Path;

/// Files that once did what they must not.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name);
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

fn replay(target: &Target, salt: u64) {
    let mut seeds = (target.seeds)();
    seeds.extend(corpus(target));
    seeds.iter().for_each(|seed| (target.run)(seed));
    let mut rng = ChaCha20Rng::seed_from_u64(salt);
    for _ in 0..target.mutations {
        (target.run)(&mutated(&seeds, &mut rng));
    }
    println!(
        "{}: {} seeds, {} mutations",
        target.name,
        seeds.len(),
        target.mutations
    );
}

#[test]
fn t8_no_bytes_do_more_than_be_refused() {
    let total: u32 = TARGETS.iter().map(|target| target.mutations).sum();
    assert!(total >= 20_000, "{total} mutations");
    std::thread::scope(|scope| {
        for (salt, target) in (1..).zip(TARGETS) {
            scope.spawn(move || replay(target, salt));
        }
    });
}

/// What runs through once is worth mutating: honest bytes must be accepted, or the mutations test nothing but the
/// first check.
#[test]
fn honest_seeds_are_accepted() {
    use comitia_crypto::codec::Decode as _;
    use comitia_election::entry::Entry;
    use comitia_election::manifest::Manifest;
    let target = |name: &str| comitia_fuzz::target(name).unwrap();
    for manifest in (target("manifest").seeds)() {
        assert!(
            Manifest::parse(&manifest).is_ok(),
            "{:?}",
            Manifest::parse(&manifest).err()
        );
    }
    for entry in (target("entry").seeds)() {
        assert!(Entry::from_bytes(&entry).is_ok());
    }
    for file in (target("ballot_file").seeds)() {
        let read = comitia_rehearsal::parse("seed", &file, None);
        assert!(read.is_ok(), "{:?}", read.err());
    }
}
