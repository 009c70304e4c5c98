#!/usr/bin/env python3
"""Runs the bench programs one after the other and sums them up in one table: what was measured,
its goal, whether it was met.

A program is a make target `bench-<name>`. A line of its output that reads

    <what>  <value>  goal <= | >= <number>

carries its goal itself; figures of programs that only print numbers are picked by PICKS. All
figures of one row come from one run of one program; programs print medians and ratios within it.

    HASTEN_BUILD=build /usr/bin/python3 bench/run.py [name ...]

Exit code 1 when a goal is missed, a program fails or a picked figure is not there.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ["frontend", "sandbox", "store", "http", "verify"]
SECONDS = 900
GOAL_LINE = re.compile(r"^(\S.*?)\s+(\d[\d.]*)\s+goal\s+(<=|>=|≤|≥)\s+(\d[\d.]*)", re.MULTILINE)
# program, what, pattern of the value, direction, goal
PICKS = [
    ("frontend", "front end / tree-sitter parse", r"^front end .*? median ([\d.]+),", "<=", 2.0),
    ("sandbox", "median of a sandboxed run, ms", r"^.*? median ([\d.]+) ms", "<=", 4.0),
    ("sandbox", "sandboxed runs/s, two slots", r"^two slots.*?([\d.]+) runs/s", ">=", 500.0),
]


def has_target(name):
    rules = "".join(path.read_text() for path in (ROOT / "Makefile", *ROOT.glob("core/*/*.mk")))
    return re.search(rf"^bench-{name}:", rules, re.MULTILINE)


def run(name):
    """(exit code, or None after a time-out; output). Ends the whole process group."""
    build = os.environ.get("HASTEN_BUILD", "build")
    process = subprocess.Popen(["make", "--no-print-directory", f"O={build}", f"bench-{name}"],
                               cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return None, process.communicate()[0]


def figures(name, output):
    """(what, value or None, direction, goal) of one program."""
    for what, value, sign, goal in GOAL_LINE.findall(output):
        yield what, float(value), {"≤": "<=", "≥": ">="}.get(sign, sign), float(goal)
    for program, what, pattern, sign, goal in PICKS:
        if program == name:
            match = re.search(pattern, output, re.MULTILINE)
            yield what, float(match[1]) if match else None, sign, goal


def is_met(value, sign, goal):
    return value is not None and (value <= goal if sign == "<=" else value >= goal)


def main():
    rows, failed = [], []
    for name in sys.argv[1:] or PROGRAMS:
        if not has_target(name):
            failed.append(f"{name}: there is no such program")
            continue
        print(f"---- {name}", flush=True)
        code, output = run(name)
        print(output, flush=True)
        found = list(figures(name, output))
        rows += [(name, *figure) for figure in found]
        if code != 0 and all(is_met(*figure[1:]) for figure in found):
            failed.append(f"{name}: {'ran too long' if code is None else f'exited with {code}'}")
    print(f"{'program':<10}{'figure':<44}{'measured':>12}   goal")
    for name, what, value, sign, goal in rows:
        shown = "-" if value is None else f"{value:.2f}"
        met = "met" if is_met(value, sign, goal) else "MISSED"
        print(f"{name:<10}{what:<44}{shown:>12}   {sign} {goal:g}  {met}")
    for line in failed:
        print(line)
    return 1 if failed or not rows or not all(is_met(*row[2:]) for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
