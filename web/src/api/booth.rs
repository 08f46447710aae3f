//! Everything a voting client needs, with the evidence for it.

use super::Api;
use super::problem::ApiError;
use crate::elections::Running;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use comitia_booth::packet::{Bytes, Hex, Packet};
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_election::entry::{Assembler, Entry, EntryKind};
use comitia_election::state::{Election, Refusal};

/// Entries before `Open` are few; this many are read to find them.
const SETUP_ENTRIES: u64 = 100_000;

/// Manifest, keys with their acceptances, booth and `Open`, with a receipt for the latter, whose log continues what was
/// accepted.
pub(super) async fn packet(State(api): State<Api>, Path(id): Path<String>) -> Result<Json<Packet>, ApiError> {
    let running = api.running(&id)?;
    let look = |election: &Election| (election.stage().name(), election.urn().map(|urn| *urn.commits()));
    let (stage, commits) = running.look(look).await?;
    let commits = commits.ok_or_else(|| {
        ApiError::new(
            StatusCode::CONFLICT,
            "election_not_open",
            format!("the election is in stage {stage}"),
        )
    })?;
    let mut packet = Packet {
        manifest: Bytes(running.manifest().bytes().to_vec()),
        commits: Hex(commits),
        ..Packet::default()
    };
    let opened = gather(&running, &mut packet).await?;
    let receipt = running.log().receipt(opened).await?;
    if let Some((receipt, accepted)) = receipt.zip(packet.accepted()) {
        let newer = receipt.checkpoint.unverified().size;
        let proof = running.log().consistency(accepted.size, newer).await?;
        packet.keep_continuity(&proof);
        packet.open_receipt = receipt.to_string();
    }
    Ok(Json(packet))
}

/// Reads the log as far as `Open`; gives its place.
async fn gather(running: &Running, packet: &mut Packet) -> Result<u64, ApiError> {
    let mut setup = Setup::default();
    let mut pages = running.log().entries(0..SETUP_ENTRIES);
    while let Some(page) = pages.next().await? {
        for (index, raw) in (page.first..).zip(&page.entries) {
            if let Some((kind, bytes)) = setup.take(raw.as_bytes())? {
                packet.keep(kind, &bytes);
                if kind == EntryKind::Open {
                    return Ok(index);
                }
            }
        }
    }
    Err(ApiError::not_found("opening"))
}

/// Puts the objects of the log together.
#[derive(Default)]
struct Setup(Assembler);

impl Setup {
    fn take(&mut self, raw: &[u8]) -> Result<Option<(EntryKind, Vec<u8>)>, ApiError> {
        Ok(match Entry::from_bytes(raw)? {
            Entry::Part(part) => {
                let whole = self.0.take(part).map_err(Refusal::from)?;
                whole.map(|entry| (entry.kind(), entry.to_bytes()))
            }
            entry => Some((entry.kind(), raw.to_vec())),
        })
    }
}
