"""Golden cases of the analyze stage: one directory per trap.

expected.json names the opportunities (pattern, line, certainty), the patterns that must not be
found because they would change behaviour, the admissible verdicts of loops by line, and which
functions are pure, and the lines of what is not followed. Everything named there is checked, nothing else: a sharper analysis passes.
HASTEN_BUILD is the build directory. tests/golden/labelled holds programs with one marked loop or function each
(labels.json: file, label, target, forbidden or recommended transformations); HASTEN_CASES may name more of the kind.
None that is labelled unsafe may be called safe; of the safe ones at least 85 % are found.
"""

import functools
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HASTEN = (ROOT / os.environ.get("HASTEN_BUILD", "build") / "hasten").resolve()
CASES = sorted(p.parent for p in (ROOT / "tests/golden/analyze").glob("*/input.py"))
LABELLED = pathlib.Path(os.environ.get("HASTEN_CASES", "/nonexistent"))
FORBIDS = {
    "memoise": ["memoize"], "memoize": ["memoize"], "lru_cache": ["memoize"],
    "parallel": ["embarrassingly_parallel", "map_reduce"],
    "parallel_for": ["embarrassingly_parallel", "map_reduce"],
    "parallel_map": ["embarrassingly_parallel", "map_reduce"],
    "process_parallel": ["embarrassingly_parallel", "map_reduce"],
    "parallel_for_outer": ["embarrassingly_parallel", "map_reduce"],
    "chunk_parallel": ["embarrassingly_parallel", "map_reduce"],
    "filter_parallel": ["embarrassingly_parallel", "map_reduce"],
    "parallel_branches": ["embarrassingly_parallel", "map_reduce"],
    "set_membership": ["set_membership"], "deque": ["deque_queue"], "str_join": ["string_join"],
    "hoist_call": ["invariant_hoist", "recurring_calls"], "invariant_hoist": ["invariant_hoist", "recurring_calls"],
    "io_bound_threads": ["io_bound_threads"],
}
RUNS_ITERATIONS_APART = {n for n, p in FORBIDS.items() if "map_reduce" in p}


@functools.lru_cache(maxsize=None)
def analyze(path):
    done = subprocess.run([HASTEN, "analyze", path, "--json"], capture_output=True, timeout=60,
                          check=False)
    assert done.stdout, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_golden(case):
    expected = json.loads((case / "expected.json").read_text())
    report = analyze(case / "input.py")
    found = [{k: o[k] for k in ("pattern", "line", "certainty")} for o in report["opportunities"]]
    for opportunity in expected["opportunities"]:
        assert opportunity in found
    assert not {o["pattern"] for o in found} & set(expected["forbidden"])
    for line, verdicts in expected["loops"].items():
        assert [lo["verdict"] in verdicts for lo in report["loops"] if lo["line"] == int(line)] == [True]
    pure = {f["name"]: f["pure"] for f in report["functions"]}
    assert {name: pure[name] for name in expected["pure"]} == expected["pure"]
    if "unsupported" in expected:
        assert [u["line"] for u in report["unsupported"]] == expected["unsupported"]


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_every_loop_left_alone_says_why(case):
    report = analyze(case / "input.py")
    taken = {o["line"] for o in report["opportunities"]}
    for loop in report["loops"]:
        assert loop["blockers"] or loop["line"] in taken


def labelled(label):
    found = []
    for directory in [ROOT / "tests/golden/labelled"] + [LABELLED] * (LABELLED / "labels.json").exists():
        cases = json.loads((directory / "labels.json").read_text())
        found += [dict(c, path=directory / c["file"]) for c in cases if c["label"] == label]
    return found


def at_target(case, report):
    """Loops that start in the marked line, and the opportunities that reach into it."""
    first = case["target"]["line"]
    loops = [lo for lo in report["loops"] if lo["line"] == first]
    last = max([lo["end_line"] for lo in loops], default=first)
    return loops, [o for o in report["opportunities"] if o["line"] <= last and first <= o["end_line"]]


@pytest.mark.parametrize("case", labelled("unsafe"), ids=lambda c: c["file"])
def test_labelled_unsafe(case):
    loops, opportunities = at_target(case, analyze(case["path"]))
    forbidden = {p for t in case["forbidden_transforms"] for p in FORBIDS.get(t, [])}
    assert not forbidden & {o["pattern"] for o in opportunities}
    if RUNS_ITERATIONS_APART & set(case["forbidden_transforms"]):
        kind = case["target"]["node"].lower()
        assert not [lo for lo in loops if lo["kind"] == kind and lo["verdict"] in ("independent", "reduction")]


def test_labelled_safe_ones_are_found():
    missed = []
    for case in labelled("safe"):
        loops, opportunities = at_target(case, analyze(case["path"]))
        if not opportunities and not [lo for lo in loops if lo["verdict"] in ("independent", "reduction", "guarded")]:
            missed.append(case["file"])
    assert len(missed) <= 0.15 * len(labelled("safe")), missed
