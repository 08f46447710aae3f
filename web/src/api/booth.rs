//! Everything a voting client needs, with the evidence for it.

use super::Api;
use super::problem::ApiError;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use comitia_crypto::codec::Decode;
use comitia_election::entry::{Assembler, Entry, EntryKind};
use comitia_election::state::Election;
use data_encoding::BASE64;
use serde_json::{Value, json};

/// Entries before `Open` are few; this many are read to find them.
const SETUP_ENTRIES: u64 = 100_000;

/// Manifest, keys with their acceptances, booth and `Open`, with a receipt for the latter.
pub(super) async fn packet(State(api): State<Api>, Path(id): Path<String>) -> Result<Json<Value>, ApiError> {
    let running = api.running(&id)?;
    let look = |election: &Election| (election.stage().name(), election.urn().is_some());
    let (stage, opened) = running.look(look).await?;
    if !opened {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "election_not_open",
            format!("the election is in stage {stage}"),
        ));
    }
    let mut packet = json!({"manifest": BASE64.encode(running.manifest().bytes()), "stage": stage});
    let mut accepts = Vec::new();
    let mut setup = Setup::default();
    let mut pages = running.log().entries(0..SETUP_ENTRIES);
    'log: while let Some(page) = pages.next().await? {
        for (index, raw) in (page.first..).zip(&page.entries) {
            let Some((kind, bytes)) = setup.take(raw.as_bytes())? else {
                continue;
            };
            match kind {
                EntryKind::CeremonyAccept => accepts.push(json!(BASE64.encode(&bytes))),
                EntryKind::ElectionKey => set(&mut packet, "election_key", json!(BASE64.encode(&bytes))),
                EntryKind::BoothBuild => set(&mut packet, "booth_build", json!(BASE64.encode(&bytes))),
                EntryKind::Open => {
                    set(&mut packet, "open", json!(BASE64.encode(&bytes)));
                    let receipt = running.log().receipt(index).await?;
                    set(
                        &mut packet,
                        "open_receipt",
                        json!(receipt.map(|receipt| receipt.to_string())),
                    );
                    break 'log;
                }
                _ => {}
            }
        }
    }
    set(&mut packet, "accepts", Value::Array(accepts));
    Ok(Json(packet))
}

fn set(packet: &mut Value, field: &str, value: Value) {
    if let Some(fields) = packet.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
}

/// Puts the objects of the log together.
#[derive(Default)]
struct Setup(Assembler);

impl Setup {
    fn take(&mut self, raw: &[u8]) -> Result<Option<(EntryKind, Vec<u8>)>, ApiError> {
        use comitia_crypto::codec::Encode as _;
        Ok(match Entry::from_bytes(raw)? {
            Entry::Part(part) => {
                let whole = self
                    .0
                    .take(part)
                    .map_err(comitia_election::state::Refusal::from)?;
                whole.map(|entry| (entry.kind(), entry.to_bytes()))
            }
            entry => Some((entry.kind(), raw.to_vec())),
        })
    }
}
