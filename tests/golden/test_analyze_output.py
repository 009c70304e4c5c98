"""What `hasten analyze` prints besides its findings: SARIF for code scanning, the dependence graph, text.

The properties that SARIF 2.1.0 (OASIS standard, sections 3.13 to 3.54) requires, and the references
between its parts, are checked here one by one.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HASTEN = (ROOT / os.environ.get("HASTEN_BUILD", "build") / "hasten").resolve()
CASES = ["loop_scan_per_row", "unsupported_dynamic", "memoize_fibonacci", "loop_antidependence"]
KINDS = {"notApplicable", "pass", "fail", "review", "open", "informational"}
LEVELS = {"none", "note", "warning", "error"}


def run(*arguments, code=0):
    done = subprocess.run([HASTEN, "analyze", *arguments], capture_output=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout.decode()


def source(case):
    return ROOT / "tests/golden/analyze" / case / "input.py"


@pytest.mark.parametrize("case", CASES)
def test_sarif__has_what_the_standard_requires(case):
    log = json.loads(run(source(case), "--sarif"))
    lines = source(case).read_text().count("\n")
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    assert len(log["runs"]) == 1
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["name"] == "hasten" and re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"])
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules)) and all(r["shortDescription"]["text"] for r in driver["rules"])
    for result in log["runs"][0]["results"]:
        assert result["message"]["text"]
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["kind"] in KINDS and result["level"] in LEVELS
        assert result["kind"] == "fail" or result["level"] == "none"
        for location in result["locations"] + result.get("relatedLocations", []):
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "input.py"
            assert 1 <= place["region"]["startLine"] <= place["region"]["endLine"] <= lines


@pytest.mark.parametrize("case", CASES)
def test_sarif__says_what_the_json_says(case):
    results = json.loads(run(source(case), "--sarif"))["runs"][0]["results"]
    report = json.loads(run(source(case), "--json"))
    expected = [(o["pattern"], o["line"]) for o in report["opportunities"]]
    expected += [("why-not", lo["line"]) for lo in report["loops"] if lo["blockers"]]
    expected += [("unsupported", u["line"]) for u in report["unsupported"]]
    assert [(r["ruleId"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in results] == expected


def test_sarif__escapes_file_names(tmp_path):
    file = tmp_path / "a b%é.py"
    file.write_text("for i in range(3):\n    print(i)\n")
    result = json.loads(run(file, "--sarif"))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%25%C3%A9.py"


def test_graph__has_each_loop_and_each_carried_dependence(tmp_path):
    graph = tmp_path / "graph.dot"
    run(source("loop_antidependence"), "--graph", graph)
    text = graph.read_text()
    assert text.startswith("digraph") and text.count("{") == text.count("}")
    assert "for line 3, smooth: sequential" in text
    assert 'anti xs (-1)' in text
    assert (tmp_path / "graph.dot.svg").exists() == (shutil.which("dot") is not None)


def test_graph__nests_loops(tmp_path):
    graph = tmp_path / "graph.dot"
    run(source("loop_scan_per_row"), "--graph", graph)
    outer, inner = (graph.read_text().index(f"for line {n}, scans") for n in (3, 4))
    between = graph.read_text()[outer:inner]
    assert between.count("{") > between.count("}")


def test_graph__quotes_names_of_the_source(tmp_path):
    file, graph = tmp_path / "x.py", tmp_path / "graph.dot"
    file.write_text('d = {}\nfor i in range(3):\n    d["\\"]; evil [label="] = i\n')
    run(file, "--graph", graph)
    assert re.sub(r'"(\\.|[^"\\])*"', "", graph.read_text()).count('"') == 0


def test_options__belong_to_analyze():
    for arguments in (["verify", "a.py", "b.py", "--sarif"], ["optimize", "a.py", "--graph", "x"],
                      ["analyze", "a.py", "--sarif", "--server", "http://127.0.0.1:1"]):
        done = subprocess.run([HASTEN, *arguments], capture_output=True, timeout=60, check=False)
        assert done.returncode == 2 and b"belong to analyze" in done.stderr


def test_carried_dependences__have_kind_lines_and_distance():
    loop = json.loads(run(source("loop_antidependence"), "--json"))["loops"][0]
    blocker = loop["blockers"][0]
    assert (blocker["kind"], blocker["name"], blocker["dependence"]) == ("carried_dependence", "xs", "anti")
    assert (blocker["line"], blocker["to_line"], blocker["distance"]) == (4, 4, -1)
    assert loop["unlock"] == "read from a copy made before the loop: old = list(xs)"


def loops_of(case):
    return {lo["line"]: lo for lo in json.loads(run(source(case), "--json"))["loops"]}


def test_dependences_between_elements__have_a_vector():
    blocker = loops_of("loop_wavefront_vector")[3]["blockers"][0]
    assert (blocker["direction_vector"], blocker["distance_vector"]) == (["<", ">"], [1, -1])


def test_induction_variables__say_where_they_start_and_how_they_move():
    loop = loops_of("loop_wavefront_vector")[8]
    assert loop["induction"] == [{"name": "i", "start": "0", "step": "1"}, {"name": "at", "start": "5", "step": "2"}]
    assert [b["name"] for b in loop["blockers"] if b["dependence"]] == ["at"] and "enumerate" in loop["unlock"]


def test_rows_in_one_index__are_told_apart():
    for line in (3, 4, 6):
        loop = loops_of("loop_rows_in_one_index")[line]
        assert not [b for b in loop["blockers"] if b["name"] == "grid"], line


PARTS = '''
class Shop:
    sold = 0
    def __init__(self, price):
        self.price = price
        self.rows = []
    def sell(self, k):
        Shop.sold += 1
        self.total = self.price * k
        return self.price
def scale(rows, by):
    for row in rows:
        row["x"] = by
    rows[0] = None
def permutations(xs, out):
    for i in range(len(xs)):
        permutations(xs[:i] + xs[i + 1:], out)
    out.append(len(xs))
'''


def test_functions__say_which_parts_they_change(tmp_path):
    (tmp_path / "shop.py").write_text(PARTS)
    functions = {f["name"]: set(f["effects"]) for f in json.loads(run(tmp_path / "shop.py", "--json"))["functions"]}
    assert {"mutates:self.price", "mutates:self.rows"} <= functions["Shop.__init__"]
    assert {"mutates:self.total", "mutates_global:Shop.sold"} <= functions["Shop.sell"]
    assert "mutates:self.price" not in functions["Shop.sell"]
    assert {"mutates:rows[]"} <= functions["scale"]
    assert "mutates:rows[]" in run(tmp_path / "shop.py")


def test_recursion_left_alone__names_an_edit(tmp_path):
    (tmp_path / "shop.py").write_text(PARTS)
    loops = json.loads(run(tmp_path / "shop.py", "--json"))["loops"]
    recursion = [lo for lo in loops if lo["kind"] == "recursion"]
    assert [lo["function"] for lo in recursion] == ["permutations"] and "'out'" in recursion[0]["unlock"]
