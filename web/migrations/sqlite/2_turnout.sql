-- How many had voted, hour by hour: for a curve on pages. Coarse on purpose, so that it says of nobody when they voted.
CREATE TABLE turnout (
    -- Election id, 32 bytes.
    election BLOB NOT NULL,
    -- Hours since 1970.
    hour INTEGER NOT NULL,
    -- How many had a ballot that counts when the hour was last looked at.
    voted INTEGER NOT NULL,
    PRIMARY KEY (election, hour)
) STRICT, WITHOUT ROWID;
