//! Fuzz targets: what any bytes may do to the decoders and to the state machine, which is nothing but be refused.
//!
//! Every target is a plain function of bytes that panics when something is wrong: a decoder that panics or hangs, a
//! value that does not give back the bytes it came from, a state machine whose state changed although it refused.
//!
//! - `tests/replay.rs` runs all of them on the seeds, on `corpus/` and on some 20,000 mutations, the same ones on every
//!   machine; it is part of the project's tests.
//! - `libfuzzer/` runs one of them for hours under libFuzzer (`README.md` there).
//!
//! A finding becomes a file in `corpus/<target>/` and stays there.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a target tells what it found by panicking"
)]

mod decoders;
mod files;
mod formats;
mod machine;
pub mod mutation;
pub mod seeds;

/// Something to try bytes on.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, and that of its corpus.
    pub name: &'static str,
    /// Panics when the bytes do what they must not.
    pub run: fn(&[u8]),
    /// What honest bytes look like.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Mutations in the replay, by how much one costs.
    pub mutations: u32,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "manifest",
        run: decoders::manifest,
        seeds: seeds::manifests,
        mutations: 3000,
    },
    Target {
        name: "entry",
        run: decoders::entry,
        seeds: seeds::entries,
        mutations: 4000,
    },
    Target {
        name: "object",
        run: decoders::object,
        seeds: seeds::objects,
        mutations: 5000,
    },
    Target {
        name: "primitive",
        run: decoders::primitive,
        seeds: seeds::primitives,
        mutations: 2000,
    },
    Target {
        name: "note",
        run: formats::note,
        seeds: seeds::checkpoints,
        mutations: 2000,
    },
    Target {
        name: "receipt",
        run: formats::receipt,
        seeds: seeds::receipts,
        mutations: 1000,
    },
    Target {
        name: "witness",
        run: formats::witness,
        seeds: seeds::witness,
        mutations: 2000,
    },
    Target {
        name: "tile",
        run: formats::tile,
        seeds: seeds::tiles,
        mutations: 1000,
    },
    Target {
        name: "typed",
        run: formats::typed,
        seeds: seeds::typed,
        mutations: 1000,
    },
    Target {
        name: "opening",
        run: files::opening,
        seeds: seeds::openings,
        mutations: 500,
    },
    Target {
        name: "ballot_file",
        run: files::ballot_file,
        seeds: seeds::ballot_files,
        mutations: 2000,
    },
    Target {
        name: "voter_list",
        run: files::voter_list,
        seeds: seeds::voter_lists,
        mutations: 500,
    },
    Target {
        name: "secret_file",
        run: files::secret_file,
        seeds: seeds::secret_files,
        mutations: 500,
    },
    Target {
        name: "state_machine",
        run: machine::state_machine,
        seeds: seeds::programs,
        mutations: 400,
    },
];

/// The target with this name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
