//! The folder: who may read the key, who may serve, what damage does.

use std::os::unix::fs::PermissionsExt as _;

use crate::program::{Serving, add_log, command, init};
use crate::tree::{ORIGIN, Tree, signer, signer_of};

#[test]
fn the_key_is_for_its_owner_and_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let key = init(folder.path());
    let mode = std::fs::metadata(folder.path().join("key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = command(&["init", "--name", "other.example"], folder.path());
    assert!(!again.status.success());
    let shown = command(&["key"], folder.path());
    assert_eq!(String::from_utf8(shown.stdout).unwrap().trim(), key.to_string());
}

#[test]
fn t9_a_log_is_watched_under_one_key() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    add_log(folder.path(), &signer().key().to_string());
    for key in [signer(), signer_of(ORIGIN, 2)] {
        let refused = command(&["add-log", &key.key().to_string()], folder.path());
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains(ORIGIN), "{said}");
    }
    let nonsense = command(&["add-log", "no key"], folder.path());
    assert!(!nonsense.status.success());
}

#[test]
fn a_log_is_taken_up_while_the_witness_serves() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), "");
    let request = Tree::new("a", 10, 10).request(0, 10).to_string();
    assert_eq!(serving.post(&request).unwrap().status, 404);
    add_log(folder.path(), &signer().key().to_string());
    assert_eq!(serving.post(&request).unwrap().status, 200);
    let listed = command(&["logs"], folder.path());
    assert!(String::from_utf8(listed.stdout).unwrap().contains("10 entries"));
}

#[test]
fn one_process_serves_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let _serving = Serving::start(folder.path(), "");
    let second = command(&["serve", "--listen", "127.0.0.1:0"], folder.path());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(
        !second.status.success() && said.contains("another witness uses"),
        "{said}"
    );
}

#[test]
fn t2_a_damaged_or_missing_state_is_refused_and_never_taken_for_a_new_one() {
    type Damage = fn(&std::path::Path);
    let damages: [Damage; 4] = [
        |state| std::fs::remove_file(state).unwrap(),
        |state| std::fs::write(state, "").unwrap(),
        |state| std::fs::write(state, "vote.example/elections/00ff\n5\n").unwrap(),
        |state| {
            let text = std::fs::read_to_string(state).unwrap();
            std::fs::write(state, text.replacen("\n10\n", "\n9\n", 1)).unwrap();
        },
    ];
    for damage in damages {
        let folder = tempfile::tempdir().unwrap();
        init(folder.path());
        add_log(folder.path(), &signer().key().to_string());
        let serving = Serving::start(folder.path(), "");
        let tree = Tree::new("a", 20, 20);
        assert_eq!(
            serving.post(&tree.request(0, 10).to_string()).unwrap().status,
            200
        );
        let id = comitia_witness::folder::log_id(ORIGIN);
        damage(&folder.path().join("logs").join(id).join("state"));
        assert_eq!(
            serving.post(&tree.request(0, 20).to_string()).unwrap().status,
            500
        );
        drop(serving);
        let refused = command(&["serve", "--listen", "127.0.0.1:0"], folder.path());
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains("state"), "{said}");
    }
}
