-- Jobs. Their state changes often and is small; their bodies are large and change at most once.
-- They live in two tables, so that a heartbeat does not rewrite a megabyte of source.

CREATE TABLE jobs (
    id          TEXT PRIMARY KEY NOT NULL,   -- UUIDv7: the order of ids is the order of creation
    state       SMALLINT NOT NULL            -- 0 queued, 1 running, 2 succeeded, 3 failed, 4 cancelled
                CHECK (state BETWEEN 0 AND 4),
    kind        TEXT NOT NULL,               -- "optimize"
    created_ms  BIGINT NOT NULL,             -- unix time, milliseconds; so are all *_ms
    updated_ms  BIGINT NOT NULL,             -- last change of this row
    started_ms  BIGINT NOT NULL DEFAULT 0,   -- first start; 0: not started yet
    finished_ms BIGINT NOT NULL DEFAULT 0,   -- 0: not finished yet
    stage       TEXT NOT NULL DEFAULT '',    -- last pipeline stage reported
    progress    SMALLINT NOT NULL DEFAULT 0  -- 0 to 100
                CHECK (progress BETWEEN 0 AND 100),
    attempts    INTEGER NOT NULL DEFAULT 0,  -- times it was started
    owner       TEXT NOT NULL DEFAULT '',    -- worker that holds it; '' unless running
    lease_ms    BIGINT NOT NULL DEFAULT 0    -- when its lease ends; 0 unless running
);

-- Claims (the oldest queued one), lists by state, counts at start.
CREATE INDEX jobs_by_state ON jobs (state, id);
-- Leases that ran out.
CREATE INDEX jobs_by_lease ON jobs (lease_ms) WHERE state = 1;

CREATE TABLE job_bodies (
    id      TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    request TEXT NOT NULL,                   -- JSON, without secrets
    result  TEXT NOT NULL DEFAULT '',        -- JSON of a succeeded job
    error   TEXT NOT NULL DEFAULT ''         -- problem+json of a failed one
);
