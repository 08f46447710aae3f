//! What anybody may ask and send.

use super::Api;
use super::problem::ApiError;
use crate::elections::{Running, Submission};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::{Ceremony, Outcome};
use comitia_crypto::codec::Decode;
use comitia_crypto::credential::Pseudonym;
use comitia_crypto::group::PointBytes;
use comitia_election::entry::{Entry, EntryKind};
use comitia_election::state::{Closed, Election, Refusal, Stage, Urn};
use serde_json::{Value, json};
use std::time::Duration;

impl Api {
    /// The election that a path names.
    pub(super) fn running(&self, id: &str) -> Result<Running, ApiError> {
        let id = ElectionId::parse(id).ok_or_else(|| ApiError::not_found("election"))?;
        self.elections
            .get(&id)
            .ok_or_else(|| ApiError::not_found("election"))
    }
}

pub(super) async fn list(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    let mut list = Vec::new();
    for running in api.elections.all() {
        list.push(running.look(describe).await?);
    }
    Ok(Json(json!({"elections": list})))
}

pub(super) async fn election(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    Ok(Json(api.running(&id)?.look(describe).await?))
}

fn describe(election: &Election) -> Value {
    let manifest = election.manifest();
    let urn = election.urn();
    let mut value = json!({
        "id": election.id().to_string(),
        "origin": manifest.origin(),
        "title": manifest.title,
        "stage": election.stage().name(),
        "size": election.log().size(),
        "opens_at": manifest.times.opens_at,
        "closes_at": election.closes_at(),
        "trustees": manifest.trustees.iter().map(|party| party.name.as_str()).collect::<Vec<_>>(),
        "threshold": manifest.threshold,
        "voters": urn.map(|urn| urn.roll().entries().len()),
        "ballots": urn.map(Urn::ballots),
        "counted": urn.map(Urn::counted),
        "shares": election.closed().map(Closed::shares).map(|shares| shares.keys().map(|t| t.get()).collect::<Vec<_>>()),
    });
    if let Stage::Ceremony(stage) = election.stage()
        && let Some(fields) = value.as_object_mut()
    {
        fields.extend(ceremony(stage.ceremony()));
    }
    value
}

fn ceremony(ceremony: &Ceremony) -> Vec<(String, Value)> {
    let missing: Vec<u8> = ceremony.missing().iter().map(|trustee| trustee.get()).collect();
    let failed = match ceremony.outcome() {
        Some(Outcome::Aborted(abort)) => Some(abort.to_string()),
        _ => None,
    };
    vec![
        ("phase".to_owned(), json!(ceremony.phase().to_string())),
        ("missing".to_owned(), json!(missing)),
        ("failed".to_owned(), json!(failed)),
    ]
}

/// Takes a vote. Answers when it is in the urn for good.
pub(super) async fn cast(
    State(api): State<Api>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let running = api.running(&id)?;
    let entry = Entry::from_bytes(&body)?;
    let Entry::Ballot(ballot) = entry else {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "this is not a ballot",
        ));
    };
    let answer = json!({
        "tracker": ballot.body.tracker().to_string(),
        "pseudonym": Pseudonym::of(&ballot.body.credential).to_string(),
    });
    let appended = api
        .elections
        .cast(&running, &ballot.body.credential, body.to_vec())
        .await?;
    Ok((StatusCode::CREATED, Json(with_index(answer, appended.first))))
}

fn with_index(mut answer: Value, index: u64) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("index".to_owned(), json!(index));
    }
    answer
}

/// Takes a sealed ballot that its voter wants to look into.
pub(super) async fn audit(
    State(api): State<Api>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let running = api.running(&id)?;
    let entry @ Entry::Audited(_) = Entry::from_bytes(&body)? else {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "this is not an audited ballot",
        ));
    };
    let appended = api.elections.submit(&running, Submission::Entry(entry)).await?;
    Ok((StatusCode::CREATED, Json(json!({"index": appended.first}))))
}

/// Takes a trustee's object: its signature is its permission.
pub(super) async fn object(
    State(api): State<Api>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let running = api.running(&id)?;
    let Entry::Object(object) = Entry::from_bytes(&body)? else {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "this is not an administrative object",
        ));
    };
    if !is_of_a_trustee(object.kind) {
        let refusal = Refusal::NotAdmitted {
            kind: object.kind,
            stage: "anybody's submissions",
        };
        return Err(refusal.into());
    }
    let appended = api.elections.take_object(&running, object).await?;
    Ok((StatusCode::CREATED, Json(json!({"index": appended.first}))))
}

const fn is_of_a_trustee(kind: EntryKind) -> bool {
    matches!(
        kind,
        EntryKind::TrusteeEnrolment
            | EntryKind::CeremonyCommit
            | EntryKind::CeremonyReveal
            | EntryKind::CeremonyComplaint
            | EntryKind::CeremonyAnswer
            | EntryKind::CeremonyAccept
            | EntryKind::DecryptionShare
    )
}

/// How long a receipt is waited for: until witnesses have cosigned, usually a fraction of a second.
const WITNESSED: Duration = Duration::from_secs(10);

/// The proof that an entry is in a checkpoint that enough witnesses have cosigned.
pub(super) async fn receipt(
    State(api): State<Api>,
    Path((id, index)): Path<(String, u64)>,
) -> Result<impl IntoResponse, ApiError> {
    let running = api.running(&id)?;
    let (log, mut publications) = (running.log(), running.publications());
    let waiting = tokio::time::timeout(WITNESSED, async {
        loop {
            if let Some(receipt) = log.receipt(index).await? {
                return Ok(receipt);
            }
            if log.entry(index).await?.is_none() {
                return Err(ApiError::not_found("entry"));
            }
            publications.more().await;
        }
    });
    let receipt = waiting.await.map_err(|_| ApiError::not_witnessed())??;
    Ok((
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        receipt.to_string(),
    ))
}

/// What a voter needs to seal the next ballot. The roll is public; so is this.
pub(super) async fn voter(
    State(api): State<Api>,
    Path((id, credential)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let unknown = || {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "unknown_credential",
            "this credential is not on the roll",
        )
    };
    let bytes = data_encoding::HEXLOWER
        .decode(credential.as_bytes())
        .map_err(|_| unknown())?;
    let credential = PointBytes(bytes.try_into().map_err(|_| unknown())?);
    let look = move |election: &Election| {
        let (line, voter) = election.urn()?.voter(&credential)?;
        Some(json!({
            "group": line.group,
            "weight": line.weight,
            "seq": voter.next_seq(),
            "prev": voter.last_hash().to_string(),
            "last_index": voter.counted(),
            "cancelled": voter.is_cancelled(),
        }))
    };
    api.running(&id)?.look(look).await?.map(Json).ok_or_else(unknown)
}
