-- When this server took an administrative entry: for people to read on pages, never for verification.
CREATE TABLE moments (
    -- Election id, 32 bytes.
    election BYTEA NOT NULL,
    -- Index of the entry, or of the first of its parts.
    entry BIGINT NOT NULL,
    -- Number of the kind of entry.
    kind BIGINT NOT NULL,
    -- Who signed it: number of the trustee, or 0.
    trustee BIGINT NOT NULL,
    -- Seconds since 1970.
    at BIGINT NOT NULL,
    PRIMARY KEY (election, entry)
);
