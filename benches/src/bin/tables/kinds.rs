//! What a ballot of each kind of contest costs.

use crate::contest::Cost;
use crate::table::Table;
use crate::timing::Effort;
use comitia_benches::kinds;

/// Measures every kind.
pub fn table(effort: &Effort) -> anyhow::Result<Table> {
    let mut table = Table::new([
        "contest",
        "bits and amounts",
        "counters",
        "bytes",
        "seal",
        "seal, multiples at hand",
        "verify alone",
        "verify, 512 together",
    ]);
    for subject in kinds()? {
        let cost = Cost::measure(&subject, effort)?;
        table.row([
            subject.name.clone(),
            format!("{} + {}", subject.shape.bits(), subject.shape.amounts()),
            subject.shape.counters().to_string(),
            cost.bytes.to_string(),
            cost.seal.to_string(),
            cost.seal_many.to_string(),
            cost.verify.to_string(),
            cost.batch.to_string(),
        ]);
    }
    Ok(table)
}
