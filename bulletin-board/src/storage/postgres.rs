//! What an append is in PostgreSQL: one statement for all entries and one for all tiles, because every statement is a
//! way to the server and back.

use comitia_store::PostgresTx;
use comitia_tlog::tile::{ChangedTile, Entry};

use super::log::signed;

/// Takes or renews a lease: holder, address, microseconds, log.
pub(super) const CLAIM: &str = "UPDATE board_log
    SET lease_holder = $1, lease_address = $2,
        lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $3
    WHERE id = $4 AND (lease_holder IS NULL OR lease_holder = $1
        OR lease_until < (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)";

/// Writes the entries of a batch, the first one at `first`.
pub(super) async fn insert_entries(
    tx: &mut PostgresTx<'_>,
    log: i64,
    first: u64,
    entries: &[Entry],
) -> Result<(), sqlx::Error> {
    let insert = "INSERT INTO board_entry (log, position, bytes)
        SELECT $1, $2 + ordinality - 1, bytes FROM unnest($3::bytea[]) WITH ORDINALITY AS entry (bytes, ordinality)";
    let bytes: Vec<&[u8]> = entries.iter().map(Entry::as_bytes).collect();
    let insert = sqlx::query(insert).bind(log).bind(signed(first)).bind(bytes);
    insert.execute(&mut **tx).await?;
    Ok(())
}

/// Writes the tiles that have grown.
pub(super) async fn store_tiles(
    tx: &mut PostgresTx<'_>,
    log: i64,
    tiles: &[ChangedTile],
) -> Result<(), sqlx::Error> {
    let upsert = "INSERT INTO board_tile (log, level, position, hashes)
        SELECT $1, * FROM unnest($2::smallint[], $3::bigint[], $4::bytea[])
        ON CONFLICT (log, level, position) DO UPDATE SET hashes = excluded.hashes";
    let levels: Vec<i16> = tiles
        .iter()
        .map(|changed| i16::from(changed.level.number()))
        .collect();
    let positions: Vec<i64> = tiles.iter().map(|changed| signed(changed.index)).collect();
    let hashes: Vec<Vec<u8>> = tiles.iter().map(|changed| changed.tile.to_bytes()).collect();
    let upsert = sqlx::query(upsert)
        .bind(log)
        .bind(levels)
        .bind(positions)
        .bind(hashes);
    upsert.execute(&mut **tx).await?;
    Ok(())
}
