//! The one place that prints.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal talks to it"
)]

/// A line of the result, on standard output.
pub(crate) fn result(line: &str) {
    println!("{line}");
}

/// A remark, on standard error.
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}
