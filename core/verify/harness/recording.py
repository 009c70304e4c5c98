"""Watching a program while it uses a function: recorded arguments, time bounds, readable calls.

A recorder stands in for the function while the program runs as a script or through its doctests and
keeps what it was called with, pickled at once, because the function may change its arguments.
"""

import ast
import functools
import io
import itertools
import pickle
import reprlib
import resource
import signal
import sys
import time

import arrays
import observe

MAX_PICKLE = 1 << 18
MAX_GROWN = 1 << 23   # pickle of an input for timing
MAX_RECORDED = 120
CUTS = 40, 2000       # items that are kept of the arguments of a call too large to be kept
MAX_TEXT = 300


class TooSlow(BaseException):
    pass


class Stopwatch:
    """Time that something takes by itself: what it computes, or, as soon as it has waited for anything
    of its own accord, what passes. That others use the processor meanwhile does not count."""

    def __init__(self, wall=time.perf_counter_ns, cpu=time.process_time_ns, usage=resource.getrusage,
                 own=resource.RUSAGE_SELF):
        begin, waits, spent = wall(), usage(own).ru_nvcsw, cpu()

        def elapsed_ns():
            if usage(own).ru_nvcsw != waits:
                return wall() - begin
            return cpu() - spent

        self.elapsed_ns = elapsed_ns


class bounded:
    """with bounded(seconds): interrupts, again and again, what takes longer; earlier, after `soon`
    seconds, when `is_enough` says so."""

    armed = None

    def __init__(self, seconds, soon=None, is_enough=None):
        self.end, self.soon, self.is_enough = seconds, soon or seconds, is_enough or (lambda: True)

    def __enter__(self):
        self.watch = Stopwatch()
        bounded.armed = self
        signal.setitimer(signal.ITIMER_REAL, max(self.soon, 0.001), 0.05)

    def is_over(self):
        seconds = self.watch.elapsed_ns() / 1e9
        return seconds >= self.end or (seconds >= self.soon and self.is_enough())

    def __exit__(self, *failure):
        disarm()


def disarm():
    bounded.armed = None
    signal.setitimer(signal.ITIMER_REAL, 0)


def alarm(number, frame):
    if bounded.armed is not None and bounded.armed.is_over():
        raise TooSlow


class quiet:
    """Swallows what the program prints while inputs are looked for."""

    def __enter__(self):
        self.kept = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = io.StringIO()

    def __exit__(self, *failure):
        sys.stdout, sys.stderr = self.kept


def readable(name, args, kwargs):
    parts = [brief(value) for value in args]
    parts += [f"{key}={brief(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


class Brief(reprlib.Repr):
    """Cuts long containers before they are written out; what is short stays exact."""

    def __init__(self):
        super().__init__()
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = 60
        self.maxstring = self.maxother = self.maxlong = MAX_TEXT
        self.maxlevel = 6


def brief(value):
    try:
        text = Brief().repr(value)
    except Exception:
        text = f"<{observe.type_name(type(value))}>"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT // 2] + "…" + text[-20:]


def cut(value, length):
    """The front of a long argument: small enough to be called many times, still of its kind."""
    kind = type(value)
    if kind in (list, tuple, str, bytes):
        return value[:length]
    if arrays.is_array(kind):
        return arrays.front(value, length)
    if kind is dict:
        return dict(itertools.islice(value.items(), length))
    if kind in (set, frozenset):
        return kind(itertools.islice(value, length))
    return value


def scaled(value, fraction, numbers=True):
    """The same kind of argument, smaller."""
    if type(value) is int:
        return int(value * fraction) if numbers else value
    if arrays.is_array(type(value)):
        return arrays.part(value, fraction)
    return cut(value, int(len(value) * fraction) + 1) if hasattr(type(value), "__len__") else value


def smaller_calls(data, fraction):
    """A call like this one, but smaller: everything in it, then only what has a length."""
    for numbers in (True, False):
        args, kwargs = pickle.loads(data)
        yield (tuple(scaled(arg, fraction, numbers) for arg in args),
               {word: scaled(arg, fraction, numbers) for word, arg in kwargs.items()})


def front(args, kwargs, length):
    """A call with the fronts of its long arguments, pickled."""
    return pickle.dumps((tuple(cut(arg, length) for arg in args),
                         {word: cut(arg, length) for word, arg in kwargs.items()}), 5)


class Enough(BaseException):
    """Thrown through the program when nothing more is to be learnt from it."""


class Recorder:
    """Wraps the target; keeps the arguments of outermost calls and, behind them, of inner ones.
    Long ones are kept cut; the first in full as well, as a size to measure at."""

    def __init__(self):
        self.outer, self.inner, self.large = [], [], []
        self.depth = 0

    def keep(self, args, kwargs):
        kept = self.inner if self.depth else self.outer
        if len(kept) >= MAX_RECORDED:
            if not self.depth:
                raise Enough
            return
        try:
            data = pickle.dumps((args, kwargs), 5)
            choices = [data]
            if len(data) > MAX_PICKLE:
                if not self.large and not self.depth:
                    self.keep_large(args, kwargs, data)
                choices = [front(args, kwargs, length) for length in CUTS]
            kept += [data for data in choices if len(data) <= MAX_PICKLE]
        except Exception:
            pass  # lambdas, open files: cannot be handed to another process

    def keep_large(self, args, kwargs, data):
        """The call in full, or as much of it as may be kept at all."""
        if len(data) > MAX_GROWN:
            longest = max(len(arg) for arg in [*args, *kwargs.values()] if hasattr(type(arg), "__len__"))
            data = front(args, kwargs, int(longest * 0.9 * MAX_GROWN / len(data)))
        if len(data) <= MAX_GROWN:
            self.large.append(data)

    def wrap(self, function, bound=0):
        """`bound`: leading arguments that are not the caller's: the class of a classmethod."""
        @functools.wraps(function)
        def recording(*args, **kwargs):
            self.keep(args[bound:], kwargs)
            self.depth += 1
            try:
                return function(*args, **kwargs)
            finally:
                self.depth -= 1
        for name in ("cache_clear", "cache_info"):
            if hasattr(function, name):
                setattr(recording, name, getattr(function, name))
        return recording

    def install(self, module, name):
        """Puts itself in the place of a function of the module or of a class in it."""
        *path, last = name.split(".")
        owner = module
        for part in path:
            owner = getattr(owner, part)
        raw = vars(owner)[last]
        if isinstance(raw, staticmethod):
            put = staticmethod(self.wrap(raw.__func__))
        elif isinstance(raw, classmethod):
            put = classmethod(self.wrap(raw.__func__, 1))
        elif isinstance(raw, property):
            put = property(self.wrap(raw.fget), raw.fset, raw.fdel)
        elif isinstance(raw, type):
            self._install_in_class(raw)
            return
        else:
            put = self.wrap(raw)
        setattr(owner, last, put)

    def _install_in_class(self, kind):
        """A class as target: what it is constructed with."""
        kind.__init__ = self.wrap(kind.__init__, 1)


class AsScript(ast.NodeTransformer):
    """Lets the body of `if __name__ == "__main__"` run although the module has its own name, and
    puts the recorder on the target as soon as it is defined."""

    def __init__(self, function):
        self.top = function.partition(".")[0]

    def visit_Module(self, module):
        body = []
        for statement in module.body:
            body.append(self.visit(statement))
            if getattr(statement, "name", None) == self.top:
                body.append(ast.parse("__record__()").body[0])
        module.body = body
        return ast.fix_missing_locations(module)

    def visit_If(self, node):
        sides = [node.test.left, *node.test.comparators] if isinstance(node.test, ast.Compare) else []
        if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
            node.test = ast.copy_location(ast.Constant(True), node.test)
        return node

    def visit_FunctionDef(self, node):
        return node

    visit_ClassDef = visit_AsyncFunctionDef = visit_FunctionDef


def shape_of(value, depth=2):
    """The types of a value and of its elements: what decides which code path runs."""
    kind = type(value)
    items = value.items() if kind is dict else value
    if depth and kind in (list, tuple, set, frozenset, dict):
        inner = {shape_of(item, depth - 1) for item in itertools.islice(items, 50)}
        return f"{kind.__name__}[{' '.join(sorted(inner))}]"
    return kind.__name__
