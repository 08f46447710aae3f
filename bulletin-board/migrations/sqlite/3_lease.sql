-- Which server writes a log, and until when it may: one at a time. An append names the holder beside the size and root
-- that it continues, so that a server which was paused and comes back cannot write what another one has taken over.
-- The holder's random name; nothing when nobody holds the log.
ALTER TABLE board_log ADD COLUMN lease_holder BLOB CHECK (length(lease_holder) = 16);
-- Where other servers reach the holder.
ALTER TABLE board_log ADD COLUMN lease_address TEXT NOT NULL DEFAULT '';
-- Microseconds since 1970, by the database's clock.
ALTER TABLE board_log ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
