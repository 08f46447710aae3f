-- When this server took an administrative entry: for people to read on pages, never for verification.
CREATE TABLE moments (
    -- Election id, 32 bytes.
    election BLOB NOT NULL,
    -- Index of the entry, or of the first of its parts.
    entry INTEGER NOT NULL,
    -- Number of the kind of entry.
    kind INTEGER NOT NULL,
    -- Who signed it: number of the trustee, or 0.
    trustee INTEGER NOT NULL,
    -- Seconds since 1970.
    at INTEGER NOT NULL,
    PRIMARY KEY (election, entry)
) STRICT, WITHOUT ROWID;
