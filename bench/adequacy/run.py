#!/usr/bin/python3
"""How often is verification taken in? Plants faults into real functions and counts.

    run.py [--functions N] [--faults N] [--rewrites N] [--seed N] [--part I/N] [--json FILE]

Programs: functions of the standard library, of the installed python3-* packages, of bench/gain and
examples (programs.py). Faults: one each (faults.py), kept only when oracle.py, which knows nothing of the
inputs that verification uses, finds a call that shows the difference. Rewrites: equivalent by Python's own
rules. Everything goes through POST /api/v1/verify of a daemon of its own. A fault that comes back as
equivalent is a false accept; a rewrite that comes back as different, or without enough evidence although
the program's faults were judged, is a false reject. Exits with 1 when a fault was accepted.
"""
import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import faults  # noqa: E402
import programs  # noqa: E402

PYTHON = "/usr/bin/python3"
PROGRAM = pathlib.Path(os.environ.get("HASTEN_BUILD", HERE.parent.parent / "build")) / "hasten"
PER_PROGRAM = 10
ORACLE_SECONDS = 2.0


class Daemon:
    def __init__(self, directory):
        self.process = subprocess.Popen([str(PROGRAM), "serve", "--listen_port=0", "--workers=2", "--log_level=error",
                                         f"--database={directory}/jobs.db"], stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        self.port = int(line.rsplit(":", 1)[1])

    def verify(self, original, candidate):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = json.dumps({"original": original, "candidate": candidate, "measure": False,
                           "budget": {"seconds": 30}})
        headers = {"Content-Type": "application/json", "Prefer": "wait=60"}
        for _ in range(100):
            connection.request("POST", "/api/v1/verify", body, headers)
            reply = connection.getresponse()
            answer = json.loads(reply.read())
            if reply.status == 200:
                return answer
            if reply.status == 202:
                return self._poll(connection, answer["status_url"])
            time.sleep(0.1)  # not ready yet, or full
        return {"verdict": "failed", "reason": answer.get("detail", "")}

    def _poll(self, connection, url):
        while True:
            connection.request("GET", url)
            job = json.loads(connection.getresponse().read())
            if job["state"] not in ("queued", "running"):
                return job["result"] or {"verdict": "failed", "reason": str(job["error"])}
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def differing(program, made, seed):
    """Those of the faulty texts that the oracle tells from the original."""
    job = {"original": program.text, "candidates": [text for _, text in made], "function": program.function,
           "seconds": ORACLE_SECONDS, "seed": seed}
    try:
        done = subprocess.run([PYTHON, "-I", str(HERE / "oracle.py")], input=json.dumps(job).encode(),
                              capture_output=True, timeout=ORACLE_SECONDS * 4 + 10)
        shown = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return []
    return [(what, text, call) for (what, text), call in zip(made, shown) if call]


class Count:
    def __init__(self):
        self.programs, self.tally, self.wrong, self.seconds = 0, {}, [], []

    def add(self, kind, program, what, answer, note=""):
        verdict = answer["verdict"]
        self.tally[kind, verdict] = self.tally.get((kind, verdict), 0) + 1
        if "timing" in answer:
            self.seconds.append(answer["timing"]["total_ms"] / 1e3)
        if (kind == "fault") == (verdict == "equivalent"):
            self.wrong.append({"kind": kind, "program": program.name, "what": what, "verdict": verdict,
                               "reason": answer.get("reason", ""), "gate": answer.get("gate", ""), "note": note,
                               "diff": answer.get("diff", ""),
                               "mutants": [answer.get("verification", {}).get(key)
                                           for key in ("mutants_killed", "mutants", "mutants_alive")]})

    def of(self, kind, verdict=None):
        return sum(n for (k, v), n in self.tally.items() if k == kind and verdict in (None, v))


def judge(daemon, program, seed, count, with_rewrite):
    made = differing(program, faults.faulty(program, PER_PROGRAM, seed), seed)
    if not made:
        return
    count.programs += 1
    for what, text, call in made:
        count.add("fault", program, what, daemon.verify(program.text, text), call)
    rewrite = faults.equivalent(program, seed) if with_rewrite else None
    if rewrite:
        count.add("rewrite", program, rewrite[0], daemon.verify(program.text, rewrite[1]))


def summary(count):
    wrong, right = count.of("fault"), count.of("rewrite")
    times = sorted(count.seconds)
    return {
        "functions": count.programs, "faults": wrong, "rewrites": right,
        "false_accepts": count.of("fault", "equivalent"),
        "faults_shown": count.of("fault", "different"),
        "faults_without_evidence": count.of("fault", "insufficient_evidence"),
        "false_rejects": count.of("rewrite", "different"),
        "rewrites_without_evidence": count.of("rewrite", "insufficient_evidence"),
        "rewrites_equivalent": count.of("rewrite", "equivalent"),
        "median_seconds": times[len(times) // 2] if times else None, "wrong": count.wrong,
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--functions", type=int, default=160)
    options.add_argument("--faults", type=int, default=1000)
    options.add_argument("--seconds", type=float, default=1e9)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--skip", type=int, default=0, help="programs to pass over")
    options.add_argument("--json", type=pathlib.Path)
    asked = options.parse_args()
    count, end = Count(), time.monotonic() + asked.seconds
    with tempfile.TemporaryDirectory() as directory:
        daemon = Daemon(directory)
        try:
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                pending = set()
                for at, program in enumerate(programs.programs(asked.seed)):
                    enough = count.of("fault") >= asked.faults and count.programs >= asked.functions
                    if enough or time.monotonic() > end:
                        break
                    if at < asked.skip:
                        continue
                    pending.add(pool.submit(judge, daemon, program, asked.seed, count, True))
                    if len(pending) > 3:
                        done, pending = concurrent.futures.wait(pending,
                                                                return_when=concurrent.futures.FIRST_COMPLETED)
                        for future in done:
                            future.result()
                for future in pending:
                    future.result()
        finally:
            daemon.stop()
    result = {**summary(count), "next": at}
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1))
    for wrong in result["wrong"]:
        print(f"{wrong['kind']} {wrong['program']} {wrong['what']}: {wrong['verdict']} {wrong['reason']}\n"
              f"    {wrong['note']}\n{wrong['diff']}")
    print(json.dumps({key: value for key, value in result.items() if key != "wrong"}))
    return 1 if result["false_accepts"] else 0


if __name__ == "__main__":
    sys.exit(main())
