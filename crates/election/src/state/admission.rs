//! Taking entries: signatures first, then the stage's rules; a refused entry changes nothing.

use super::log::decode;
use super::{BallotRefusal, Election, LogPosition, Refusal, Stage};
use crate::entry::{AuditedEntry, Author, BallotEntry, Entry, EntryKind, SignedObject, signing_input, split};
use crate::manifest::Manifest;
use comitia_crypto::Digest;
use comitia_crypto::ballot::VoterContext;

/// What an entry was, once taken.
#[derive(Debug, Clone)]
pub enum Admitted {
    /// A part of an object that is not complete yet.
    Part,
    /// An administrative object.
    Object(EntryKind),
    /// A vote whose proof and signature are still to be verified.
    Ballot(Box<PendingBallot>),
    /// A sealed ballot given up for an audit; its signature is verified.
    Audited(AuditedEntry),
}

/// A vote as the proof sees it.
#[derive(Debug, Clone)]
pub struct PendingBallot {
    /// Its place on the log.
    pub index: u64,
    /// The voter, with weight and group from the roll.
    pub voter: VoterContext,
    /// The entry.
    pub entry: BallotEntry,
}

impl Election {
    /// Takes the next entry of a log, as it lies there.
    ///
    /// Ballots are taken with the cheap checks alone: whoever reads a log must verify what
    /// [`Admitted::Ballot`] gives back.
    pub fn apply(&mut self, raw: &[u8]) -> Result<Admitted, Refusal> {
        let mut log = self.log.clone();
        let Some(entry) = log.read(raw)? else {
            log.append(raw)?;
            self.log = log;
            return Ok(Admitted::Part);
        };
        self.take(&entry, log, &[raw])
    }

    /// Takes a new entry before it is logged; gives the log entries that it becomes, parts where it is large.
    pub fn admit(&mut self, entry: &Entry) -> Result<(Vec<Vec<u8>>, Admitted), Refusal> {
        if self.log.assembler.is_waiting() || matches!(entry, Entry::Part(_)) {
            return Err(Refusal::Part(crate::entry::PartError::Sequence));
        }
        let raws = split(entry).ok_or(Refusal::TooLarge { bytes: usize::MAX })?;
        let slices: Vec<&[u8]> = raws.iter().map(Vec::as_slice).collect();
        let admitted = self.take(entry, self.log.clone(), &slices)?;
        Ok((raws, admitted))
    }

    /// The cheap checks of a ballot before it is admitted; `raw` is its encoded entry.
    pub fn check_ballot(&self, raw: &[u8]) -> Result<(BallotEntry, VoterContext), Refusal> {
        let Stage::Open(urn) = &self.stage else {
            return Err(Refusal::NotAdmitted {
                kind: EntryKind::Ballot,
                stage: self.stage.name(),
            });
        };
        self.check_length(raw.len())?;
        let Entry::Ballot(ballot) = decode(raw)? else {
            return Err(Refusal::NotAdmitted {
                kind: EntryKind::Part,
                stage: "Open",
            });
        };
        let context = urn.check_ballot(&ballot)?;
        Ok((ballot, context))
    }

    fn check_length(&self, got: usize) -> Result<(), BallotRefusal> {
        let expected = BallotEntry::encoded_len(self.manifest.ballot().shape());
        if got == expected {
            Ok(())
        } else {
            Err(BallotRefusal::Length { expected, got })
        }
    }

    fn take(&mut self, entry: &Entry, log: LogPosition, raws: &[&[u8]]) -> Result<Admitted, Refusal> {
        match entry {
            Entry::Object(object) => self.take_object(object, log, raws),
            Entry::Ballot(ballot) => self.take_ballot(ballot, log, raws),
            Entry::Audited(audited) => self.take_audit(audited, log, raws),
            Entry::Part(_) => Err(Refusal::Part(crate::entry::PartError::Sequence)),
        }
    }

    fn take_object(
        &mut self,
        object: &SignedObject,
        mut log: LogPosition,
        raws: &[&[u8]],
    ) -> Result<Admitted, Refusal> {
        check_signatures(&self.manifest, object, &self.expected_authors(object)?)?;
        let planned = self.plan_step(object, log.size())?;
        if let Some((what, at)) = planned.at
            && at < self.clock
        {
            return Err(Refusal::Time {
                what,
                at,
                problem: "before",
                bound: self.clock,
            });
        }
        for raw in raws {
            log.append(raw)?;
        }
        self.log = log;
        self.clock = planned.at.map_or(self.clock, |(_, at)| at);
        self.perform(planned.step);
        Ok(Admitted::Object(object.kind))
    }

    fn take_ballot(
        &mut self,
        ballot: &BallotEntry,
        mut log: LogPosition,
        raws: &[&[u8]],
    ) -> Result<Admitted, Refusal> {
        let bytes = raws.first().copied().unwrap_or_default();
        self.check_length(bytes.len())?;
        let index = log.size();
        log.append(bytes)?;
        let name = self.stage.name();
        let Stage::Open(urn) = &mut self.stage else {
            return Err(Refusal::NotAdmitted {
                kind: EntryKind::Ballot,
                stage: name,
            });
        };
        let voter = urn.put(ballot, Digest::of(bytes), index)?;
        self.log = log;
        Ok(Admitted::Ballot(Box::new(PendingBallot {
            index,
            voter,
            entry: ballot.clone(),
        })))
    }

    fn take_audit(
        &mut self,
        audited: &AuditedEntry,
        mut log: LogPosition,
        raws: &[&[u8]],
    ) -> Result<Admitted, Refusal> {
        log.append(raws.first().copied().unwrap_or_default())?;
        let name = self.stage.name();
        let Stage::Open(urn) = &mut self.stage else {
            return Err(Refusal::NotAdmitted {
                kind: EntryKind::AuditedBallot,
                stage: name,
            });
        };
        urn.put_audit(audited)?;
        self.log = log;
        Ok(Admitted::Audited(*audited))
    }

    /// Whose signatures an object must bear, no more and no fewer.
    fn expected_authors(&self, object: &SignedObject) -> Result<Vec<Author>, Refusal> {
        let sender = object.endorsements.first().map(|endorsement| endorsement.author);
        Ok(match object.kind {
            EntryKind::TrusteeEnrolment
            | EntryKind::CeremonyCommit
            | EntryKind::CeremonyReveal
            | EntryKind::CeremonyComplaint
            | EntryKind::CeremonyAnswer
            | EntryKind::CeremonyAccept
            | EntryKind::DecryptionShare => match sender {
                Some(author @ Author::Trustee(_)) => vec![author],
                _ => vec![Author::Trustee(1)],
            },
            EntryKind::Roll => vec![Author::Authority, Author::Registrar],
            EntryKind::Cancellation => {
                let officer = object.endorsements.last().map(|endorsement| endorsement.author);
                match officer {
                    Some(author @ Author::Officer(_)) => vec![Author::Authority, author],
                    _ => vec![Author::Authority, Author::Officer(1)],
                }
            }
            EntryKind::Ballot | EntryKind::AuditedBallot | EntryKind::Part => {
                return Err(Refusal::NotAdmitted {
                    kind: object.kind,
                    stage: self.stage.name(),
                });
            }
            _ => vec![Author::Authority],
        })
    }
}

/// Checks that exactly these authors signed, each with the key that the manifest pins.
///
/// # Errors
/// [`Refusal::Authors`] when others signed, [`Refusal::Signature`] naming the one whose signature is wrong.
pub fn check_signatures(
    manifest: &Manifest,
    object: &SignedObject,
    authors: &[Author],
) -> Result<(), Refusal> {
    let kind = object.kind;
    if object
        .endorsements
        .iter()
        .map(|endorsement| endorsement.author)
        .ne(authors.iter().copied())
    {
        let names: Vec<String> = authors.iter().map(Author::to_string).collect();
        return Err(Refusal::Authors {
            kind,
            expected: names.join(" and "),
        });
    }
    let input = signing_input(manifest.id(), kind, &object.payload);
    for endorsement in &object.endorsements {
        let author = endorsement.author;
        let key = pinned_key(manifest, author).ok_or(Refusal::Signature { kind, author })?;
        if !key.verifies(&input, &endorsement.signature) {
            return Err(Refusal::Signature { kind, author });
        }
    }
    Ok(())
}

fn pinned_key(manifest: &Manifest, author: Author) -> Option<comitia_crypto::signing::VerifyingKey> {
    let numbered = |index: u16| usize::from(index).checked_sub(1);
    Some(match author {
        Author::Authority => manifest.authority.key.0,
        Author::Registrar => manifest.registrar.key.0,
        Author::Trustee(index) => manifest.trustees.get(numbered(index)?)?.key.0,
        Author::Officer(index) => manifest.officers.get(numbered(index)?)?.key.0,
    })
}
