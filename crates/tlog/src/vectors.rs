//! Vectors that others made: run when the folder with them is there.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::VerifyingKey;
use serde_json::Value;

use crate::hash::{TreeHash, leaf_hash};
use crate::note::check_ed25519;
use crate::tree::{verify_consistency, verify_inclusion};

/// The folder of a kind of vectors, or `None` after saying that it is not there.
fn vectors(kind: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("COMITIA_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("vectors").join(kind);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no data folder");
    None
}

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn hash(value: &Value) -> Option<TreeHash> {
    TreeHash::from_base64(value.as_str()?)
}

/// A root in these vectors may be any bytes; what is no hash stands for a hash that no tree has.
fn root(value: &Value) -> Option<TreeHash> {
    let bytes = BASE64.decode(value.as_str()?.as_bytes()).ok()?;
    hash(value).or_else(|| Some(leaf_hash(&bytes)))
}

fn hashes(value: &Value) -> Option<Vec<TreeHash>> {
    value
        .as_array()
        .map_or(Some(Vec::new()), |hashes| hashes.iter().map(hash).collect())
}

/// Whether an inclusion vector verifies; a hash in a proof of a wrong length does not even parse.
fn inclusion_holds(vector: &Value) -> Option<()> {
    let (index, size) = (vector["leafIdx"].as_u64()?, vector["treeSize"].as_u64()?);
    let (leaf, root) = (hash(&vector["leafHash"])?, root(&vector["root"])?);
    verify_inclusion(&leaf, index, size, &root, &hashes(&vector["proof"])?).ok()
}

fn consistency_holds(vector: &Value) -> Option<()> {
    let (older, newer) = (vector["size1"].as_u64()?, vector["size2"].as_u64()?);
    let (old, new) = (root(&vector["root1"])?, root(&vector["root2"])?);
    verify_consistency(older, newer, &old, &new, &hashes(&vector["proof"])?).ok()
}

fn run(folder: &Path, holds: fn(&Value) -> Option<()>) -> (usize, usize) {
    let files = files_below(folder);
    let mut good = 0;
    for file in &files {
        let vector = read(file);
        let want_error = vector["wantErr"].as_bool().unwrap();
        assert_eq!(
            holds(&vector).is_none(),
            want_error,
            "{}: {}",
            file.display(),
            vector["desc"]
        );
        good += usize::from(!want_error);
    }
    (files.len(), good)
}

#[test]
fn merkle_proofs() {
    let Some(folder) = vectors("merkle") else { return };
    let (inclusion, good_inclusion) = run(&folder.join("inclusion"), inclusion_holds);
    let (consistency, good_consistency) = run(&folder.join("consistency"), consistency_holds);
    assert_eq!(inclusion + consistency, 95);
    assert_eq!((good_inclusion, good_consistency), (3, 3));
}

#[test]
fn ed25519_signatures() {
    let Some(folder) = vectors("wycheproof") else {
        return;
    };
    let mut count = 0;
    for group in read(&folder.join("ed25519_test.json"))["testGroups"]
        .as_array()
        .unwrap()
    {
        let hex = |value: &Value| HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap();
        let public = hex(&group["publicKey"]["pk"]).try_into().unwrap();
        let public = VerifyingKey::from_bytes(&public).unwrap();
        for test in group["tests"].as_array().unwrap() {
            let verified = check_ed25519(&public, &hex(&test["msg"]), &hex(&test["sig"]));
            assert_eq!(
                verified.is_ok(),
                test["result"] == "valid",
                "test {}: {}",
                test["tcId"],
                test["comment"]
            );
            count += 1;
        }
    }
    assert_eq!(count, 151);
}

#[test]
fn the_vectors_are_read_as_base64() {
    // A vector whose fields were misnamed would count as one that rightly fails.
    let Some(folder) = vectors("merkle") else { return };
    for file in files_below(&folder.join("inclusion")) {
        let vector = read(&file);
        assert!(
            vector["leafIdx"].is_u64() && vector["treeSize"].is_u64(),
            "{}",
            file.display()
        );
        for field in ["root", "leafHash"] {
            assert!(BASE64.decode(vector[field].as_str().unwrap().as_bytes()).is_ok());
        }
    }
}
