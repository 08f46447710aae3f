-- What readers see of a log. It follows the newest checkpoint: at once where nobody else has to sign, and as soon as
-- enough witnesses have cosigned where the log is witnessed. Until then it is the empty log's.
ALTER TABLE board_log ADD COLUMN published_size INTEGER NOT NULL DEFAULT 0 CHECK (published_size >= 0);
ALTER TABLE board_log ADD COLUMN published TEXT NOT NULL DEFAULT '';

-- Logs made before this were not witnessed.
UPDATE board_log SET published_size = size, published = checkpoint;

CREATE TRIGGER board_published_only_grows BEFORE UPDATE ON board_log
WHEN NEW.published_size < OLD.published_size OR NEW.published_size > NEW.size
BEGIN
    SELECT RAISE(ABORT, 'a published checkpoint only grows, up to the newest one');
END;
