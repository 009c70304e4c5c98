"""Real calls of the target, found in what came with it: the request, a run of the program as a script,
its tests, its doctests, calls with literal arguments in source and docstrings."""

import ast
import doctest
import itertools
import pickle

import suite
from recording import Recorder

SCRIPT_SECONDS = 2.0   # at most, when the target has not been called before
SOON_SECONDS = 0.2     # then what was recorded is enough


class Seeds:
    """`inputs` is the generator, which knows the program."""

    def __init__(self, inputs, literals, entry, setup, tests):
        self.inputs = inputs
        self.literals, self.entry, self.setup, self.tests = literals, entry, setup, tests
        self.large = []   # a recorded call in full, too large to be called often

    def find(self, span):
        """(pickle, origin) pairs, the most telling first."""
        found = [(data, "request") for data in self._from_request()]
        script, tests, doctests = Recorder(), Recorder(), Recorder()
        self._watch(script, self.inputs.load, script)
        if self.entry:
            self._watch(script, self._run_entry, script)
        if self.tests:
            self._watch(tests, self._run_tests, tests)
        if ">>>" in self.inputs.source:
            self._watch(doctests, self._run_doctests, doctests, seconds=min(1.0, span * 0.5))
        self.large = script.large or tests.large
        found += [(data, "recorded") for data in script.outer]
        found += [(data, "test") for data in tests.outer]
        found += [(data, "doctest") for data in doctests.outer]
        found += [(data, "literal") for data in self._from_literals()]
        found += [(data, "inner call") for data in script.inner + tests.inner + doctests.inner]
        return found

    def _watch(self, recorder, action, *arguments, seconds=SCRIPT_SECONDS):
        self.inputs.quietly(action, *arguments, seconds=seconds, soon=min(seconds, SOON_SECONDS),
                            is_enough=lambda: recorder.outer)

    def _from_request(self):
        try:
            tuples = ast.literal_eval(self.literals) if self.literals else []
            return [pickle.dumps((tuple(args), {}), 5) for args in tuples]
        except (ValueError, SyntaxError, TypeError):
            return []

    def _run_entry(self, recorder):
        module = self.inputs.load(recorder)
        exec(self.setup, module.__dict__)
        eval(self.entry, module.__dict__)

    def _run_tests(self, recorder):
        module = self.inputs.load()
        recorder.install(module, self.inputs.function)
        suite.run(self.tests, module)

    def _run_doctests(self, recorder):
        module = self.inputs.load()
        recorder.install(module, self.inputs.function)
        runner = doctest.DocTestRunner(verbose=False)
        for test in doctest.DocTestFinder(exclude_empty=True).find(
                module, self.inputs.name, module=False, globs=dict(module.__dict__)):
            runner.run(test, out=lambda text: None)

    def _from_literals(self):
        last = self.inputs.function.rpartition(".")[2]
        trees = [self.inputs.tree]
        for node in ast.walk(self.inputs.tree):
            if isinstance(node, ast.Constant) and type(node.value) is str and last + "(" in node.value:
                for line in node.value.split("\n")[:200]:
                    try:
                        trees.append(ast.parse(line.strip().removeprefix(">>>").strip()))
                    except (SyntaxError, ValueError):
                        pass
        for node in itertools.chain.from_iterable(map(ast.walk, trees)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == self.inputs.function:
                try:
                    args = tuple(map(ast.literal_eval, node.args))
                    kwargs = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
                    yield pickle.dumps((args, kwargs), 5)
                except (ValueError, TypeError, SyntaxError):
                    pass
