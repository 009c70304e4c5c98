"""CPU per request of GET /healthz: hasten, a bare libmicrohttpd handler, Flask on gunicorn.

CPU is user + system time of the server's processes from /proc over the requests that wrk counted,
so it does not depend on how busy the machine is. Rounds are interleaved and medians compared.
Prints a table; exits 1 when a goal is missed (--no-goals: never).

    HASTEN_BUILD=build python3 bench/http/run.py [--rounds=5] [--seconds=2]
"""
import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("HASTEN_BUILD", HERE.parents[1] / "build"))
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGESIZE")
GOAL_BARE, GOAL_FLASK, GOAL_RSS_MB = 1.5, 15, 20


class Server:
    def __init__(self, name, arguments, pattern):
        self.name = name
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        self.port = None
        for line in self.process.stdout:
            if found := re.search(pattern, line):
                self.port = int(found[1])
                break
        if not self.port:
            raise SystemExit(f"{name} did not start")

    def pids(self):
        """The server and its children, without the sandbox's processes: they serve no request."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid] + [int(p) for p in children.read_text().split()
                                     if self.name == "flask"]

    def cpu_seconds(self):
        total = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def rss_mb(self):
        pages = pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * PAGE / 1e6

    def load(self, seconds):
        """Microseconds of CPU per request, and requests per second."""
        before = self.cpu_seconds()
        out = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", f"http://127.0.0.1:{self.port}/healthz"],
                             capture_output=True, text=True, check=True).stdout
        used = self.cpu_seconds() - before
        requests = int(re.search(r"(\d+) requests in", out)[1])
        if "Non-2xx" in out or not requests:
            raise SystemExit(f"{self.name} failed:\n{out}")
        return used / requests * 1e6, float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(timeout=60)


def start_all(directory):
    listening = r"listening on http://127\.0\.0\.1:(\d+)"
    yield Server("bare", [str(BUILD / "bench" / "http_bare")], listening)
    yield Server("hasten", [str(BUILD / "hasten"), "serve", "--listen_port=0", f"--database={directory}/jobs.db"],
                 listening)
    yield Server("flask", ["gunicorn", "--chdir", str(HERE), "-w", "2", "-b", "127.0.0.1:0", "flask_app:app"],
                 r"Listening at: http://127\.0\.0\.1:(\d+)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--no-goals", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        servers = list(start_all(directory))
        try:
            time.sleep(1)  # gunicorn announces its port before its workers are up
            idle = servers[1].rss_mb()
            samples = {s.name: [] for s in servers}
            for s in servers:
                s.load(1)
            for _ in range(options.rounds):
                for s in servers:
                    samples[s.name].append(s.load(options.seconds))
            loaded = servers[1].rss_mb()
        finally:
            for s in servers:
                s.stop()
    cpu = {name: statistics.median(c for c, _ in rows) for name, rows in samples.items()}
    rate = {name: statistics.median(r for _, r in rows) for name, rows in samples.items()}
    print(f"{'GET /healthz':<22}{'CPU us/request':>16}{'requests/s':>14}")
    for name in cpu:
        print(f"{name:<22}{cpu[name]:>16.2f}{rate[name]:>14.0f}")
    goals = [
        ("hasten / bare libmicrohttpd", cpu["hasten"] / cpu["bare"], "<=", GOAL_BARE),
        ("Flask+gunicorn / hasten", cpu["flask"] / cpu["hasten"], ">=", GOAL_FLASK),
        ("idle resident MB", idle, "<=", GOAL_RSS_MB),
    ]
    missed = 0
    for what, value, sign, goal in goals:
        met = value <= goal if sign == "<=" else value >= goal
        missed += not met
        print(f"{what:<36}{value:>8.2f}  goal {sign} {goal}  {'met' if met else 'MISSED'}")
    print(f"{'resident MB after the load':<36}{loaded:>8.2f}")
    return 1 if missed and not options.no_goals else 0


if __name__ == "__main__":
    sys.exit(main())
