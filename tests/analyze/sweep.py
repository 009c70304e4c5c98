"""`hasten analyze` over Python source that nobody wrote for it: `make analyze-sweep`.

Every file of the roots (default: the standard library and all packages of Debian) must be answered
in time, by a report whose loops stand inside the file, or refused as invalid Python. A crash, a
sanitizer report, a time-out or any other exit code is printed; one line of totals ends the run.
SWEEP_PART=3/20 takes every 20th file, starting with the third.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HASTEN = (ROOT / os.environ.get("HASTEN_BUILD", "build") / "hasten").resolve()
ROOTS = ("/usr/lib/python3.11", "/usr/lib/python3/dist-packages")
SECONDS = 60
INVALID = 3


def python_files(*roots):
    found = []
    for root in roots:
        path = pathlib.Path(root)
        found += [path] if path.is_file() else path.rglob("*.py")
    return sorted(p for p in found if p.is_file() and p.stat().st_size > 0)


def part_of(files):
    first, step = map(int, os.environ.get("SWEEP_PART", "1/1").split("/"))
    return files[first - 1::step]


def judge(path):
    """(verdict, detail, seconds, loop verdicts) of one file."""
    start = time.monotonic()
    try:
        done = subprocess.run([HASTEN, "analyze", path, "--json"], capture_output=True,
                              timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "time-out", "%d s" % SECONDS, SECONDS, ()
    seconds = time.monotonic() - start
    errors = done.stderr.decode("utf-8", "replace")
    if done.returncode == INVALID:
        return "refused", errors.strip(), seconds, ()
    if done.returncode != 0 or "Sanitizer" in errors or "runtime error" in errors:
        return "failed", "exit code %d: %s" % (done.returncode, errors[-2000:]), seconds, ()
    report = json.loads(done.stdout)
    lines = report["source"]["lines"]
    for loop in report["loops"]:
        if not 1 <= loop["line"] <= lines + 1:
            return "failed", "a loop in line %d of %d" % (loop["line"], lines), seconds, ()
    return "answered", "", seconds, tuple(loop["verdict"] for loop in report["loops"])


def sweep(files):
    """Counts per verdict, counts per loop verdict, [(verdict, path, detail)], slowest file."""
    counts, loops, bad, slowest = collections.Counter(), collections.Counter(), [], (0.0, "")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (verdict, detail, seconds, verdicts) in zip(files, pool.map(judge, files)):
            counts[verdict] += 1
            loops.update(verdicts)
            slowest = max(slowest, (seconds, str(path)))
            if verdict in ("failed", "time-out"):
                bad.append((verdict, path, detail))
    return counts, loops, bad, slowest


def main(roots):
    files = part_of(python_files(*roots))
    counts, loops, bad, slowest = sweep(files)
    for verdict, path, detail in bad:
        print("%-9s %s\n%s" % (verdict, path, detail))
    print("%d files: %s; %d loops: %s; slowest %.2f s %s" % (
        len(files), ", ".join("%d %s" % (n, v) for v, n in counts.most_common()),
        sum(loops.values()), ", ".join("%d %s" % (n, v) for v, n in loops.most_common()),
        *slowest))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ROOTS))
