#!/usr/bin/env python3
"""How often does each transformation apply to code in the wild, and what refuses it?

Every Python file of the standard library and of the installed Debian packages is analysed and
rewritten (bench/wild.c); nothing of it is executed. Then `hasten optimize` judges a sample of the
smaller files that got a candidate, which runs them in the sandbox.

    HASTEN_BUILD=build /usr/bin/python3 bench/wild.py [--files N] [--sample N] [--refusals N]

Prints a table: per pattern the findings, the candidates, and how many of the sampled ones were accepted;
then the most frequent refusals. Exit code 1 when a file could not be examined at all (a crash).
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / os.environ.get("HASTEN_BUILD", "build")
FOLDERS = ("/usr/lib/python3.11", "/usr/lib/python3/dist-packages")
AT_ONCE = 200
SMALL = 12000


def all_files():
    found = (path for folder in FOLDERS for path in pathlib.Path(folder).rglob("*.py") if path.is_file())
    return sorted(str(path) for path in found)


def examine(paths):
    """Lines of wild.c, and the paths that it could not get through."""
    lines, lost = [], []
    for first in range(0, len(paths), AT_ONCE):
        waiting = paths[first:first + AT_ONCE]
        while waiting:
            done = subprocess.run([BUILD / "bench/wild"], input="\n".join(waiting), text=True,
                                  errors="replace", stdout=subprocess.PIPE, check=False)
            lines += done.stdout.splitlines()
            finished = sum(line.startswith("file\t") for line in done.stdout.splitlines())
            if done.returncode == 0:
                break
            lost.append(waiting[finished])
            waiting = waiting[finished + 1:]
    return [line.split("\t", 2) for line in lines], lost


def judge(paths, count):
    """Verdicts of `hasten optimize` on a sample: per pattern the accepted ones and the gates."""
    accepted, gates = collections.Counter(), collections.Counter()
    for path in random.Random(5).sample(paths, min(count, len(paths))):
        done = subprocess.run([BUILD / "hasten", "optimize", path, "--json"], capture_output=True,
                              text=True, check=False)
        if not done.stdout:
            continue
        answer = json.loads(done.stdout)
        for row in answer["optimizations_applied"]:
            accepted[row["pattern"]] += 1
        for row in answer["rejected"]:
            if row["gate"] != "static":
                gates[row["pattern"], row["gate"]] += 1
    return accepted, gates


def print_table(rows, accepted, gates):
    found = collections.Counter(row[1] for row in rows if row[0] == "found")
    candidates = collections.Counter(row[1] for row in rows if row[0] == "candidate")
    print("| pattern | found | candidates | sampled: accepted | stopped at |")
    print("|---|---|---|---|---|")
    for pattern, count in found.most_common():
        stopped = ", ".join(f"{gate} {n}" for (p, gate), n in gates.most_common() if p == pattern)
        print(f"| `{pattern}` | {count} | {candidates[pattern]} | {accepted[pattern]} | {stopped} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000000)
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--refusals", type=int, default=25)
    wanted = parser.parse_args()
    paths = all_files()
    if wanted.files < len(paths):
        paths = sorted(random.Random(1).sample(paths, wanted.files))
    rows, lost = examine(paths)
    small = sorted({row[2] for row in rows if row[0] == "candidate" and os.path.getsize(row[2]) < SMALL})
    accepted, gates = judge(small, wanted.sample)
    times = sorted(float(row[1]) for row in rows if row[0] == "file")
    failed = collections.Counter(row[1] for row in rows if row[0] == "failed")
    print(f"{len(times)} files, {sum(times) / 1000:.0f} s, median {times[len(times) // 2]:.1f} ms, "
          f"longest {times[-1] / 1000:.1f} s; not followed: {dict(failed)}")
    print_table(rows, accepted, gates)
    print("\nrefused by the rewriting:")
    refused = collections.Counter((row[1], row[2]) for row in rows if row[0] == "refused")
    for (pattern, reason), count in refused.most_common(wanted.refusals):
        print(f"{count:6}  {pattern}: {reason}")
    for path in lost:
        print("crashed:", path)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
