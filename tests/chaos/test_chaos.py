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
    """What all nodes said, in one file that they append to."""

    def __init__(self, path):
        self.path = path
        path.touch()

    def open(self):
        return open(self.path, "a", encoding="ascii")

    def size(self):
        return self.path.stat().st_size

    def facts(self):
        facts = collections.defaultdict(list)
        for line in self.path.read_text("ascii").splitlines():
            fact, _, job = line.partition(" ")
            facts[fact].append(job)
        return facts


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "chaos.db"
    subprocess.run([NODE, path, "finish"], check=True, timeout=20)
    with sqlite3.connect(path) as db:
        db.executescript(TRIGGERS)
    db.close()
    return path


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "log")


def start(database, log, seed, until_busy=True):
    before = log.size()
    with log.open() as out:
        node = subprocess.Popen([NODE, database, "submit", str(seed)], stdout=out)
    deadline = time.monotonic() + 20
    while until_busy and log.size() == before and time.monotonic() < deadline:
        time.sleep(0.002)
    return node


def kill(node):
    node.kill()
    assert node.wait(timeout=20) == -9, "the node ended before it was killed"


def finish(database, log):
    with log.open() as out:
        subprocess.run([NODE, database, "finish"], stdout=out, timeout=120, check=True)


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

    facts = log.facts()
    assert not set(facts["accepted"]) - set(jobs), "an accepted job was lost"
    assert set(endings) == set(jobs) and set(endings.values()) == {1}
    runs = collections.Counter(facts["run"])
    for job, (state, attempts, result, error) in jobs.items():
        assert state in (SUCCEEDED, FAILED, CANCELLED)
        assert bool(result) == (state == SUCCEEDED) and bool(error) == (state == FAILED)
        assert runs[job] <= attempts <= 3
    assert all(jobs[job][0] == CANCELLED for job in facts["cancelled"])
    return jobs


def test_chaos__one_process(database, log):
    dice = random.Random(1)
    for seed in range(ROUNDS):  # now and then it dies while it starts
        node = start(database, log, seed, until_busy=dice.random() < 0.8)
        time.sleep(dice.uniform(0.005, 0.2))
        kill(node)
    finish(database, log)
    jobs = judge(database, log)
    assert len(jobs) > ROUNDS
    assert any(attempts > 1 for _, attempts, _, _ in jobs.values()), "nothing was interrupted"


def test_chaos__two_processes_share_the_database(database, log):
    """Only leases help here: the survivor must not touch what the other still holds."""
    dice = random.Random(2)
    nodes = [start(database, log, 1000), start(database, log, 1001)]
    for seed in range(max(4, ROUNDS // 5)):
        time.sleep(dice.uniform(0.05, 0.5))
        kill(nodes.pop(0))
        nodes.append(start(database, log, seed))
    for node in nodes:
        kill(node)
    finish(database, log)
    judge(database, log)
