//! Trees, checkpoints and receipts.

use crate::worlds::World;
use crate::{base64, hex};
use anyhow::{Context as _, ensure};
use comitia_election::entry::EntryKind;
use comitia_rehearsal::record;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::hash::leaf_hash;
use comitia_tlog::proof::Receipt;
use comitia_tlog::tree::Frontier;
use serde_json::{Value, json};

pub fn vectors(worlds: &[World]) -> anyhow::Result<Value> {
    Ok(json!({
        "trees": trees()?,
        "checkpoints": checkpoints(worlds)?,
        "receipts": receipts(worlds)?,
    }))
}

/// Roots of trees whose entries are their own numbers, as two bytes.
fn trees() -> anyhow::Result<Vec<Value>> {
    let mut tree = Frontier::new();
    let mut roots = vec![json!({ "size": 0, "root": hex(tree.root().as_bytes()) })];
    for number in 0..=300_u16 {
        tree.append(leaf_hash(&number.to_be_bytes()))?;
        if [1, 2, 3, 7, 256, 257, 300].contains(&tree.size()) {
            roots.push(json!({ "size": tree.size(), "root": hex(tree.root().as_bytes()) }));
        }
    }
    Ok(roots)
}

fn first(worlds: &[World]) -> anyhow::Result<&World> {
    worlds.first().context("an election")
}

/// A checkpoint, and texts that are none.
fn checkpoints(worlds: &[World]) -> anyhow::Result<Value> {
    let world = &first(worlds)?.simulation;
    let files = record::files(world.entries(), &world.log_signer()?)?;
    let good = String::from_utf8(files.get("checkpoint").context("a checkpoint")?.clone())?;
    let size = world.entries().len();
    let (root, stray) = stray_bits(&good)?;
    let changes = [
        ("a leading zero", format!("\n{size}\n"), format!("\n0{size}\n")),
        ("no empty line", "\n\n".to_owned(), "\n".to_owned()),
        ("a fourth line", "\n\n".to_owned(), "\nmore\n\n".to_owned()),
        ("another dash", "\u{2014}".to_owned(), "-".to_owned()),
        ("a carriage return", "\n\n".to_owned(), "\r\n\n".to_owned()),
        ("stray bits in base64", root, stray),
    ];
    let mut bad = Vec::new();
    for (what, from, to) in changes {
        let text = good.replacen(&from, &to, 1);
        ensure!(text != good, "{what} changes nothing");
        ensure!(
            SignedCheckpoint::parse(text.as_bytes()).is_err(),
            "{what} is accepted"
        );
        bad.push(json!({ "what": what, "text": text }));
    }
    let key = world.election().manifest().log_verifier()?.to_string();
    Ok(json!({ "key": key, "good": good, "bad": bad }))
}

/// The line of the root, and the same with a bit that says nothing: the last symbol of 32 bytes has two of them.
fn stray_bits(checkpoint: &str) -> anyhow::Result<(String, String)> {
    let line = checkpoint.lines().nth(2).context("a root")?;
    let (head, last) = line.split_at(line.len() - 2);
    let symbol = last.chars().next().context("a symbol")?;
    let next = char::from_u32(u32::from(symbol) + 1).context("a symbol")?;
    Ok((line.to_owned(), format!("{head}{next}=")))
}

/// The receipt of a ballot, and one of another place.
fn receipts(worlds: &[World]) -> anyhow::Result<Value> {
    let world = &first(worlds)?.simulation;
    let is_ballot = |raw: &Vec<u8>| raw.get(1) == Some(&(EntryKind::Ballot as u8));
    let place = world.entries().iter().rposition(is_ballot).context("a ballot")?;
    let raw = world.entries().get(place).context("a ballot")?;
    let good = record::receipt(world.entries(), place as u64, &world.log_signer()?)?;
    let policy = world.election().manifest().policy()?;
    good.verify(&policy, raw)?;
    let other = Receipt {
        index: good.index - 1,
        ..good.clone()
    };
    ensure!(other.verify(&policy, raw).is_err(), "a receipt of another place");
    Ok(json!({
        "key": world.election().manifest().log_verifier()?.to_string(),
        "entry": base64(raw),
        "good": good.to_string(),
        "bad": [other.to_string()],
    }))
}
