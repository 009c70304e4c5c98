"""kill -9 at random moments: every accepted job ends, exactly once.

The judge is not the code under test: triggers in the database count how often a job enters a
terminal state and whether one ever changes afterwards, and the node's own log says what it had
promised before it died. Seeds are fixed; CHAOS_ROUNDS makes it longer (`make chaos`).
"""

import collections
import os
import pathlib
import random
import sqlite3
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NODE = ROOT / os.environ.get("HASTEN_BUILD", "build") / "tests" / "chaos_node"
ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "25"))

SUCCEEDED, FAILED, CANCELLED = 2, 3, 4
TRIGGERS = """
CREATE TABLE endings (id TEXT NOT NULL);
CREATE TABLE violations (id TEXT NOT NULL);
CREATE TRIGGER job_ended AFTER UPDATE OF state ON jobs WHEN NEW.state >= 2
BEGIN
    INSERT INTO endings VALUES (NEW.id);
END;
CREATE TRIGGER job_changed_after_its_end AFTER UPDATE ON jobs WHEN OLD.state >= 2
BEGIN
    INSERT INTO violations VALUES (NEW.id);
END;
CREATE TRIGGER job_vanished AFTER DELETE ON jobs
BEGIN
    INSERT INTO violations VALUES (OLD.id);
END;
"""


class Log:
    """What all nodes together said."""

    def __init__(self):
        self.facts = collections.defaultdict(list)

    def add(self, text):
        for line in text.splitlines():
            fact, _, job = line.partition(" ")
            if len(job) == 36:  # the last line of a killed process may be cut
                self.facts[fact].append(job)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "chaos.db"
    subprocess.run([NODE, path, "finish"], check=True, timeout=20)
    with sqlite3.connect(path) as db:
        db.executescript(TRIGGERS)
    db.close()
    return path


def start(database, seed):
    return subprocess.Popen(
        [NODE, database, "submit", str(seed)], stdout=subprocess.PIPE, text=True
    )


def kill(node, log):
    node.kill()
    log.add(node.communicate(timeout=20)[0])
    assert node.returncode == -9, "the node ended before it was killed"


def finish(database, log):
    done = subprocess.run(
        [NODE, database, "finish"], stdout=subprocess.PIPE, text=True, timeout=120, check=True
    )
    log.add(done.stdout)


def judge(database, log):
    db = sqlite3.connect(database)
    jobs = {
        row[0]: row[1:]
        for row in db.execute(
            "SELECT id, state, attempts, result, error FROM jobs JOIN job_bodies USING (id)"
        )
    }
    endings = collections.Counter(row[0] for row in db.execute("SELECT id FROM endings"))
    assert db.execute("SELECT count(*) FROM violations").fetchone() == (0,)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()

    assert not set(log.facts["accepted"]) - set(jobs), "an accepted job was lost"
    assert set(endings) == set(jobs) and set(endings.values()) == {1}
    runs = collections.Counter(log.facts["run"])
    for job, (state, attempts, result, error) in jobs.items():
        assert state in (SUCCEEDED, FAILED, CANCELLED)
        assert bool(result) == (state == SUCCEEDED) and bool(error) == (state == FAILED)
        assert runs[job] <= attempts <= 3
    assert all(jobs[job][0] == CANCELLED for job in log.facts["cancelled"])
    return jobs


def test_chaos__one_process(database):
    log, dice = Log(), random.Random(1)
    for seed in range(ROUNDS):
        node = start(database, seed)
        time.sleep(dice.uniform(0.005, 0.25))
        kill(node, log)
    finish(database, log)
    jobs = judge(database, log)
    assert len(jobs) > 5 * ROUNDS
    assert any(attempts > 1 for _, attempts, _, _ in jobs.values()), "nothing was interrupted"


def test_chaos__two_processes_share_the_database(database):
    """Only leases help here: the survivor must not touch what the other still holds."""
    log, dice = Log(), random.Random(2)
    nodes = [start(database, 1000), start(database, 1001)]
    for seed in range(max(4, ROUNDS // 5)):
        time.sleep(dice.uniform(0.05, 0.5))
        kill(nodes.pop(0), log)
        nodes.append(start(database, seed))
    for node in nodes:
        kill(node, log)
    finish(database, log)
    judge(database, log)
