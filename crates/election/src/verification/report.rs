//! What was checked, how much of it, and who is to blame.

use super::CheckId;
use std::collections::BTreeMap;

/// How one check ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Passed,
    /// It does not; the culprit is an entry, a file or a person.
    Failed(String),
    /// There is nothing to check, for this reason.
    Skipped(String),
    /// Another check failed before this one could be made.
    NotReached(CheckId),
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// How it ended.
    pub status: Status,
    /// How many things were checked.
    pub covered: u64,
    /// What deserves attention although the check holds, like the name of a trustee whose share is wrong.
    pub remark: Option<String>,
}

/// All checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    checks: BTreeMap<CheckId, CheckReport>,
}

impl Default for Report {
    fn default() -> Self {
        let blank = CheckReport {
            status: Status::Passed,
            covered: 0,
            remark: None,
        };
        Self {
            checks: CheckId::ALL.iter().map(|id| (*id, blank.clone())).collect(),
        }
    }
}

impl Report {
    /// All checks in order.
    pub fn iter(&self) -> impl Iterator<Item = (CheckId, &CheckReport)> {
        self.checks.iter().map(|(id, check)| (*id, check))
    }

    /// How one check ended.
    #[must_use]
    pub fn status(&self, id: CheckId) -> Option<&Status> {
        self.checks.get(&id).map(|check| &check.status)
    }

    /// Whether nothing failed.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.checks
            .values()
            .all(|check| matches!(check.status, Status::Passed | Status::Skipped(_)))
    }

    /// Checks that failed, with their culprits.
    pub fn failures(&self) -> impl Iterator<Item = (CheckId, &str)> {
        self.checks.iter().filter_map(|(id, check)| match &check.status {
            Status::Failed(culprit) => Some((*id, culprit.as_str())),
            _ => None,
        })
    }

    /// Counts things that were checked.
    pub fn cover(&mut self, id: CheckId, count: u64) {
        self.edit(id, |check| check.covered += count);
    }

    /// Notes a failure; the first culprit of a check stays.
    pub fn fail(&mut self, id: CheckId, culprit: impl Into<String>) {
        self.edit(id, |check| {
            if !matches!(check.status, Status::Failed(_)) {
                check.status = Status::Failed(culprit.into());
            }
        });
    }

    /// Notes that there is nothing to check.
    pub fn skip(&mut self, id: CheckId, reason: impl Into<String>) {
        self.edit(id, |check| {
            if check.status == Status::Passed {
                check.status = Status::Skipped(reason.into());
            }
        });
    }

    /// Notes what deserves attention.
    pub fn remark(&mut self, id: CheckId, remark: impl Into<String>) {
        self.edit(id, |check| check.remark = Some(remark.into()));
    }

    /// Marks checks that a failure made impossible.
    pub fn not_reached(&mut self, ids: impl IntoIterator<Item = CheckId>, because: CheckId) {
        for id in ids {
            self.edit(id, |check| {
                if check.status == Status::Passed && check.covered == 0 {
                    check.status = Status::NotReached(because);
                }
            });
        }
    }

    /// Marks a check that was begun and cannot be finished, because another failed.
    pub fn unfinished(&mut self, id: CheckId, because: CheckId) {
        self.edit(id, |check| {
            if check.status == Status::Passed {
                check.status = Status::NotReached(because);
            }
        });
    }

    fn edit(&mut self, id: CheckId, change: impl FnOnce(&mut CheckReport)) {
        if let Some(check) = self.checks.get_mut(&id) {
            change(check);
        }
    }
}
