#!/usr/bin/env python3
"""Holds what hasten says about loops and functions against what programs really do.

    HASTEN_BUILD=build /usr/bin/python3 tests/soundness/soundness.py [--quick] [name ...]

Programs run with instrumented modules (trace.py), each in a process of its own with bounded time,
memory and output, in a directory of its own. A contradiction is
  - a loop called independent or reduction that carried a dependence outside of its reductions, or had
    an effect, from one iteration to another;
  - a function called pure that changed an object it did not make, or did input or output.
Where the answer rests on a guard (verdict guarded, operators on unknown types) only what no guard of
that kind could see counts. Prints the contradictions and how often each answer was given; the exit
code is 1 when there are any.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

import generate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HASTEN = (ROOT / os.environ.get("HASTEN_BUILD", "build") / "hasten").resolve()
PYTHON = "/usr/bin/python3"
LIB = pathlib.Path("/usr/lib/python3.11")
SECONDS = float(os.environ.get("HASTEN_SECONDS", "6"))  # per program

# Modules of the standard library with their own tests (Debian: libpython3.11-testsuite).
TESTED = """
textwrap difflib statistics heapq fractions bisect calendar colorsys copy csv configparser string
shlex sched random reprlib pprint pkgutil tokenize tabnanny symtable shelve quopri plistlib optparse
getopt argparse numbers netrc mimetypes mailcap locale linecache keyword inspect imghdr html htmlparser
graphlib glob fnmatch fileinput filecmp enum dis datetime collections contextlib cmd code codeop bdb
base64 ast abc operator opcode nturl2path sndhdr uu timeit tempfile struct types typing weakref
weakset userdict userlist userstring urlparse unparse tomllib dataclasses functools itertools list dict set
tuple slice sort range enumerate compare complex decimal float int long pow fstring generators genexps
listcomps setcomps dictcomps unpack unpack_ex augassign binop call class closure copyreg cmath math
json xml_etree email zipfile tarfile gzip lzma bz2 hashlib hmac ipaddress robotparser
wave aifc sunau chunk pickle pickletools profile pstats queue re secrets smtpd stat stringprep
traceback trace unicodedata univnewlines uuid xdrlib xmlrpc zipimport nntplib ordered_dict
""".split()
# A module that a test is about and that has another name.
ALSO = {"json": ["json/encoder", "json/decoder", "json/scanner"], "email": ["email/message", "email/header",
        "email/_header_value_parser", "email/feedparser", "email/utils", "email/charset", "email/quoprimime"],
        "decimal": ["_pydecimal"], "datetime": ["datetime"], "htmlparser": ["html/parser", "_markupbase"],
        "xml_etree": ["xml/etree/ElementTree", "xml/etree/ElementPath"], "urlparse": ["urllib/parse"],
        "robotparser": ["urllib/robotparser"], "tomllib": ["tomllib/_parser", "tomllib/_re"],
        "re": ["re/_parser", "re/_compiler"], "html": ["html/entities"], "unparse": ["ast"],
        "collections": ["collections/__init__"], "userlist": ["collections/__init__"], "pprint": ["pprint"],
        "float": [], "xmlrpc": ["xmlrpc/client"], "copyreg": ["copyreg"]}
QUICK = ["textwrap", "heapq", "bisect", "fractions", "statistics", "listcomps", "sort"]


def analyze(path):
    done = subprocess.run([HASTEN, "analyze", path, "--json"], capture_output=True, timeout=60, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
    resource.setrlimit(resource.RLIMIT_CPU, (int(3 * SECONDS),) * 2)


def trace(mode, name, files):
    answers = {str(f): a for f in files if (a := analyze(f))}
    with tempfile.TemporaryDirectory() as scratch:
        table = pathlib.Path(scratch) / "answers.json"
        table.write_text(json.dumps(answers))
        env = {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0", "PYTHONPATH": str(HERE), "HOME": scratch,
               "TMPDIR": scratch, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run([PYTHON, HERE / "trace.py", table, mode, name, str(SECONDS)], cwd=scratch, env=env,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=6 * SECONDS,
                                  preexec_fn=bounded, check=False)
            return json.loads(done.stdout)
        except (subprocess.TimeoutExpired, json.JSONDecodeError) as e:
            return {"failure": f"{name}: no answer ({type(e).__name__})", "events": 0, "pure_calls": 0,
                    "unusable": [], "loops": [], "impure": []}


def scripts(quick):
    found = sorted(ROOT.glob("bench/gain/programs/*.py")) + sorted(ROOT.glob("examples/*.py"))
    if not quick:
        found += sorted(ROOT.glob("tests/golden/*/*/input.py"))
    extra = os.environ.get("HASTEN_CASES")
    return found + (sorted(pathlib.Path(extra).glob("*.py")) if extra else [])


def library(names):
    for name in names:
        test = LIB / "test" / f"test_{name}.py"
        files = [LIB / f"{part}.py" for part in [name] + ALSO.get(name, [])] + [test]
        if test.exists():
            yield "unittest", f"test.test_{name}", [f for f in files if f.exists()]


def generated(directory, count):
    """Programs of 40 functions each; the seed is the number."""
    for seed in range(count):
        path = directory / f"generated_{seed}.py"
        path.write_text(generate.program(seed))
        yield "script", str(path), [path]


def targets(arguments, directory):
    quick = "--quick" in arguments
    names = [a for a in arguments if not a.startswith("--")]
    random_ones = list(generated(directory, 2 if quick else 40))
    everything = random_ones + [("script", str(p), [p]) for p in scripts(quick)] + list(library(QUICK if quick else TESTED))
    return [t for t in everything if not names or any(n in t[1] for n in names)]


def contradictions(results):
    found = set()
    for r in results:
        for lo in r["loops"]:
            if lo["verdict"] not in ("independent", "reduction"):
                continue
            where = f"{lo['path']}:{lo['line']} {lo['kind']} called {lo['verdict']}"
            for kind, what, first, second, soft in lo["dependences"]:
                if not soft:
                    found.add(f"{where}: {kind} dependence through {what}, line {first} to {second}")
            for kind, name, line, soft in lo["effects"]:
                if not soft:
                    found.add(f"{where}: {kind} by {name} in line {line}")
        for (path, function, line), what, _, at in ((i[:3], i[3], 0, i[4]) for i in r["impure"]):
            found.add(f"{path}:{line} function {function} called pure: {what} changed or done in line {at}")
    return sorted(found)


def run(arguments):
    results = []
    with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor(max_workers=int(os.environ.get("HASTEN_JOBS", "2"))) as pool:
        for result in pool.map(lambda t: trace(*t), targets(arguments, pathlib.Path(directory))):
            results.append(result)
    return results


def merged(results):
    """One entry per loop of a source, whatever program ran it."""
    loops = {}
    for r in results:
        for lo in r["loops"]:
            old = loops.setdefault((lo["path"], lo["line"], lo["kind"], lo["verdict"]), dict(lo, longest=0, dependences=[]))
            old["longest"] = max(old["longest"], lo["longest"])
            old["dependences"] += lo["dependences"]
    return list(loops.values())


def report(results):
    loops = merged(results)
    turning = [lo for lo in loops if lo["longest"] > 1]
    verdicts = collections.Counter(lo["verdict"] for lo in turning)
    still = sum(1 for lo in turning if lo["verdict"] == "sequential" and not lo["dependences"] and not lo["effects"])
    guarded = sum(1 for lo in turning if lo["verdict"] == "guarded" and lo["dependences"])
    for r in results:
        if r["failure"] and "SystemExit" not in r["failure"] and os.environ.get("HASTEN_VERBOSE"):
            print("ended early:", r["failure"][:200])
    print(f"programs {len(results)}, loops traced {len(loops)}, with two rounds or more {len(turning)}, "
          f"calls of pure functions {sum(r['pure_calls'] for r in results)}")
    for verdict, count in sorted(verdicts.items()):
        print(f"  {verdict:12} {count:6} {100 * count / len(turning):5.1f} %")
    print(f"  sequential or unknown although nothing was carried and nothing done: {still}")
    print(f"  guarded, and the guard would have had to refuse: {guarded}")


def main(arguments):
    results = run(arguments)
    wrong = contradictions(results)
    for line in wrong:
        print("CONTRADICTION", line)
    report(results)
    print(f"contradictions {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
