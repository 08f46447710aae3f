//! Killed between any two steps of a cosignature, a witness never cosigns a tree that does not continue one that it
//! cosigned before.

use std::os::unix::process::ExitStatusExt as _;

use comitia_witness::witness::POINTS;

use crate::program::{Serving, add_log, init};
use crate::tree::{Tree, signer};

#[test]
fn t3_killed_at_every_point_a_witness_forgets_nothing_that_it_said() {
    let trees = [Tree::new("one", 100, 400), Tree::new("two", 100, 400)];
    for point in [POINTS, comitia_files::POINTS].concat() {
        let folder = tempfile::tempdir().unwrap();
        init(folder.path());
        add_log(folder.path(), &signer().key().to_string());
        let before = Serving::start(folder.path(), "");
        assert_eq!(
            before.post(&trees[0].request(0, 100).to_string()).unwrap().status,
            200
        );
        drop(before);
        // It dies while it cosigns one branch.
        let mut dying = Serving::start(folder.path(), point);
        assert_eq!(
            dying.post(&trees[0].request(100, 200).to_string()),
            None,
            "{point}"
        );
        assert_eq!(dying.wait().signal(), Some(9), "{point}");
        drop(dying);
        // Afterwards it has kept the old state or the new one, and nothing else; the answer may have been on its way.
        let after = Serving::start(folder.path(), "");
        let other = after.post(&trees[1].request(100, 200).to_string()).unwrap();
        let same = after.post(&trees[0].request(100, 200).to_string()).unwrap();
        let is_kept = matches!(point, "file-renamed" | "kept");
        match is_kept {
            true => assert_eq!((other.status, same.status), (409, 409), "{point}"),
            false => assert_eq!((other.status, same.status), (200, 409), "{point}"),
        }
    }
}
