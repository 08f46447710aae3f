-- Logs, one per election: what their last checkpoint says.
CREATE TABLE board_log (
    -- Number by which the other tables refer to the log.
    id INTEGER PRIMARY KEY,
    -- Origin of the log, which is also the name of its key.
    origin TEXT NOT NULL UNIQUE,
    -- Entries in the tree. An append names the size and root that it continues, and happens only if they
    -- still hold: two writers cannot fork a log.
    size INTEGER NOT NULL CHECK (size >= 0),
    -- Root of the tree at that size.
    root BLOB NOT NULL CHECK (length(root) = 32),
    -- The signed note of that size and root.
    checkpoint TEXT NOT NULL
) STRICT;

CREATE TRIGGER board_log_only_grows BEFORE UPDATE ON board_log
WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) OR NEW.id <> OLD.id OR NEW.origin <> OLD.origin
BEGIN
    SELECT RAISE(ABORT, 'a log only grows');
END;

CREATE TRIGGER board_log_stays BEFORE DELETE ON board_log
BEGIN
    SELECT RAISE(ABORT, 'a log stays');
END;

-- Entries, in the order of the log.
CREATE TABLE board_entry (
    log INTEGER NOT NULL REFERENCES board_log (id),
    -- Index in the log, from 0 without gaps.
    position INTEGER NOT NULL CHECK (position >= 0),
    -- The entry, exactly as it is hashed and served.
    bytes BLOB NOT NULL CHECK (length(bytes) <= 65535),
    PRIMARY KEY (log, position)
) STRICT;

CREATE TRIGGER board_entry_never_changes BEFORE UPDATE ON board_entry
BEGIN
    SELECT RAISE(ABORT, 'an entry never changes');
END;

CREATE TRIGGER board_entry_stays BEFORE DELETE ON board_entry
BEGIN
    SELECT RAISE(ABORT, 'an entry stays');
END;

-- Hash tiles. The last one of a row grows until it has 256 hashes; a narrower tile of an older tree is a prefix.
CREATE TABLE board_tile (
    log INTEGER NOT NULL REFERENCES board_log (id),
    -- Level of the tile: its hashes stand for 256^level entries each.
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 63),
    -- Position of the tile in its row.
    position INTEGER NOT NULL CHECK (position >= 0),
    -- The hashes, 32 bytes each.
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (log, level, position)
) STRICT;

CREATE TRIGGER board_tile_only_grows BEFORE UPDATE ON board_tile
WHEN substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
BEGIN
    SELECT RAISE(ABORT, 'a tile only grows');
END;

CREATE TRIGGER board_tile_stays BEFORE DELETE ON board_tile
BEGIN
    SELECT RAISE(ABORT, 'a tile stays');
END;
