//! Whole records with the verdict of every check, as they are and changed.

use crate::worlds::World;
use crate::{base64, hex};
use anyhow::{Context as _, ensure};
use comitia_election::entry::EntryKind;
use comitia_election::verification::{CheckReport, Status};
use comitia_rehearsal::{Simulation, record};
use comitia_verifier::{LogSource, Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

pub fn vectors(worlds: &[World]) -> anyhow::Result<Value> {
    let (mut whole, mut changed) = (Vec::new(), Vec::new());
    for world in worlds {
        whole.push(whole_record(world)?);
        changed.extend(changed_records(world)?);
        changed.extend(shorter_records(world)?);
    }
    Ok(json!({ "records": whole, "changed": changed }))
}

fn whole_record(world: &World) -> anyhow::Result<Value> {
    let entries = world.simulation.entries();
    let (checkpoint, checks, ok) = judged(&world.simulation, entries)?;
    ensure!(ok, "{} is refused: {checks}", world.name);
    Ok(json!({
        "name": world.name,
        "about": world.about,
        "election": world.simulation.election().id().to_string(),
        "entries": entries.iter().map(|entry| base64(entry)).collect::<Vec<_>>(),
        "checkpoint": checkpoint,
        "checks": checks,
    }))
}

/// An entry of every kind, changed in four ways, under the log's own signature.
fn changed_records(world: &World) -> anyhow::Result<Vec<Value>> {
    let entries = world.simulation.entries();
    let mut seen = BTreeSet::new();
    let mut changed = Vec::new();
    for (place, raw) in entries.iter().enumerate() {
        let kind = raw.get(1).copied().and_then(EntryKind::from_number);
        let kind = kind.context("a kind")?;
        if !seen.insert(kind) {
            continue;
        }
        let flipped = |at: usize| {
            let mut bytes = raw.clone();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
            bytes
        };
        let mut ways = vec![
            ("a bit of the payload", vec![flipped(12)]),
            ("the last bit", vec![flipped(raw.len() - 1)]),
            (
                "without its last byte",
                vec![
                    raw.split_last()
                        .map(|(_, rest)| rest.to_vec())
                        .unwrap_or_default(),
                ],
            ),
            ("twice", vec![raw.clone(), raw.clone()]),
            ("left out", vec![]),
        ];
        if kind == EntryKind::Ballot {
            // The lowest byte of σ, before the byte of the authentication.
            ways.push(("a bit of the voter's signature", vec![flipped(raw.len() - 33)]));
        }
        for (way, instead) in ways {
            let mut log = entries.to_vec();
            log.splice(place..=place, instead.iter().cloned());
            let (checkpoint, checks, _) = judged(&world.simulation, &log)?;
            changed.push(json!({
                "base": world.name,
                "what": format!("{}: {way}", kind.name()),
                "place": place,
                "instead": instead.iter().map(|entry| base64(entry)).collect::<Vec<_>>(),
                "checkpoint": checkpoint,
                "checks": checks,
            }));
        }
    }
    Ok(changed)
}

/// The log as it was before each change of its stage.
fn shorter_records(world: &World) -> anyhow::Result<Vec<Value>> {
    let entries = world.simulation.entries();
    let ends = [
        EntryKind::CeremonyCommit,
        EntryKind::ElectionKey,
        EntryKind::Open,
        EntryKind::Close,
        EntryKind::DecryptionShare,
        EntryKind::Result,
    ];
    let mut shorter = Vec::new();
    for kind in ends {
        let Some(size) = entries.iter().position(|raw| raw.get(1) == Some(&(kind as u8))) else {
            continue;
        };
        let log = entries.get(..size).unwrap_or_default();
        let (checkpoint, checks, ok) = judged(&world.simulation, log)?;
        ensure!(ok, "{} before {} is refused: {checks}", world.name, kind.name());
        shorter.push(json!({
            "base": world.name,
            "what": format!("before {}", kind.name()),
            "size": log.len(),
            "checkpoint": checkpoint,
            "checks": checks,
        }));
    }
    Ok(shorter)
}

/// The checkpoint of a log of these entries, the verdict of each check, and whether all hold.
fn judged(world: &Simulation, entries: &[Vec<u8>]) -> anyhow::Result<(String, Value, bool)> {
    let files = record::files(entries, &world.log_signer()?)?;
    let folder = tempfile::tempdir()?;
    for (name, bytes) in &files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().context("a folder")?)?;
        fs::write(path, bytes)?;
    }
    let place = folder.path().to_str().context("a path")?;
    let source = LogSource::open(place, None)?;
    let verification = verify(
        &source,
        &Request::default(),
        ChaCha20Rng::seed_from_u64(4),
        &mut (),
    )?;
    let checks = verification
        .report()
        .iter()
        .map(|(id, check)| verdict(id.id(), check));
    let checkpoint = files.get("checkpoint").context("a checkpoint")?;
    let checkpoint = String::from_utf8(checkpoint.clone()).with_context(|| hex(checkpoint))?;
    Ok((checkpoint, checks.collect(), verification.is_ok()))
}

fn verdict(id: &str, check: &CheckReport) -> Value {
    let word = match check.status {
        Status::Passed => "passed",
        Status::Failed(_) => "failed",
        Status::Skipped(_) => "skipped",
        Status::NotReached(_) => "not-reached",
    };
    json!([id, word, check.covered])
}
