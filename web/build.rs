//! Tells the program what it was made of: the digest of its sources, and their commit where git knows it. Runs, and
//! compiles again, whenever one of them changes; migrations are among them, which are embedded in the library.
//!
//! `scripts/source-digest` computes the same digest of any copy of the sources.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from("..");
    let listed = fs::read_to_string("sources.txt")?;
    let mut files = Vec::new();
    for path in listed.lines() {
        println!("cargo:rerun-if-changed=../{path}");
        collect(&root, Path::new(path), &mut files)?;
    }
    files.sort();
    println!("cargo:rustc-env=COMITIA_SOURCE_DIGEST={}", digest(&root, &files)?);
    println!(
        "cargo:rustc-env=COMITIA_COMMIT={}",
        commit(&listed).unwrap_or_default()
    );
    Ok(())
}

/// The files at and below `path`, with slashes, from the root of the sources.
fn collect(root: &Path, path: &Path, files: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let here = root.join(path);
    // Links are not followed: what they lead to is listed by itself.
    let kind = fs::symlink_metadata(&here)?;
    if kind.is_file() {
        let name = path.to_str().ok_or("a source's name is not Unicode")?;
        files.push(name.to_owned());
    }
    if kind.is_dir() {
        for entry in fs::read_dir(here)? {
            collect(root, &path.join(entry?.file_name()), files)?;
        }
    }
    Ok(())
}

/// SHA-256 of the list that sha256sum makes of these files.
fn digest(root: &Path, files: &[String]) -> Result<String, Box<dyn Error>> {
    let mut list = String::new();
    for name in files {
        writeln!(list, "{}  {name}", hex(&fs::read(root.join(name))?))?;
    }
    Ok(hex(list.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The commit, where git has one and none of the sources differs from it.
fn commit(listed: &str) -> Option<String> {
    let moves = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    println!("cargo:rerun-if-changed={moves}");
    let mut status = vec!["-C", "..", "status", "--porcelain", "--"];
    status.extend(listed.lines());
    git(&status)?.is_empty().then(|| git(&["rev-parse", "HEAD"]))?
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
