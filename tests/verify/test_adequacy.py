"""A short `make adequacy`: faults in our own programs, by the same parts, with the same seed each time."""
import pathlib
import sys

import pytest
from test_door import PYTHON, judged

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "adequacy"))
import faults  # noqa: E402
import oracle  # noqa: E402
import programs  # noqa: E402

PROGRAMS = {program.name: program for path in ("anagrams", "caesar", "moving_sums", "running_max")
            for program in programs.programs_of(ROOT / "bench" / "gain" / "programs" / f"{path}.py")}


def differing(program, made):
    """Asked in a process of its own: the oracle runs what it is given."""
    import json
    import subprocess
    job = {"original": program.text, "candidates": [text for _, text in made], "function": program.function,
           "seconds": 60, "calls": 1500, "seed": 1}
    done = subprocess.run([PYTHON, "-I", oracle.__file__], input=json.dumps(job).encode(), capture_output=True,
                          timeout=120)
    return [(what, text, call) for (what, text), call in zip(made, json.loads(done.stdout)) if call]


@pytest.mark.parametrize("name", PROGRAMS)
def test_adequacy__planted_faults_are_not_accepted(tmp_path, name):
    program = PROGRAMS[name]
    made = differing(program, faults.faulty(program, 3, seed=1))
    assert made
    for what, text, call in made:
        answer = judged(tmp_path, program.text, text)
        assert answer["verdict"] != "equivalent", (what, call, answer["diff"])


@pytest.mark.parametrize("name", PROGRAMS)
def test_adequacy__equivalent_rewrites_are_not_called_different(tmp_path, name):
    program = PROGRAMS[name]
    what, text = faults.equivalent(program, seed=1)
    answer = judged(tmp_path, program.text, text)
    assert answer["verdict"] == "equivalent", (what, answer["reason"], answer["verification"])


def test_adequacy__the_oracle_finds_what_differs_and_nothing_else():
    original = "def f(xs):\n    return sum(xs)\n"
    program = programs.Program("f", "f", original)
    wrong, same = original.replace("sum(xs)", "sum(xs[1:])"), original.replace("xs", "ys")
    assert [what for what, _, _ in differing(program, [("wrong", wrong), ("same", same)])] == ["wrong"]
