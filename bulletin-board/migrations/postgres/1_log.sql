-- Logs, one per election: what their last checkpoint says. The same tables as in SQLite, which explains them further.
CREATE TABLE board_log (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    -- Origin of the log, which is also the name of its key.
    origin TEXT NOT NULL UNIQUE,
    -- Entries in the tree. An append names the size and root that it continues, and happens only if they still hold.
    size BIGINT NOT NULL CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (length(root) = 32),
    -- The signed note of that size and root.
    checkpoint TEXT NOT NULL,
    -- What readers see.
    published_size BIGINT NOT NULL DEFAULT 0 CHECK (published_size >= 0),
    published TEXT NOT NULL,
    -- Which server writes, where other servers reach it, and until when it may (microseconds since 1970).
    lease_holder BYTEA CHECK (length(lease_holder) = 16),
    lease_address TEXT NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0
);

-- Entries, in the order of the log, from 0 without gaps.
CREATE TABLE board_entry (
    log BIGINT NOT NULL REFERENCES board_log (id),
    position BIGINT NOT NULL CHECK (position >= 0),
    bytes BYTEA NOT NULL CHECK (length(bytes) <= 65535),
    PRIMARY KEY (log, position)
);

-- Hash tiles. The last one of a row grows until it has 256 hashes; a narrower tile of an older tree is a prefix.
CREATE TABLE board_tile (
    log BIGINT NOT NULL REFERENCES board_log (id),
    level SMALLINT NOT NULL CHECK (level BETWEEN 0 AND 63),
    position BIGINT NOT NULL CHECK (position >= 0),
    hashes BYTEA NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (log, level, position)
);

-- What is random does not compress.
ALTER TABLE board_entry ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE board_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE FUNCTION board_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END
$$;

CREATE TRIGGER board_log_only_grows BEFORE UPDATE ON board_log FOR EACH ROW
WHEN (NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) OR NEW.id <> OLD.id OR NEW.origin <> OLD.origin)
EXECUTE FUNCTION board_refuse('a log only grows');

CREATE TRIGGER board_published_only_grows BEFORE UPDATE ON board_log FOR EACH ROW
WHEN (NEW.published_size < OLD.published_size OR NEW.published_size > NEW.size)
EXECUTE FUNCTION board_refuse('a published checkpoint only grows, up to the newest one');

CREATE TRIGGER board_log_stays BEFORE DELETE ON board_log FOR EACH ROW
EXECUTE FUNCTION board_refuse('a log stays');

CREATE TRIGGER board_entry_never_changes BEFORE UPDATE ON board_entry FOR EACH ROW
EXECUTE FUNCTION board_refuse('an entry never changes');

CREATE TRIGGER board_entry_stays BEFORE DELETE ON board_entry FOR EACH ROW
EXECUTE FUNCTION board_refuse('an entry stays');

CREATE TRIGGER board_tile_only_grows BEFORE UPDATE ON board_tile FOR EACH ROW
WHEN (substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes)
EXECUTE FUNCTION board_refuse('a tile only grows');

CREATE TRIGGER board_tile_stays BEFORE DELETE ON board_tile FOR EACH ROW
EXECUTE FUNCTION board_refuse('a tile stays');

-- Emptying a table is deleting everything in it.
CREATE TRIGGER board_log_is_not_emptied BEFORE TRUNCATE ON board_log EXECUTE FUNCTION board_refuse('a log stays');
CREATE TRIGGER board_entry_is_not_emptied BEFORE TRUNCATE ON board_entry EXECUTE FUNCTION board_refuse('an entry stays');
CREATE TRIGGER board_tile_is_not_emptied BEFORE TRUNCATE ON board_tile EXECUTE FUNCTION board_refuse('a tile stays');
