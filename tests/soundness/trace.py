"""Runs one program with instrumented modules: trace.py ANSWERS MODE NAME SECONDS

ANSWERS is a JSON file {path of a source file: answer of `hasten analyze`}; those files are
instrumented when they are loaded. MODE script runs the file NAME as __main__; unittest runs the tests
of module NAME; doctest those in the docstrings of module NAME. Prints what was seen as JSON.
"""
import doctest
import importlib.abc
import importlib.machinery
import io
import json
import os
import random
import signal
import sys
import unittest

import instrument
import record


class Loader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module):
        run(self.path, module.__dict__)


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.origin in ANSWERS:
            spec.loader = Loader(name, spec.origin)
        return spec


def run(path, namespace):
    with open(path, encoding="utf-8") as f:
        source = f.read()
    code, kinds, functions, fold_lines = instrument.instrument(source, path)
    recorder = record.Recorder(STATE, path, ANSWERS[path], kinds, functions, fold_lines, namespace)
    RECORDERS.append(recorder)
    namespace[instrument.HOOK] = recorder
    exec(code, namespace)


def drive(mode, name):
    if mode == "script":
        namespace = {"__name__": "__main__", "__file__": name, "__builtins__": __builtins__}
        sys.argv = [name]
        sys.modules["__main__"].__dict__.update(namespace)
        run(name, sys.modules["__main__"].__dict__)
    elif mode == "doctest":
        doctest.testmod(importlib.import_module(name))
    else:
        suite = unittest.defaultTestLoader.loadTestsFromName(name)
        unittest.TextTestRunner(stream=io.StringIO(), verbosity=0).run(suite)


def seen(loop):
    return {"path": loop.path, "line": loop.line, "kind": loop.kind, "verdict": loop.verdict,
            "instances": loop.instances, "longest": loop.longest,
            "dependences": sorted(loop.dependences), "effects": sorted(loop.effects)}


def finish(failure):
    """Prints what was seen until now and ends the process, whatever is running."""
    STATE.running.clear()
    result = {"failure": failure, "events": STATE.events, "pure_calls": STATE.pure_calls,
              "unusable": [r.path for r in RECORDERS if not r.usable],
              "loops": [seen(lo) for r in RECORDERS for lo in r.loops if lo.instances],
              "impure": sorted(STATE.impurities)}
    with os.fdopen(ANSWER, "w") as out:
        json.dump(result, out)
    os._exit(0)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        ANSWERS = json.load(file)
    ANSWER = os.dup(1)
    os.dup2(2, 1)
    STATE, RECORDERS = record.State(lambda: finish("enough seen")), []
    random.seed(1)
    sys.setrecursionlimit(4000)
    sys.meta_path.insert(0, Finder())
    signal.signal(signal.SIGALRM, lambda *_: finish("out of time"))
    signal.setitimer(signal.ITIMER_REAL, float(sys.argv[4]))
    try:
        drive(sys.argv[2], sys.argv[3])
        finish("")
    except BaseException as e:  # what was recorded until then still counts
        finish(repr(e))
