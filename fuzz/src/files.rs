//! Files that people hand in.

use comitia_booth::voter::Standing;
use comitia_counting::Rule;
use comitia_registrar::voters::{ListRules, read as read_voters};
use comitia_rehearsal::{Kind, parse};
use comitia_verifier::audit::Opening;

/// An opening of an audited ballot, and what a server says about a voter.
pub(crate) fn opening(bytes: &[u8]) {
    let _ = Opening::parse(bytes);
    let _ = Standing::read(bytes);
    let _ = serde_json::from_slice::<Rule>(bytes);
}

/// A file of ballots, as every kind that it can be: its plain count has a number for every counter.
pub(crate) fn ballot_file(bytes: &[u8]) {
    let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
    for file in kinds.filter_map(|kind| parse("fuzz", bytes, kind).ok()) {
        let contest = file.to_contest();
        assert_eq!(
            file.plain_count().len(),
            contest.counters().len(),
            "{}",
            file.title
        );
        for ballot in file.ballots.iter().take(8) {
            let marked = contest.mark(0, ballot);
            assert!(
                marked.is_ok(),
                "a ballot of the file is no ballot of its contest: {marked:?}"
            );
        }
    }
}

/// A list of voters.
pub(crate) fn voter_list(bytes: &[u8]) {
    let rules = ListRules {
        groups: vec!["all".to_owned()],
        floor: 10,
    };
    let _ = read_voters(bytes, &rules);
}

/// Codes of the registrar, once they are decrypted.
pub(crate) fn secret_file(bytes: &[u8]) {
    let _ = comitia_registrar::secrets::decode(bytes, &crate::seeds::election());
    let mut words = comitia_secrets::words::Reader::new("fuzz");
    for line in String::from_utf8_lossy(bytes).lines().take(40) {
        let _ = words.take(line);
    }
    let _ = words.finish();
}
