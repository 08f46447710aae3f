//! The opening of an audited ballot, for another program to check (protocol-spec: `audit`).
//!
//! ```text
//! {"comitia": "audit/v1", "election": hex, "body": base64, "randomness": hex, "selections": [[place, …], …]}
//! ```
//! It is data and not an address: whoever follows an address trusts the page behind it.

use comitia_crypto::ElectionId;
use comitia_crypto::codec::Encode as _;
use comitia_crypto::group::Scalar;
use comitia_election::contest::Selection;
use comitia_election::entry::Body;
use data_encoding::{BASE64, HEXLOWER};
use serde::Serialize;
use zeroize::Zeroizing;

/// What an opening calls itself.
const FORMAT: &str = "audit/v1";

#[derive(Serialize)]
struct OpeningFile<'a> {
    comitia: &'static str,
    election: String,
    body: String,
    randomness: &'a str,
    selections: &'a [Selection],
}

/// The text of an opening. It shows the choice, so it is erased when it is dropped.
pub(crate) fn opening_json(
    election: &ElectionId,
    body: &Body,
    randomness: &Scalar,
    selections: &[Selection],
) -> Zeroizing<String> {
    let randomness = Zeroizing::new(HEXLOWER.encode(randomness.as_bytes()));
    let file = OpeningFile {
        comitia: FORMAT,
        election: election.to_string(),
        body: BASE64.encode(&body.to_bytes()),
        randomness: &randomness,
        selections,
    };
    // Strings and numbers alone: there is nothing that could fail.
    Zeroizing::new(serde_json::to_string(&file).unwrap_or_default())
}
