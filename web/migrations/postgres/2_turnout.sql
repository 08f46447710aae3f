-- How many had voted, hour by hour: for a curve on pages. Coarse on purpose, so that it says of nobody when they voted.
CREATE TABLE turnout (
    -- Election id, 32 bytes.
    election BYTEA NOT NULL,
    -- Hours since 1970.
    hour BIGINT NOT NULL,
    -- How many had a ballot that counts when the hour was last looked at.
    voted BIGINT NOT NULL,
    PRIMARY KEY (election, hour)
);
