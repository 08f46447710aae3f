//! After the last entry: what may be decrypted, whether it was decrypted rightly, and what it decides.

use super::{CheckId, Report};
use crate::state::{Election, Stage};
use crate::tally::{Aggregates, Opened, Tally};
use comitia_crypto::elgamal::Sum;

/// What a log amounts to.
#[derive(Debug)]
pub struct Conclusion {
    /// All checks; those of the log itself and of receipts are filled in by whoever has what lies around the entries.
    pub report: Report,
    /// The election, if its manifest could be read.
    pub election: Option<Election>,
    /// What may be decrypted, if the urn is closed.
    pub aggregates: Option<Aggregates>,
    /// The counts, if there are enough shares.
    pub opened: Option<Opened>,
}

/// Checks that the files around the entries decide, or a receipt.
const fn is_of_the_record(id: CheckId) -> bool {
    matches!(id, CheckId::V01 | CheckId::V02 | CheckId::V22 | CheckId::V24)
}

fn give_up(report: &mut Report, because: CheckId) {
    report.not_reached(
        CheckId::ALL.iter().copied().filter(|id| !is_of_the_record(*id)),
        because,
    );
}

impl Conclusion {
    pub(super) fn without_manifest(mut report: Report, stopped: Option<CheckId>) -> Self {
        if stopped.is_none() {
            report.fail(CheckId::V05, "the log has no manifest");
        }
        give_up(&mut report, stopped.unwrap_or(CheckId::V05));
        Self {
            report,
            election: None,
            aggregates: None,
            opened: None,
        }
    }

    pub(super) fn new(election: Election, report: Report, stopped: Option<CheckId>, sums: &[Sum]) -> Self {
        let mut conclusion = Self {
            report,
            election: None,
            aggregates: None,
            opened: None,
        };
        match stopped {
            Some(because) => give_up(&mut conclusion.report, because),
            None => {
                conclusion.skip_what_has_not_happened(&election);
                conclusion.tally(&election, sums);
            }
        }
        conclusion.election = Some(election);
        conclusion
    }

    fn skip_what_has_not_happened(&mut self, election: &Election) {
        use CheckId::{V06, V07, V08, V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V23};
        if election.manifest().officers.is_empty() {
            self.report.skip(V17, "the manifest declares no paper channel");
        }
        let not_yet: &[CheckId] = match election.stage() {
            Stage::Ceremony(_) => &[
                V08, V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V23,
            ],
            Stage::KeyReady(_) => &[
                V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V23,
            ],
            Stage::RollCommitted(_) => &[V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V23],
            Stage::Open(_) => &[V18, V19, V20, V21, V23],
            Stage::Closed(_) | Stage::Published(_) => &[],
            Stage::Aborted(_) => &[
                V06, V07, V08, V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V23,
            ],
        };
        for id in not_yet {
            self.report.skip(
                *id,
                format!("the election is in stage {}", election.stage().name()),
            );
        }
    }

    fn tally(&mut self, election: &Election, sums: &[Sum]) {
        let Some(closed) = election.closed() else { return };
        let tally = Tally::new(election.manifest(), closed, sums);
        self.check_aggregates(&tally);
        let published = matches!(election.stage(), Stage::Published(_));
        self.opened = self.open(&tally, published);
        self.check_result(&tally, election);
        self.aggregates = Some(tally.into_aggregates());
    }

    fn check_aggregates(&mut self, tally: &Tally<'_>) {
        self.report
            .cover(CheckId::V18, tally.aggregates().list().len() as u64);
        if let Some(remark) = tally.under_floor().or_else(|| tally.waived()) {
            self.report.remark(CheckId::V18, remark);
        }
    }

    fn open(&mut self, tally: &Tally<'_>, published: bool) -> Option<Opened> {
        if tally.aggregates().list().is_empty() {
            for check in [CheckId::V19, CheckId::V20] {
                self.report.skip(check, "there is nothing to decrypt");
            }
            return Some(Opened::nothing());
        }
        if !tally.closed().has_quorum() {
            for check in [CheckId::V19, CheckId::V20, CheckId::V21] {
                self.report
                    .skip(check, "fewer decryption shares than the threshold so far");
            }
            return None;
        }
        let shares = tally.verify_shares();
        self.report
            .cover(CheckId::V19, tally.closed().shares().len() as u64);
        let bad: Vec<String> = shares
            .bad
            .iter()
            .map(|(who, why)| format!("trustee {who}: {why}"))
            .collect();
        if !bad.is_empty() {
            self.report.remark(CheckId::V19, bad.join("; "));
        }
        if shares.good.len() < tally.threshold() {
            let can_come = !published && tally.can_still_open(&shares);
            self.too_few(can_come, &bad.join("; "));
            return None;
        }
        match tally.open(&shares) {
            Ok(opened) => {
                self.report.cover(CheckId::V20, opened.counters());
                if let Some(remark) = tally.unanimous(&opened) {
                    self.report.remark(CheckId::V20, remark);
                }
                Some(opened)
            }
            Err(error) => {
                self.report.fail(CheckId::V20, error.to_string());
                self.report
                    .not_reached([CheckId::V21, CheckId::V23], CheckId::V20);
                None
            }
        }
    }

    /// Bad shares are skipped as long as enough good ones can still come: otherwise one trustee could stop a tally.
    fn too_few(&mut self, can_come: bool, bad: &str) {
        if can_come {
            for check in [CheckId::V20, CheckId::V21] {
                self.report
                    .skip(check, "fewer good decryption shares than the threshold so far");
            }
        } else {
            self.report.fail(CheckId::V19, bad);
            self.report
                .not_reached([CheckId::V20, CheckId::V21, CheckId::V23], CheckId::V19);
        }
    }

    fn check_result(&mut self, tally: &Tally<'_>, election: &Election) {
        let Stage::Published(published) = election.stage() else {
            for check in [CheckId::V21, CheckId::V23] {
                self.report.skip(check, "no result is published yet");
            }
            return;
        };
        let Some(opened) = &self.opened else { return };
        let result = published.result();
        match tally.result(opened, result.at) {
            Ok(expected) => {
                self.report.cover(CheckId::V21, expected.outcomes.len() as u64);
                self.report.cover(CheckId::V23, 1);
                if expected.outcomes != result.outcomes {
                    self.report
                        .fail(CheckId::V21, "the published outcome is not what the rule says");
                }
                if expected != *result {
                    self.report
                        .fail(CheckId::V23, "the published result is not the recomputed one");
                }
            }
            Err(error) => self.report.fail(CheckId::V21, error.to_string()),
        }
    }
}
