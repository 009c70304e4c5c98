-- What became of candidates: the history that learning ranks by. Never holds source.

CREATE TABLE outcomes (
    id          TEXT PRIMARY KEY NOT NULL,   -- UUIDv7
    created_ms  BIGINT NOT NULL,             -- unix time, milliseconds
    pattern     TEXT NOT NULL,               -- pattern name, or "llm"
    signature   TEXT NOT NULL,               -- hash of the finding's shape
    accepted    SMALLINT NOT NULL CHECK (accepted IN (0, 1)),
    gate        TEXT NOT NULL,               -- gate that refused it; "none" when accepted
    speedup     DOUBLE PRECISION NOT NULL    -- measured ratio; 0 when it was not measured
);

-- Reports by period.
CREATE INDEX outcomes_by_time ON outcomes (created_ms);

-- Running totals per pattern, kept with every outcome, so that ranking reads a few rows.
CREATE TABLE pattern_totals (
    pattern        TEXT PRIMARY KEY NOT NULL,
    tried          BIGINT NOT NULL,
    accepted       BIGINT NOT NULL,
    measured       BIGINT NOT NULL,          -- accepted ones with a measured speed-up
    sum_ln_speedup DOUBLE PRECISION NOT NULL -- over the measured ones
);
