"""Runs tests that came with a program, pytest or unittest source, so that a recorder sees the calls.

Only what makes tests call the program is here: test functions with parametrize and simple fixtures,
TestCase classes, doctest-like modules. Whether a test passes does not matter. A module that the tests
import and that is not to be found is the program.
"""

import ast
import importlib.util
import inspect
import itertools
import sys
import types
import unittest

MAX_CASES = 400


def _stand_in_for_pytest():
    """Enough of pytest for test modules to be executed."""
    pytest = types.ModuleType("pytest")

    class Marks:
        def __getattr__(self, name):
            def mark(*args, **kwargs):
                if name == "parametrize" and len(args) > 1:
                    return lambda function: _with_cases(function, args[0], args[1])
                plain = len(args) == 1 and callable(args[0]) and not kwargs
                return args[0] if plain else lambda function: function
            return mark

    class Raises:
        value = None

        def __init__(self, *expected, **more):
            pass

        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            self.value = error
            return isinstance(error, Exception)

    def fixture(function=None, **more):
        if function is None:
            return lambda inner: fixture(inner)
        function.is_fixture = True
        return function

    pytest.mark, pytest.raises, pytest.fixture = Marks(), Raises, fixture
    pytest.warns = pytest.deprecated_call = Raises
    pytest.param = lambda *values, **more: values if len(values) > 1 else values[0]
    pytest.approx = lambda value, **more: value
    pytest.skip = pytest.fail = pytest.importorskip = lambda *args, **more: None
    return pytest


def _with_cases(function, names, rows):
    names = names.replace(" ", "").split(",") if isinstance(names, str) else list(names)
    cases = [dict(zip(names, row if len(names) > 1 else (row,))) for row in itertools.islice(
        rows, MAX_CASES)]
    function.cases = [{**one, **other} for one in getattr(function, "cases", [{}]) for other in cases]
    return function


def _alias_program(tree, program):
    """Modules that the tests import and that do not exist are the program under its real name."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else (
            [node.module or "program"] if isinstance(node, ast.ImportFrom) else [])
        for name in names:
            try:
                missing = importlib.util.find_spec(name) is None
            except (ImportError, ValueError, AttributeError):
                missing = True
            if missing:
                parts = name.split(".")
                for end in range(1, len(parts) + 1):
                    sys.modules[".".join(parts[:end])] = program
        if isinstance(node, ast.ImportFrom):
            node.level = 0
            node.module = node.module or "program"


def _fixture(module, name, depth=0):
    function = module.__dict__.get(name)
    if not getattr(function, "is_fixture", False) or depth > 5:
        raise LookupError(name)
    wanted = inspect.signature(function).parameters
    value = function(**{inner: _fixture(module, inner, depth + 1) for inner in wanted})
    return next(value) if inspect.isgenerator(value) else value


def _call(module, function):
    for case in getattr(function, "cases", [{}])[:MAX_CASES]:
        try:
            wanted = inspect.signature(function).parameters
            function(**{name: case[name] if name in case else _fixture(module, name)
                        for name in wanted})
        except Exception:
            pass  # a failing test has made its calls as well


def _test_methods(module, kind):
    for name in dir(kind):
        if name.startswith("test"):
            instance = kind()
            if hasattr(instance, "setup_method"):
                instance.setup_method(None)
            _call(module, getattr(instance, name))


def run(source, program):
    """Executes the tests against the module `program`."""
    tree = ast.parse(source)
    _alias_program(tree, program)
    sys.modules["pytest"] = _stand_in_for_pytest()
    module = types.ModuleType("test_program")
    sys.modules["test_program"] = module
    module.__dict__.update({name: value for name, value in program.__dict__.items()
                            if not name.startswith("__")})
    exec(compile(tree, "test_program.py", "exec", dont_inherit=True), module.__dict__)
    for name, value in list(module.__dict__.items()):
        if isinstance(value, type) and issubclass(value, unittest.TestCase):
            unittest.defaultTestLoader.loadTestsFromTestCase(value).run(unittest.TestResult())
        elif isinstance(value, type) and name.startswith("Test"):
            _test_methods(module, value)
        elif inspect.isfunction(value) and name.startswith("test"):
            _call(module, value)
