"""What counts as the same waiting: calls that wait at the same time may have begun when one of them fails;
a delay that a caller sees is not left out.
"""
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HASTEN_BUILD", ROOT / "build")) / "hasten"

FETCH = """\
import time


def fetch(number):
    time.sleep(0.01)
    return {"name": "user%d" % number}


def names(numbers):
    found = []
    for number in numbers:
        found.append(fetch(number)["name"])
    return found
"""

DELAYED = """\
import time


def login(tries, right):
    for word in tries:
        if word == right:
            return word
        time.sleep(0.5)
    raise PermissionError(len(tries))
"""

EAGER = DELAYED.replace("        time.sleep(0.5)\n", "")


def optimize(directory, text):
    path = directory / "program.py"
    path.write_text(text)
    return subprocess.run([str(PROGRAM), "optimize", str(path)], capture_output=True, text=True, timeout=150)


def test_waiting__calls_behind_a_failure_may_have_begun(tmp_path):
    done = optimize(tmp_path, FETCH + '\n\nif __name__ == "__main__":\n    print(len(names(range(40))))\n')
    assert done.returncode == 0, done.stdout + done.stderr
    assert "_call_in_threads(" in done.stdout and "io_bound_threads" in done.stdout


@pytest.mark.parametrize("imports", ["", "import threading\n"])
def test_waiting__a_delay_before_an_error_stays(tmp_path, imports):
    original, candidate = tmp_path / "original.py", tmp_path / "candidate.py"
    original.write_text(imports + DELAYED)
    candidate.write_text(imports + EAGER)
    done = subprocess.run([str(PROGRAM), "verify", str(original), str(candidate)], capture_output=True, text=True,
                          timeout=150)
    assert done.returncode == 1 and "how long it sleeps" in done.stdout, done.stdout + done.stderr
