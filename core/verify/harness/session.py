"""Runs one program's functions on request and reports what they did.

Entry `session`: the payload holds the source, the module name, the original's names and flags; the
module is loaded once and then called as often as asked. The process holds no expected result and
no verdict: it is one of two that were forked from the same parent and get the same inputs.

Requests (fields as in wire.py, the first names the operation):

    load                          outcome of loading; names of the module; disallowed new names
    call    function pickle       observation of one call
    show    function pickle       the outcome in words, bounded
    prepare function pickle...    unpickles the arguments of a timed batch
    run                           performs the batch
    results                       one observation per call of the batch
    trace   first last ...        from now on notes the lines that run in these ranges
    lines                         lines that can run, lines that did (32-bit numbers)
    meter   helper                wraps helper(function, calls, ...): counts and times the calls
    metered                       calls offered and nanoseconds per call, of the largest offer

Inputs are pickles made by inputs.py in a third process.
"""

import builtins
import gc
import random
import sys
import time
import types
from pickle import loads

import observe
import virtual
from wire import pack, unpack

MAX_TEXT = 2000
VIRTUAL, WHOLE, MOVED = b"v", b"w", b"m"

_real_clock = time.perf_counter_ns


def start_program(name, source_name):
    """A fresh module under `name` and a process that looks like a script's; returns the module."""
    module = types.ModuleType(name)
    module.__file__ = source_name
    module.__builtins__ = builtins
    sys.modules[name] = module
    sys.argv[:] = [source_name]
    random.seed(0)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(0)
    return module


def flush():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass  # the program replaced or closed it


def own_names(module):
    """Names of the module and, dotted, of its own classes."""
    names = set()
    for name, value in module.__dict__.items():
        names.add(name)
        if isinstance(value, type) and value.__module__ == module.__name__:
            names.update(f"{value.__qualname__}.{inner}" for inner in value.__dict__)
    return names


def is_private_or_imported(module, name):
    *_, last = name.split(".")
    if last.startswith("_"):
        return True
    value = module.__dict__.get(name)
    return isinstance(value, types.ModuleType) or (
        isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType))
        and value.__module__ != module.__name__)


def describe(value):
    """A readable form that asks builtin types only."""
    kind = type(value)
    if kind in (list, tuple, dict, set, frozenset) or kind in observe.ATOMS:
        try:
            text = repr(value)
        except Exception:
            text = f"<{observe.type_name(kind)}>"
    elif issubclass(kind, BaseException):
        text = f"raises {kind.__qualname__}{BaseException.args.__get__(value)!r}"
    else:
        text = f"<{observe.type_name(kind)}> "
        try:
            text += repr(value)
        except Exception:
            pass
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"


class Tracer:
    """Notes the lines of the program that run. Never on while calls are compared."""

    def __init__(self, code, ranges):
        self.wanted = {line for first, last in ranges for line in range(first, last + 1)}
        self.possible = set()
        self.seen = set()
        self._codes = set()  # functions that hold a wanted line; others run at full speed
        self._collect(code)

    def _collect(self, code):
        lines = {line for _, _, line in code.co_lines() if line}
        if code.co_name != "<module>":
            lines.discard(code.co_firstlineno)  # the def line runs when the module is loaded
            self.possible |= lines & self.wanted
            if lines & self.wanted:
                self._codes.add(code)
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._collect(constant)

    def _line(self, frame, event, argument):
        if event == "line":
            self.seen.add(frame.f_lineno)
        return self._line

    def call(self, frame, event, argument):
        return self._line if frame.f_code in self._codes else None


class Meter:
    """Stands in for a candidate's pool helper: runs every call in place and takes its time."""

    def __init__(self):
        self.calls = 0
        self.each_ns = 0

    def __call__(self, function, calls, *rest, **more):
        calls = list(calls)
        start = _real_clock()
        for arguments in calls:
            function(*arguments)
        if len(calls) > self.calls:
            self.calls = len(calls)
            self.each_ns = (_real_clock() - start) // len(calls)
        return function


class Session:
    def __init__(self, source, name, names, flags):
        self.source = source
        self.names = set(names.decode().split("\n")) if names else None
        self.virtual = VIRTUAL in flags
        self.plain = WHOLE not in flags
        self.file = "program.py"
        self.name = name.decode()
        self.added = frozenset()
        self.batch = []
        self.done = []
        self.tracer = None
        self.meter = None
        self.start = observe.Start()
        self.memory = observe.Memory()
        # Objects elsewhere in memory: what depends on addresses is then seen to be arbitrary.
        self.ballast = [bytearray(size % 700) for size in range(6000)] if MOVED in flags else None
        self.operations = {
            b"load": self.load, b"call": self.call, b"show": self.show,
            b"prepare": self.prepare, b"run": self.run, b"results": self.results,
            b"trace": self.trace, b"lines": self.lines,
            b"meter": self.install_meter, b"metered": self.metered,
        }

    def load(self):
        if self.virtual:
            virtual.install()
        self.module = start_program(self.name, self.file)
        self.code = compile(self.source, self.file, "exec", dont_inherit=True)
        kind, value = observe.invoke(exec, (self.code, self.module.__dict__), {})
        names = own_names(self.module)
        refused = []
        if self.names is not None:
            self.added = frozenset(names - self.names)
            refused = sorted(name for name in self.added
                             if not is_private_or_imported(self.module, name))
        flush()
        return pack(self.observe(kind, value, (), {}), "\n".join(sorted(names)).encode(),
                    "\n".join(refused).encode())

    def observe(self, kind, value, args, kwargs):
        extra = virtual.state() if self.virtual else ()
        return observe.observation(kind, value, args, kwargs, self.module, self.start, self.plain,
                                   self.added, self.memory, extra)

    def find(self, name):
        target = self.module
        for part in name.decode().split("."):
            target = getattr(target, part)
        return target

    def perform(self, name, pickled):
        args, kwargs = loads(pickled)
        try:
            function = self.find(name)
        except AttributeError as error:
            return observe.RAISED, error, args, kwargs
        if self.tracer is not None:
            sys.settrace(self.tracer.call)
        kind, value = observe.invoke(function, args, kwargs)
        sys.settrace(None)
        return kind, value, args, kwargs

    def call(self, name, pickled):
        observed = self.observe(*self.perform(name, pickled))
        flush()
        return observed

    def show(self, name, pickled):
        kind, value, args, kwargs = self.perform(name, pickled)
        flush()
        return pack(describe(value).encode("utf-8", "replace"),
                    describe(args).encode("utf-8", "replace"))

    def prepare(self, name, *pickles):
        self.function = self.find(name)
        self.batch = [loads(pickled) for pickled in pickles]
        self.done = []
        gc.disable()
        return b"ready"

    def run(self):
        invoke, function, done = observe.invoke, self.function, self.done
        for args, kwargs in self.batch:
            kind, value = invoke(function, args, kwargs)
            if observe.is_iterator(type(value)):  # its work belongs inside the timed window
                value = observe.invoke(list, (value,), {})[1]
            done.append((kind, value, args, kwargs))
        return b"done"

    def results(self):
        observed = pack(*(self.observe(*call) for call in self.done))
        flush()
        return observed

    def trace(self, *limits):
        numbers = [int(limit) for limit in limits]
        self.tracer = Tracer(self.code, list(zip(numbers[::2], numbers[1::2])))
        return b"tracing"

    def lines(self):
        number = lambda line: line.to_bytes(4, "little")
        seen = sorted(self.tracer.seen & self.tracer.possible)
        return pack(b"".join(map(number, sorted(self.tracer.possible))),
                    b"".join(map(number, seen)))

    def install_meter(self, helper):
        self.meter = Meter()
        setattr(self.module, helper.decode(), self.meter)
        return b"metering"

    def metered(self):
        return pack(str(self.meter.calls).encode(), str(self.meter.each_ns).encode())


def session(channel, payload):
    running = Session(*unpack(payload))
    while (request := channel.receive()) is not None:
        operation, *fields = unpack(request)
        channel.reply(running.operations[operation](*fields))
