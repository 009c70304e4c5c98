#!/usr/bin/env python3
"""How much of an expert's speed-up does hasten reach by itself, without an LLM?

programs/ holds ordinary programs, experts/ the same ones optimised by hand; heldout/ holds some more that nobody
looked at while the transformations were written (GAIN_SET=heldout). Each program is given to
`hasten optimize`; then the original, the answer and the expert's version run as whole processes, in
turns, at the size that stands in the program. All three have to print the same.

    speed-up  median over the rounds of original / version, wall time of the whole process
    share     log(speed-up of hasten) / log(speed-up of the expert); programs in which the expert
              found less than 1.1x have no headroom: there the answer only has to be as fast

    [GAIN_SET=heldout] HASTEN_BUILD=build /usr/bin/python3 bench/gain/run.py [name ...]

Exit code 1 when an answer prints something else or is slower than 0.97 of the original.
"""
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SET = HERE / os.environ.get("GAIN_SET", ".")
HASTEN = (ROOT / os.environ.get("HASTEN_BUILD", "build") / "hasten").resolve()
PYTHON = "/usr/bin/python3"
ROUNDS = int(os.environ.get("GAIN_ROUNDS", "5"))
HEADROOM = 1.1
SLOWER = 0.97
SECONDS = 120


def optimize(path):
    """(answer of hasten, seconds it took)"""
    start = time.monotonic()
    done = subprocess.run([HASTEN, "optimize", path, "--json"], capture_output=True, text=True,
                          timeout=SECONDS, check=False)
    return json.loads(done.stdout), time.monotonic() - start


def run(path):
    """(wall seconds, everything it printed)"""
    start = time.monotonic()
    done = subprocess.run([PYTHON, path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
    return time.monotonic() - start, (done.returncode, done.stdout)


def compare(paths):
    """Wall times per version, taken in turns, and what each version printed."""
    times = [[] for _ in paths]
    printed = [None] * len(paths)
    for _ in range(ROUNDS):
        for index, path in enumerate(paths):
            seconds, printed[index] = run(path)
            times[index].append(seconds)
    return times, printed


def speedup(originals, versions):
    return statistics.median(a / b for a, b in zip(originals, versions))


def share_of(gain, expert):
    return math.log(max(gain, 1e-3)) / math.log(expert) if expert >= HEADROOM else None


def measure(path, folder):
    answer, seconds = optimize(path)
    returned = folder / path.name
    returned.write_text(answer["optimized_code"])
    times, printed = compare([path, returned, SET / "experts" / path.name])
    if printed[2] != printed[0]:
        raise SystemExit(f"{path.name}: the expert's version prints something else")
    changed = answer["changed"]
    gain = speedup(times[0], times[1]) if changed else 1.0
    expert = speedup(times[0], times[2])
    patterns = sorted({row["pattern"] for row in answer["optimizations_applied"]})
    return {"name": path.stem, "gain": gain, "expert": expert, "share": share_of(gain, expert),
            "same": printed[1] == printed[0], "changed": changed, "patterns": patterns,
            "seconds": seconds}


def main():
    wanted = sys.argv[1:]
    rows = []
    print(f"{'program':18} {'hasten':>8} {'expert':>8} {'share':>6} {'took':>6}  rewritten by")
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((SET / "programs").glob("*.py")):
            if wanted and path.stem not in wanted:
                continue
            row = measure(path, pathlib.Path(folder))
            rows.append(row)
            share = "" if row["share"] is None else f"{100 * row['share']:.0f}%"
            note = ", ".join(row["patterns"]) if row["same"] else "PRINTS SOMETHING ELSE"
            print(f"{row['name']:18} {row['gain']:7.2f}x {row['expert']:7.2f}x {share:>6} "
                  f"{row['seconds']:5.1f}s  {note}", flush=True)
    shares = [row["share"] for row in rows if row["share"] is not None]
    slower = [row["name"] for row in rows if row["changed"] and row["gain"] < SLOWER]
    wrong = [row["name"] for row in rows if not row["same"]]
    print(f"{len(rows)} programs, {sum(row['changed'] for row in rows)} rewritten, "
          f"{len(wrong)} different, {len(slower)} slower {' '.join(slower)}")
    if shares:
        print(f"mean share of the expert's speed-up, percent {100 * statistics.mean(shares):.1f}"
              "  goal >= 60")
    return 1 if wrong or slower or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
