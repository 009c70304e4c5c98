"""Golden cases of the analyze stage: one directory per trap.

expected.json names the opportunities (pattern, line, certainty), the patterns that must not be
found because they would change behaviour, the admissible verdicts of loops by line, and which
functions are pure, and the lines of what is not followed. Everything named there is checked, nothing else: a sharper analysis passes.
HASTEN_BUILD is the build directory; HASTEN_CASES may name a directory of labelled cases
(labels.json with file, label, target, forbidden_transforms) to check as well.
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
    "set_membership": ["set_membership"],
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


def labelled():
    file = LABELLED / "labels.json"
    return [c for c in json.loads(file.read_text()) if c["label"] == "unsafe"] if file.exists() else []


if labelled():

    @pytest.mark.parametrize("case", labelled(), ids=[c["file"] for c in labelled()])
    def test_labelled_unsafe(case):
        report = analyze(LABELLED / case["file"])
        forbidden = {p for t in case["forbidden_transforms"] for p in FORBIDS.get(t, [])}
        first = case["target"]["line"]
        for opportunity in report["opportunities"]:
            if opportunity["line"] <= first <= opportunity["end_line"]:
                assert opportunity["pattern"] not in forbidden
        if RUNS_ITERATIONS_APART & set(case["forbidden_transforms"]):
            for loop in report["loops"]:
                if loop["line"] == first and loop["kind"] == case["target"]["node"].lower():
                    assert loop["verdict"] not in ("independent", "reduction")
