"""Changes of code at module level: the whole program has to show that they are the same, and what the module
offers to those who import it has to stay.
"""
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HASTEN_BUILD", ROOT / "build")) / "hasten"
PYTHON = "/usr/bin/python3"

UNIQUE = """\
words = ("the quick brown fox " * 50).split() + [str(i) for i in range(3000)]
unique = []
for word in words:
    if word not in unique:
        unique.append(word)
"""

QUEUE = """\
graph = {i: [(i * 2 + 1) % 40, (i * 3 + 2) % 40] for i in range(40)}
queue = [0]
seen = {0}
while queue:
    node = queue.pop(0)
    for other in graph[node]:
        if other not in seen:
            seen.add(other)
            queue.append(other)
print(len(seen))
"""


def optimized(directory, text):
    path = directory / "program.py"
    path.write_text(text)
    done = subprocess.run([str(PROGRAM), "optimize", str(path), "--json"], capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def output(text):
    return subprocess.run([PYTHON, "-c", text], capture_output=True, text=True, timeout=60)


def test_module_code__the_program_is_the_evidence(tmp_path):
    text = UNIQUE + "print(len(unique), unique[:5])\n"
    answer = optimized(tmp_path, text)
    [applied] = answer["optimizations_applied"]
    assert (applied["pattern"], applied["function"], applied["rung"]) == ("seen_set", "<module>", "proved+tested")
    assert answer["verification"]["script_checked"] and answer["verification"]["mutants_killed"] > 0
    assert output(answer["optimized_code"]).stdout == output(text).stdout != ""


def test_module_code__without_a_run_to_its_end_there_is_none(tmp_path):
    answer = optimized(tmp_path, UNIQUE + "import time\nprint(time.time_ns(), len(unique))\nwhile True:\n    pass\n")
    assert not answer["changed"]
    [rejected] = [row for row in answer["rejected"] if row["pattern"] == "seen_set"]
    assert rejected["gate"] == "evidence" and "as a script" in rejected["reason"]


def test_module_code__what_is_offered_stays(tmp_path):
    alone = [row for row in optimized(tmp_path, QUEUE)["rejected"] if row["pattern"] == "deque_queue"]
    imported = [row for row in optimized(tmp_path, "def helper():\n    return 1\n\n\n" + QUEUE)["rejected"]
                if row["pattern"] == "deque_queue"]
    assert [row["reason"] for row in alone] == ["there is no input to time"]  # the same, and over too soon
    assert [row["gate"] for row in imported] == ["equivalence"]
    assert "importing the module differs" in imported[0]["reason"]
