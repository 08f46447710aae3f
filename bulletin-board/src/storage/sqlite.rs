//! What an append is in SQLite: statements on the single writing connection.

use comitia_store::SqliteTx;
use comitia_tlog::tile::{ChangedTile, Entry};
use sqlx::QueryBuilder;

use super::log::signed;

/// Rows of one statement that inserts entries: three parameters each, far below SQLite's limit.
const ROWS_PER_INSERT: usize = 128;

/// Takes or renews a lease: holder, address, microseconds, log.
pub(super) const CLAIM: &str = "UPDATE board_log
    SET lease_holder = $1, lease_address = $2, lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $3
    WHERE id = $4 AND (lease_holder IS NULL OR lease_holder = $1
        OR lease_until < CAST(unixepoch('subsec') * 1000000 AS INTEGER))";

/// Writes the entries of a batch, the first one at `first`.
pub(super) async fn insert_entries(
    tx: &mut SqliteTx<'_>,
    log: i64,
    first: u64,
    entries: &[Entry],
) -> Result<(), sqlx::Error> {
    let mut position = signed(first);
    for chunk in entries.chunks(ROWS_PER_INSERT) {
        let mut insert = QueryBuilder::new("INSERT INTO board_entry (log, position, bytes) ");
        insert.push_values(chunk, |mut row, entry| {
            row.push_bind(log).push_bind(position).push_bind(entry.as_bytes());
            position += 1;
        });
        let insert = insert.build().persistent(chunk.len() == ROWS_PER_INSERT);
        insert.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Writes the tiles that have grown.
pub(super) async fn store_tiles(
    tx: &mut SqliteTx<'_>,
    log: i64,
    tiles: &[ChangedTile],
) -> Result<(), sqlx::Error> {
    let upsert = "INSERT INTO board_tile (log, level, position, hashes) VALUES ($1, $2, $3, $4)
        ON CONFLICT (log, level, position) DO UPDATE SET hashes = excluded.hashes";
    for ChangedTile { level, index, tile } in tiles {
        let upsert = sqlx::query(upsert).bind(log).bind(i64::from(level.number()));
        let upsert = upsert.bind(signed(*index)).bind(tile.to_bytes());
        upsert.execute(&mut **tx).await?;
    }
    Ok(())
}
