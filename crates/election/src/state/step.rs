//! What an administrative object would change: planned first, without touching anything, then performed.

use super::ceremony::CeremonyStage;
use super::{Closed, Election, KeyReady, Refusal, RollCommitted, Stage, Urn};
use crate::entry::{
    Abort, Author, BoothBuild, Cancellation, Close, EntryKind, Extension, Open, PhaseEnd, Roll, Shares,
    SignedObject, TallyResult,
};
use crate::manifest::Time;
use comitia_crypto::Digest;
use comitia_crypto::ceremony::TrusteeIndex;
use comitia_crypto::codec::Decode;
use std::sync::Arc;

/// A change that passed every check.
pub(super) enum Step {
    /// Another stage.
    Enter(Box<Stage>),
    /// A later close.
    Extend(Time),
    /// One voter less.
    Cancel(Cancellation),
    /// The urn closes.
    Close(Close, Digest),
    /// Shares for the closed urn.
    Share(TrusteeIndex, Shares),
}

/// A step, and the time that the object claims.
pub(super) struct Planned {
    pub at: Option<(&'static str, Time)>,
    pub step: Step,
}

impl Planned {
    fn enter(at: Option<(&'static str, Time)>, stage: Stage) -> Self {
        Self {
            at,
            step: Step::Enter(Box::new(stage)),
        }
    }
}

impl Election {
    pub(super) fn plan_step(&self, object: &SignedObject, index: u64) -> Result<Planned, Refusal> {
        match (&self.stage, object.kind) {
            (Stage::Closed(_) | Stage::Published(_) | Stage::Aborted(_), EntryKind::Abort) => {
                Err(self.refused(object))
            }
            (_, EntryKind::Abort) => {
                let abort: Abort = read(object)?;
                Ok(Planned::enter(Some(("Abort", abort.at)), Stage::Aborted(abort)))
            }
            (Stage::Ceremony(stage), _) => self.plan_ceremony(stage, object),
            (Stage::KeyReady(ready), _) => self.plan_roll(ready, object),
            (Stage::RollCommitted(committed), _) => self.plan_opening(committed, object),
            (Stage::Open(urn), _) => self.plan_voting(urn, object, index),
            (Stage::Closed(closed), _) => self.plan_tally(closed, object),
            (Stage::Published(_) | Stage::Aborted(_), _) => Err(self.refused(object)),
        }
    }

    /// Cannot fail: everything was checked when the step was planned.
    pub(super) fn perform(&mut self, step: Step) {
        match step {
            Step::Enter(stage) => self.stage = *stage,
            Step::Extend(closes_at) => self.closes_at = closes_at,
            Step::Cancel(cancellation) => {
                if let Stage::Open(urn) = &mut self.stage {
                    urn.cancel(&cancellation);
                }
            }
            Step::Close(close, hash) => self.close(close, hash),
            Step::Share(trustee, shares) => {
                self.clock = self.clock.max(shares.at);
                if let Stage::Closed(closed) = &mut self.stage {
                    closed.add(trustee, shares);
                }
            }
        }
        if let Stage::Ceremony(stage) = &mut self.stage {
            stage.settle(&self.log);
        }
    }

    /// Moves the urn instead of copying it: it holds every voter.
    fn close(&mut self, close: Close, hash: Digest) {
        let placeholder = Stage::Aborted(Abort {
            at: close.at,
            reason: String::new(),
        });
        self.stage = match core::mem::replace(&mut self.stage, placeholder) {
            Stage::Open(urn) => {
                Stage::Closed(Box::new(Closed::new(&self.manifest, Arc::from(urn), close, hash)))
            }
            other => other,
        };
    }

    fn refused(&self, object: &SignedObject) -> Refusal {
        Refusal::NotAdmitted {
            kind: object.kind,
            stage: self.stage.name(),
        }
    }

    fn plan_ceremony(&self, stage: &CeremonyStage, object: &SignedObject) -> Result<Planned, Refusal> {
        stage.check_alive()?;
        match (object.kind, sent_by(object)) {
            (EntryKind::PhaseEnd, _) => {
                let end: PhaseEnd = read(object)?;
                let next = stage.end_phase(&self.manifest.times.ceremony, end)?;
                Ok(Planned::enter(
                    Some(("PhaseEnd", end.at)),
                    Stage::Ceremony(Box::new(next)),
                ))
            }
            (EntryKind::ElectionKey, _) => {
                let ready = stage.election_key(&object.payload, object.hash())?;
                Ok(Planned::enter(None, Stage::KeyReady(Box::new(ready))))
            }
            (kind, Some(from)) => {
                let next = stage.take(kind, from, &object.payload)?;
                Ok(Planned::enter(None, Stage::Ceremony(Box::new(next))))
            }
            _ => Err(self.refused(object)),
        }
    }

    fn plan_roll(&self, ready: &KeyReady, object: &SignedObject) -> Result<Planned, Refusal> {
        if object.kind != EntryKind::Roll {
            return Err(self.refused(object));
        }
        let roll = Roll::from_bytes(&object.payload).map_err(|error| Refusal::Roll(error.to_string()))?;
        let committed = ready.commit_roll(&self.manifest, roll, object.hash())?;
        Ok(Planned::enter(None, Stage::RollCommitted(Box::new(committed))))
    }

    fn plan_opening(&self, committed: &RollCommitted, object: &SignedObject) -> Result<Planned, Refusal> {
        match object.kind {
            EntryKind::BoothBuild => {
                let build: BoothBuild = read(object)?;
                let next = committed.with_booth(build, object.hash())?;
                Ok(Planned::enter(None, Stage::RollCommitted(Box::new(next))))
            }
            EntryKind::Open => {
                let open: Open = read(object)?;
                self.check_opening(open.at)?;
                let urn = committed.open(&self.manifest, open, object.hash())?;
                Ok(Planned::enter(
                    Some(("Open", open.at)),
                    Stage::Open(Box::new(urn)),
                ))
            }
            EntryKind::Extension => self.plan_extension(object),
            _ => Err(self.refused(object)),
        }
    }

    fn plan_voting(&self, urn: &Urn, object: &SignedObject, index: u64) -> Result<Planned, Refusal> {
        match object.kind {
            EntryKind::Extension => self.plan_extension(object),
            EntryKind::Cancellation => {
                let cancellation: Cancellation = read(object)?;
                urn.check_cancellation(&cancellation)?;
                Ok(Planned {
                    at: None,
                    step: Step::Cancel(cancellation),
                })
            }
            EntryKind::Close => {
                let close: Close = read(object)?;
                self.check_closing(close, index)?;
                Ok(Planned {
                    at: Some(("Close", close.at)),
                    step: Step::Close(close, object.hash()),
                })
            }
            _ => Err(self.refused(object)),
        }
    }

    fn plan_tally(&self, closed: &Closed, object: &SignedObject) -> Result<Planned, Refusal> {
        match (object.kind, sent_by(object)) {
            (EntryKind::DecryptionShare, Some(trustee)) => {
                let shares: Shares = read(object)?;
                self.check_share_time(closed, shares.at)?;
                closed.check(trustee, &shares)?;
                // Shares come in any order: one that travelled as a file may be older than one that is on the log.
                Ok(Planned {
                    at: None,
                    step: Step::Share(trustee, shares),
                })
            }
            (EntryKind::Result, _) => {
                let result: TallyResult = read(object)?;
                let at = Some(("Result", result.at));
                let published = closed.publish(result, object.hash())?;
                Ok(Planned::enter(at, Stage::Published(Box::new(published))))
            }
            _ => Err(self.refused(object)),
        }
    }

    fn plan_extension(&self, object: &SignedObject) -> Result<Planned, Refusal> {
        let extension: Extension = read(object)?;
        let (what, at, bound) = ("Extension", extension.at, self.closes_at);
        if at >= bound {
            return Err(Refusal::Time {
                what,
                at,
                problem: "after",
                bound,
            });
        }
        if extension.closes_at <= bound {
            let at = extension.closes_at;
            return Err(Refusal::Time {
                what: "the extended close",
                at,
                problem: "before",
                bound,
            });
        }
        Ok(Planned {
            at: Some((what, at)),
            step: Step::Extend(extension.closes_at),
        })
    }

    fn check_opening(&self, at: Time) -> Result<(), Refusal> {
        let opens_at = self.manifest.times.opens_at;
        if at < opens_at {
            return Err(Refusal::Time {
                what: "Open",
                at,
                problem: "before",
                bound: opens_at,
            });
        }
        if at >= self.closes_at {
            return Err(Refusal::Time {
                what: "Open",
                at,
                problem: "after",
                bound: self.closes_at,
            });
        }
        Ok(())
    }

    fn check_closing(&self, close: Close, index: u64) -> Result<(), Refusal> {
        if close.at < self.closes_at && self.manifest.waivers.early_close.is_none() {
            return Err(Refusal::Time {
                what: "Close",
                at: close.at,
                problem: "before",
                bound: self.closes_at,
            });
        }
        if close.tree_size != index {
            return Err(Refusal::CloseSize {
                named: close.tree_size,
                actual: index,
            });
        }
        let actual = self.log.root_digest();
        if close.root != actual {
            let named = close.root;
            return Err(Refusal::CloseRoot { named, actual });
        }
        Ok(())
    }

    /// What `Close` must say.
    #[must_use]
    pub fn expected_close(&self, at: Time) -> Close {
        Close {
            at,
            tree_size: self.log.size(),
            root: self.log.root_digest(),
        }
    }

    fn check_share_time(&self, closed: &Closed, at: Time) -> Result<(), Refusal> {
        let checking = u64::from(self.manifest.times.checking_seconds);
        let bound = Time(closed.close().at.0.saturating_add(checking));
        if at < bound {
            return Err(Refusal::Time {
                what: "DecryptionShare",
                at,
                problem: "before",
                bound,
            });
        }
        Ok(())
    }
}

fn sent_by(object: &SignedObject) -> Option<TrusteeIndex> {
    match object.endorsements.first()?.author {
        Author::Trustee(index) => TrusteeIndex::new(u8::try_from(index).ok()?),
        _ => None,
    }
}

fn read<T: Decode>(object: &SignedObject) -> Result<T, Refusal> {
    T::from_bytes(&object.payload).map_err(|error| Refusal::Payload {
        kind: object.kind,
        error,
    })
}
