//! What it costs to choose one of k, beside a peer.

use crate::contest::Cost;
use crate::peer::PeerCost;
use crate::table::Table;
use crate::timing::Effort;
use comitia_benches::one_of;
use serde::Serialize;

/// Both costs of one k.
pub struct Row {
    /// k.
    pub options: usize,
    /// Ours.
    pub ours: Cost,
    /// The peer's.
    pub peer: PeerCost,
}

/// Our medians in milliseconds, for a script that sets others beside them.
#[derive(Serialize)]
pub struct Figures {
    options: usize,
    bytes: usize,
    seal: f64,
    verify: f64,
    batch: f64,
}

/// Measures each k.
pub fn measure(options: &[usize], effort: &Effort) -> anyhow::Result<Vec<Row>> {
    let row = |&options| {
        Ok(Row {
            options,
            ours: Cost::measure(&one_of(options)?, effort)?,
            peer: PeerCost::measure(options, effort)?,
        })
    };
    options.iter().map(row).collect()
}

/// Measures ours alone.
pub fn figures(options: &[usize], effort: &Effort) -> anyhow::Result<Vec<Figures>> {
    let figures = |&options| {
        let cost = Cost::measure(&one_of(options)?, effort)?;
        Ok(Figures {
            options,
            bytes: cost.bytes,
            seal: cost.seal.milliseconds(),
            verify: cost.verify.milliseconds(),
            batch: cost.batch.milliseconds(),
        })
    };
    options.iter().map(figures).collect()
}

/// As a table.
pub fn table(rows: &[Row]) -> Table {
    let mut table = Table::new([
        "one of k",
        "bytes",
        "seal",
        "seal, multiples at hand",
        "verify alone",
        "verify, 512 together",
        "elastic-elgamal: bytes",
        "encrypt",
        "verify",
    ]);
    for Row { options, ours, peer } in rows {
        table.row([
            options.to_string(),
            ours.bytes.to_string(),
            ours.seal.to_string(),
            ours.seal_many.to_string(),
            ours.verify.to_string(),
            ours.batch.to_string(),
            peer.bytes.to_string(),
            peer.encrypt.to_string(),
            peer.verify.to_string(),
        ]);
    }
    table
}
