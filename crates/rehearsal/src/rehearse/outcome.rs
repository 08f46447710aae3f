//! What came out of a rehearsal.

use crate::BallotFile;
use comitia_counting::{OptionIndex, Outcome};
use comitia_election::manifest::{Contest, Manifest};
use comitia_election::tally::Opened;
use core::fmt;
use core::time::Duration;
use serde_json::{Map, Value, json};

/// A rehearsal that went through to the end, and whose record verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsal {
    /// Ballots cast.
    pub ballots: u64,
    /// Id of the contest.
    pub contest: String,
    /// Counters by name, in the order of the contest, with the counts that the trustees decrypted.
    pub counts: Vec<(String, u64)>,
    /// The counts that a plain count of the file gives, in the same order.
    pub plain_count: Vec<u64>,
    /// What the counts decide; nothing, where the ballots were too few to be decrypted.
    pub decision: Option<Decision>,
    /// What the manifest waives, because it had to.
    pub waived: Vec<Waived>,
    /// How long it took.
    pub seconds: Seconds,
    /// Bytes of all files of the record.
    pub record_bytes: u64,
}

/// What is asked, and what the counts decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The contest, as the manifest has it.
    pub contest: Contest,
    /// What its rule says.
    pub outcome: Outcome,
}

impl Decision {
    /// The outcome with all that led to it, and with the ids of the winners and of those who are tied.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let ids = |options: &[OptionIndex]| -> Vec<&str> {
            let options = options
                .iter()
                .filter_map(|place| self.contest.options.get(place.0));
            options.map(|option| option.id.as_str()).collect()
        };
        // Numbers, words and lists of them: there is nothing that could fail.
        let mut outcome = serde_json::to_value(&self.outcome).unwrap_or_default();
        if let Some(fields) = outcome.as_object_mut() {
            fields.insert("winners".to_owned(), json!(ids(&self.outcome.winners())));
            fields.insert("tied".to_owned(), json!(ids(self.outcome.tied())));
        }
        outcome
    }
}

/// How long each part took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seconds {
    /// The trustees make the keys.
    pub ceremony: Duration,
    /// The voters seal and sign.
    pub seal: Duration,
    /// The ballots are verified, as a server does, and admitted.
    pub cast: Duration,
    /// An observer makes every check of the log.
    pub verify: Duration,
    /// The trustees decrypt, the shares are combined and counted.
    pub decrypt: Duration,
}

/// A protection that a rehearsal had to do without; the manifest says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waived {
    /// Fewer ballots than the floor.
    Floor {
        /// The ballots.
        ballots: usize,
        /// The floor.
        floor: u32,
    },
    /// Fewer than three trustees, or a threshold of half of them or less.
    Trustees {
        /// The trustees.
        trustees: usize,
        /// How many are needed.
        threshold: u16,
    },
}

impl fmt::Display for Waived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Floor { ballots, floor } => write!(
                f,
                "{ballots} ballots are fewer than the floor of {floor}: the manifest waives the floor"
            ),
            Self::Trustees { trustees, threshold } => write!(
                f,
                "{threshold} of {trustees} trustees are a weak choice: the manifest waives the usual one"
            ),
        }
    }
}

impl Rehearsal {
    pub(super) fn new(
        file: &BallotFile,
        manifest: &Manifest,
        waived: Vec<Waived>,
        opened: &Opened,
        decision: Option<Decision>,
        seconds: Seconds,
        record_bytes: u64,
    ) -> Self {
        let total = |place: usize| opened.counts.iter().filter_map(|unit| unit.get(place)).sum();
        let plain = file.plain_count_by_name().into_iter().enumerate();
        let (counts, plain_count) = plain
            .map(|(place, (name, plain))| ((name, total(place)), plain))
            .unzip();
        Self {
            ballots: file.ballots.len() as u64,
            contest: manifest
                .contests
                .first()
                .map_or_else(String::new, |contest| contest.id.clone()),
            counts,
            plain_count,
            decision,
            waived,
            seconds,
            record_bytes,
        }
    }

    /// Whether the decrypted votes are those of a plain count of the file.
    #[must_use]
    pub fn matches_plain_count(&self) -> bool {
        self.counts.iter().map(|(_, votes)| votes).eq(&self.plain_count)
    }

    /// The rehearsal as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let options: Map<String, Value> = self
            .counts
            .iter()
            .map(|(id, votes)| (id.clone(), json!(votes)))
            .collect();
        let Seconds {
            ceremony,
            seal,
            cast,
            verify,
            decrypt,
        } = &self.seconds;
        let rounded = |duration: &Duration| (duration.as_secs_f64() * 1000.0).round() / 1000.0;
        json!({
            "ballots": self.ballots,
            "counts": {&self.contest: options},
            "outcome": self.decision.as_ref().map(Decision::to_json),
            "matches_plain_count": self.matches_plain_count(),
            "seconds": {
                "ceremony": rounded(ceremony),
                "seal": rounded(seal),
                "cast": rounded(cast),
                "verify": rounded(verify),
                "decrypt": rounded(decrypt)
            },
            "record_bytes": self.record_bytes
        })
    }
}
