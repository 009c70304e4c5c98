"""Jobs over HTTP: life of one, pages, cancelling, what survives a kill -9."""
import os
import pathlib
import threading
import time

from conftest import SLOW

SMALL = "def f(x):\n    return x + 1\n"


def test_jobs__async_answers_with_its_url(daemon):
    answer = daemon.post("/api/v1/optimize/async", {"code": SMALL})
    assert answer.status == 202 and answer.headers["location"] == answer.json["status_url"]
    assert answer.headers["retry-after"] == "1"
    job = daemon.wait_for(answer.json["job_id"])
    assert job["state"] == job["status"] == "succeeded" and job["progress"] == 100
    assert job["attempts"] == 1 and job["error"] is None
    assert job["created_at"] <= job["started_at"] <= job["finished_at"]
    assert job["result"]["job_id"] == job["job_id"]


def test_jobs__sync_answer_is_the_stored_result(daemon):
    answer = daemon.post("/api/v1/optimize", {"code": SMALL}, headers={"Prefer": "wait=60"})
    assert answer.status == 200
    job = daemon.get(f"/api/v1/jobs/{answer.json['job_id']}").json
    assert job["result"] == answer.json
    diff = daemon.get(f"/api/v1/jobs/{answer.json['job_id']}/diff")
    assert diff.type == "text/x-diff" and diff.body.decode() == answer.json["diff"]


def test_jobs__no_wait_is_202_at_once(daemon):
    begin = time.monotonic()
    answer = daemon.post("/api/v1/optimize", {"code": SLOW, "budget": {"seconds": 60}},
                         headers={"Prefer": "respond-async"})
    assert answer.status == 202 and time.monotonic() - begin < 20
    daemon.request("DELETE", answer.json["status_url"])


def test_jobs__pages_are_complete_and_in_order(start):
    d = start(drain=1)
    ids = [d.post("/api/v1/optimize/async", {"code": SMALL}).json["job_id"] for _ in range(7)]
    seen, cursor = [], ""
    while True:
        page = d.get(f"/api/v1/jobs?limit=3&cursor={cursor}").json
        assert len(page["jobs"]) <= 3
        seen += [job["job_id"] for job in page["jobs"]]
        assert all("result" not in job for job in page["jobs"])
        if not (cursor := page["next_cursor"]):
            break
    assert seen == ids[::-1]
    for job_id in ids:
        d.wait_for(job_id)
    assert len(d.get("/api/v1/jobs?status=succeeded").json["jobs"]) == 7
    assert d.get("/api/v1/jobs?status=queued").json == {"jobs": [], "next_cursor": None}


def test_jobs__cancelling(start):
    d = start(drain=1, workers=1)
    running = d.post("/api/v1/optimize/async", {"code": SLOW}).json["status_url"]
    queued = d.post("/api/v1/optimize/async", {"code": SLOW}).json["status_url"]
    end = time.monotonic() + 30
    while d.get(running).json["state"] == "queued" and time.monotonic() < end:
        time.sleep(0.02)
    for url in (queued, running):
        answer = d.request("DELETE", url)
        assert answer.status == 200 and answer.json["state"] == "cancelled", answer
        again = d.request("DELETE", url)
        assert again.status == 409 and again.json["code"] == "conflict"
        assert d.get(url + "/diff").status == 409
    # The worker is free again.
    answer = d.post("/api/v1/optimize", {"code": SMALL}, headers={"Prefer": "wait=25"})
    assert answer.status == 200


def busy_below(pid):
    """Descendants of the daemon that have computed for half a second and still compute."""
    parents, busy = {}, []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        child = int(stat.parent.name)
        parents[child] = int(fields[1])
        if fields[0] == "R" and int(fields[11]) >= os.sysconf("SC_CLK_TCK") // 2:
            busy.append(child)

    def is_below(child):
        while child in parents and child != pid:
            child = parents[child]
        return child == pid
    return [child for child in busy if child != pid and is_below(child)]


def test_jobs__cancelling_ends_running_code(start):
    d = start(drain=1, workers=1)
    endless = {"code": SLOW, "budget": {"seconds": 300}}  # each run of it would take 20 s
    url = d.post("/api/v1/optimize/async", endless).json["status_url"]
    after = d.post("/api/v1/optimize/async", {"code": SMALL}).json["status_url"]
    end = time.monotonic() + 60
    while not (busy := busy_below(d.process.pid)) and time.monotonic() < end:
        time.sleep(0.02)
    assert busy
    begin = time.monotonic()
    assert d.request("DELETE", url).status == 200
    while (d.get(after).json["state"] == "queued" or
           set(busy) & set(busy_below(d.process.pid))) and time.monotonic() < begin + 10:
        time.sleep(0.02)
    assert time.monotonic() - begin < 10


def test_jobs__cancelling_wakes_the_one_who_waits(start):
    d = start(drain=1)
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(
        d.post("/api/v1/optimize", {"code": SLOW}, headers={"Prefer": "wait=25"})))
    waiter.start()
    end = time.monotonic() + 60
    while not (jobs := d.get("/api/v1/jobs").json["jobs"]) and time.monotonic() < end:
        time.sleep(0.02)
    begin = time.monotonic()
    assert d.request("DELETE", jobs[0]["status_url"]).status == 200
    waiter.join(timeout=24)
    assert answers[0].status == 409 and answers[0].json["code"] == "cancelled"
    assert time.monotonic() - begin < 24


def test_jobs__accepted_jobs_survive_kill_9(start):
    d = start(lease=2, workers=1)
    urls = [d.post("/api/v1/optimize/async", {"code": SMALL}).json["status_url"] for _ in range(10)]
    d.process.kill()
    d.process.wait()
    d.process.stdout.close()
    again = start(lease=2, workers=2)
    for url in urls:
        job = again.wait_for(url.rsplit("/", 1)[1])
        assert job["state"] == "succeeded" and job["attempts"] <= 2, job


def test_jobs__shutdown_returns_running_jobs_to_the_queue(start):
    d = start(drain=0, workers=1)
    url = d.post("/api/v1/optimize/async", {"code": SLOW}).json["status_url"]
    end = time.monotonic() + 20
    while d.get(url).json["state"] != "running" and time.monotonic() < end:
        time.sleep(0.02)
    assert d.stop() == 0
    again = start(drain=0, workers=1)
    assert again.get(url).json["state"] in ("queued", "running")
    assert again.request("DELETE", url).status == 200


def test_jobs__keys_guard_the_api_only(start):
    d = start(api_keys="alpha,beta")
    d.wait_until_ready()
    refused = d.get("/api/v1/jobs")
    assert refused.status == 401 and refused.headers["www-authenticate"] == "Bearer"
    assert d.get("/api/v1/jobs", headers={"Authorization": "Bearer beta"}).status == 200
    assert d.get("/api/v1/jobs", headers={"X-API-Key": "gamma"}).status == 401
    # Refused before the body is looked at.
    assert d.post("/api/v1/optimize", b"not json").status == 401
