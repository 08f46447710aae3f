//! Reading the whole log: verified, and one with what was seen before (protocol-spec: `trustee-reading`).

use crate::error::{Error, Refusal};
use crate::keystore::Memory;
use crate::place::Place;
use comitia_crypto::Digest;
use comitia_crypto::ceremony::{LogPrefix, TrusteeIndex};
use comitia_crypto::signing::VerifyingKey;
use comitia_election::manifest::Manifest;
use comitia_election::state::{CeremonyStage, Election, Stage};
use comitia_election::tally::{Aggregates, SharesChecked, Tally};
use comitia_election::verification::{CheckId, Conclusion};
use comitia_verifier::{Request, Verification, Watch, verify};
use rand_core::{CryptoRng, RngCore, SeedableRng};

/// A log that verifies, and that continues the one that was verified before.
#[derive(Debug)]
pub struct Reading {
    election: Election,
    ceremony: Option<CeremonyStage>,
    aggregates: Option<Aggregates>,
    position: LogPrefix,
}

impl Reading {
    /// Reads and verifies the log at `place`. `memory` is what is known of it, `rng` must be unpredictable to whoever
    /// wrote it.
    ///
    /// # Errors
    /// When the log cannot be read, does not verify, or is not the one that is known.
    pub fn take<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
        place: &Place,
        memory: Option<&Memory>,
        rng: R,
        watch: &mut dyn Watch,
    ) -> Result<Self, Error> {
        let known: Vec<LogPrefix> = memory.into_iter().flat_map(Memory::prefixes).collect();
        let request = Request {
            election: Some(*place.election()),
            milestones: known.iter().map(|prefix| prefix.size).collect(),
            ..Request::default()
        };
        let mut seen = Seen {
            watch,
            ceremony: None,
        };
        let verification = verify(place.source(), &request, rng, &mut seen)?;
        check_report(&verification)?;
        check_continues(&verification, &known)?;
        let ceremony = seen.ceremony;
        let Conclusion {
            election, aggregates, ..
        } = verification.conclusion;
        // A log without a manifest does not verify.
        let election = election.ok_or(Refusal::DoesNotVerify {
            check: CheckId::V05,
            culprit: String::new(),
        })?;
        let position = LogPrefix {
            size: election.log().size(),
            root: Digest(*election.log().root().as_bytes()),
        };
        Ok(Self {
            election,
            ceremony,
            aggregates,
            position,
        })
    }

    /// What the log tells.
    #[must_use]
    pub const fn election(&self) -> &Election {
        &self.election
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        self.election.manifest()
    }

    /// The key ceremony: as far as it has come, or as it ended with keys.
    #[must_use]
    pub fn ceremony(&self) -> Option<&CeremonyStage> {
        match self.election.stage() {
            Stage::Ceremony(stage) => Some(stage),
            _ => self.ceremony.as_ref(),
        }
    }

    /// The sums that may be decrypted, computed from the ballots on the log.
    #[must_use]
    pub const fn aggregates(&self) -> Option<&Aggregates> {
        self.aggregates.as_ref()
    }

    /// Decryption shares on the log, by whether they are right; `None` while there is nothing to decrypt.
    #[must_use]
    pub fn shares(&self) -> Option<SharesChecked> {
        let (closed, aggregates) = (self.election.closed()?, self.aggregates()?);
        let tally = Tally::with_aggregates(self.manifest(), closed, aggregates.clone());
        Some(tally.verify_shares())
    }

    /// How far the log goes.
    #[must_use]
    pub const fn position(&self) -> &LogPrefix {
        &self.position
    }

    /// The number of the trustee with this identity, if the manifest pins it.
    #[must_use]
    pub fn number_of(&self, identity: &VerifyingKey) -> Option<TrusteeIndex> {
        let mut trustees = (1..).zip(&self.manifest().trustees);
        let (number, _) = trustees.find(|(_, party)| party.key.0 == *identity)?;
        TrusteeIndex::new(number)
    }
}

fn check_report(verification: &Verification) -> Result<(), Refusal> {
    match verification.report().failures().next() {
        Some((check, culprit)) => Err(Refusal::DoesNotVerify {
            check,
            culprit: culprit.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Append-only: whatever was verified once is the beginning of every later log.
fn check_continues(verification: &Verification, known: &[LogPrefix]) -> Result<(), Refusal> {
    let found = verification
        .checkpoint
        .as_ref()
        .map_or(0, |checkpoint| checkpoint.unverified().size);
    for prefix in known {
        if prefix.size > found {
            return Err(Refusal::Rewound {
                remembered: prefix.size,
                found,
            });
        }
        let root = verification.roots.get(&prefix.size);
        if root.map(|root| Digest(*root.as_bytes())) != Some(prefix.root) {
            return Err(Refusal::Forked { size: prefix.size });
        }
    }
    Ok(())
}

/// Keeps the ceremony as it was when it ended: later stages know its keys alone.
struct Seen<'a> {
    watch: &'a mut dyn Watch,
    ceremony: Option<CeremonyStage>,
}

impl Watch for Seen<'_> {
    fn entry(&mut self, index: u64, raw: &[u8], election: Option<&Election>) {
        if let Some(Stage::Ceremony(stage)) = election.map(Election::stage)
            && stage.keys().is_some()
        {
            self.ceremony = Some(CeremonyStage::clone(stage));
        }
        self.watch.entry(index, raw, election);
    }

    fn progress(&mut self, done: u64, of: u64) {
        self.watch.progress(done, of);
    }
}
