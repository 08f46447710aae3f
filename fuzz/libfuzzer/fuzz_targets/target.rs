//! One target, by the name in `COMITIA_FUZZ_TARGET`.

#![no_main]

use std::sync::LazyLock;

static TARGET: LazyLock<&'static comitia_fuzz::Target> = LazyLock::new(|| {
    let name = std::env::var("COMITIA_FUZZ_TARGET").unwrap_or_else(|_| "state_machine".to_owned());
    comitia_fuzz::target(&name).unwrap_or_else(|| panic!("there is no target {name:?}"))
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
