//! When things happen: RFC 3339 in JSON, whole seconds since 1970 inside.

use super::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A moment in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

impl Time {
    /// The moment as RFC 3339 in UTC.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        civil::write(self.0).unwrap_or_else(|| self.0.to_string())
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_rfc3339())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = civil::read(&text).ok_or_else(|| {
            D::Error::custom(format_args!(
                "not an RFC 3339 time with an offset, in whole seconds after 1970: {text:?}"
            ))
        })?;
        Ok(Self(time))
    }
}

/// The calendar of an election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Until when each step of the key ceremony waits for trustees.
    pub ceremony: PhaseDeadlines,
    /// Voting begins.
    pub opens_at: Time,
    /// Voting ends, unless it is extended.
    pub closes_at: Time,
    /// Seconds between the close and the first decryption share, for voters to check their ballots.
    #[serde(default)]
    pub checking_seconds: u32,
}

/// Deadlines of the ceremony's phases. A phase ends earlier when every message is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseDeadlines {
    /// Enrolments.
    pub enrol: Time,
    /// Commitments.
    pub commit: Time,
    /// Reveals.
    pub reveal: Time,
    /// Complaints.
    pub complain: Time,
    /// Answers.
    pub answer: Time,
    /// Acceptances.
    pub accept: Time,
}

impl PhaseDeadlines {
    /// The deadlines in the order of the phases, with the names of their fields.
    #[must_use]
    pub const fn in_order(&self) -> [(&'static str, Time); 6] {
        [
            ("enrol", self.enrol),
            ("commit", self.commit),
            ("reveal", self.reveal),
            ("complain", self.complain),
            ("answer", self.answer),
            ("accept", self.accept),
        ]
    }
}
