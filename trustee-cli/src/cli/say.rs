//! The one place that prints.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal talks to it"
)]

use serde_json::Value;

/// A line of the result, on standard output.
pub(super) fn result(line: &str) {
    println!("{line}");
}

/// The result for programs, on standard output.
pub(super) fn object(value: &Value) {
    println!("{value}");
}

/// A remark, on standard error.
pub(super) fn note(line: &str) {
    eprintln!("{line}");
}
