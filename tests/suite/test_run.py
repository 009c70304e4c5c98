"""tests/run.py counts honestly: crashes, broken plans, time-outs and empty runs are failures."""
import importlib.util
import os
import pathlib
import subprocess
import sys
import time

import pytest

RUN = pathlib.Path(__file__).resolve().parent.parent / "run.py"
spec = importlib.util.spec_from_file_location("suite_runner", RUN)
run = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = run
spec.loader.exec_module(run)


def tap(code, output):
    return run.read_tap(run.Suite("s", ["s"], 1, run.read_tap), code, output)


def counts(result):
    return result.passed, len(result.failures), len(result.skips)


def test_run__tap_results_are_counted():
    result = tap(1, "1..3\nok 1 - a\n# noise\nnot ok 2 - b\n# why\nok 3 # SKIP no kernel\n")
    assert counts(result) == (1, 1, 1)
    assert result.skips == [("no kernel", "no kernel")]
    assert result.failures[0][0] == "b" and "# why" in result.failures[0][1]


@pytest.mark.parametrize("code, output", [
    (-11, "1..2\nok 1 - a\n"),
    (0, "1..2\nok 1 - a\n"),
    (0, ""),
    (1, "1..1\nok 1 - a\n"),
    (None, "1..1\nok 1 - a\n"),
    (127, "error while loading shared libraries"),
])
def test_run__a_crash_or_a_broken_plan_is_a_failure(code, output):
    assert len(tap(code, output).failures) == 1


def junit(tmp_path, code, text):
    report = tmp_path / "report.xml"
    if text is not None:
        report.write_text(text)
    return run.read_junit(run.Suite("s", ["s"], 1, run.read_junit, report), code, "output")


def test_run__junit_results_are_counted(tmp_path):
    result = junit(tmp_path, 1, """<testsuites><testsuite>
        <testcase classname="m" name="a"/>
        <testcase classname="m" name="b"><failure message="x">trace</failure></testcase>
        <testcase classname="m" name="c"><skipped message="no node"/></testcase>
        <testcase classname="m" name="d"><error message="fixture broke"/></testcase>
        </testsuite></testsuites>""")
    assert counts(result) == (1, 2, 1)
    assert result.skips == [("m::c", "no node")]
    assert result.failures == [("m::b", "trace"), ("m::d", "fixture broke")]


@pytest.mark.parametrize("code, text", [
    (5, "<testsuites><testsuite/></testsuites>"),
    (0, None),
    (2, '<testsuites><testcase classname="m" name="a"/></testsuites>'),
    (-9, '<testsuites><testcase classname="m" name="a"/></testsuites>'),
    (1, '<testsuites><testcase classname="m" name="a"/></testsuites>'),
    (0, "<testsuites><test"),
])
def test_run__pytest_that_did_not_finish_is_a_failure(tmp_path, code, text):
    assert len(junit(tmp_path, code, text).failures) == 1


def test_run__a_time_out_kills_the_group():
    start = time.monotonic()
    code, output = run.run_bounded(["/bin/sh", "-c", "sleep 1000 & echo $!; sleep 1000"], 0.5,
                                   dict(os.environ))
    assert code is None
    assert time.monotonic() - start < 20
    state = pathlib.Path(f"/proc/{int(output.split()[0])}/stat")
    for _ in range(200):
        if not state.exists() or ") Z " in state.read_text():
            break
        time.sleep(0.02)
    else:
        pytest.fail("a process of the group is still there")


def test_run__nothing_executed_is_a_failure():
    done = subprocess.run(["/usr/bin/python3", RUN, "no-suite-has-this-name"], timeout=60,
                          capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_run__last_line():
    assert run.count_line(3, 0, 0) == "3 passed, 0 failed"
    assert run.count_line(3, 1, 2) == "3 passed, 1 failed, 2 skipped"
