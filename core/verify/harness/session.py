"""Runs one program's functions on request and reports what they did.

Entry `session`: the payload holds the source, the module name, the original's names, flags and names that are
not looked at; the module is loaded once and then called as often as asked. The process holds no expected result and
no verdict: it is one of two that were forked from the same parent and get the same inputs.

Requests (fields as in wire.py, the first names the operation):

    load                          outcome of loading; names of the module; disallowed new names
    call    function pickle       observation of one call
    show    function pickle       the outcome in words, bounded; the arguments; what was left behind
    prepare function pickle...    unpickles the arguments of a timed batch
    run                           performs the batch
    results                       one observation per call of the batch
    trace   first last ...        from now on notes the lines that run in these ranges
    lines                         lines that can run, lines that did, arcs likewise (32-bit numbers)
    meter   helper                wraps helper(function, calls, ...): counts and times the calls
    metered                       calls offered and nanoseconds per call, of the largest offer

Inputs are pickles made by inputs.py in a third process.
"""

import builtins
import gc
import itertools
import random
import sys
import time
import types
from pickle import loads

import behave
import cluster
import observe
import process
import unordered
import virtual
from arcs import arcs_of
from wire import pack, unpack

MAX_TEXT = 2000
MAX_TRACED = 1000  # items of an iterator whose lines are traced
OPTIMIZED = 1       # flag of the code of a function (inspect.CO_OPTIMIZED)
VIRTUAL, WHOLE, MOVED, ORDER_FREE, PERTURBED, WORDLESS = b"v", b"w", b"m", b"u", b"p", b"k"

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


def compile_program(source, module, perturbed=False):
    """Its code; perturbed, with every set iterated in another order."""
    if perturbed:
        source = unordered.perturbed(source)
        module.__dict__.update(unordered.NAMES)
    return compile(source, module.__file__, "exec", dont_inherit=True)


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


def first_items(iterator, most=20):
    items = []
    try:
        for item in iterator:
            items.append(item)
            if len(items) == most:
                break
    except BaseException as error:
        items.append(error)
    return items


def describe(value):
    """A readable form that asks builtin types only."""
    kind = type(value)
    if kind in (list, tuple, dict, set, frozenset) or kind in observe.ATOMS:
        try:
            text = repr(value)
        except Exception:
            text = f"<{observe.type_name(kind)}>"
    elif kind is behave.Awaited:
        text = f"{value.what}: {describe(value.value)}"
    elif observe.is_iterator(kind):
        text = f"<{observe.type_name(kind)}> of {describe(first_items(value))}"
    elif issubclass(kind, BaseException):
        text = f"raises {kind.__qualname__}{BaseException.args.__get__(value)!r}"
    else:
        text = f"<{observe.type_name(kind)}> "
        try:
            text += repr(value)
        except Exception:
            pass
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"


def shared(values):
    """For each object in containers of builtin types, in order of meeting: the first place where it was met."""
    places, met, waiting = [], {}, [values]
    while waiting and len(places) < MAX_TEXT:
        value = waiting.pop()
        kind = type(value)
        if kind in observe.ATOMS:
            continue
        places.append(met.setdefault(id(value), len(met)))
        if places[-1] == len(met) - 1 and kind in (list, tuple, dict):
            waiting.extend(value.values() if kind is dict else value)
    return places


class Tracer:
    """Notes the lines of the program that run, and the steps between them. Never on while calls are
    compared."""

    def __init__(self, code, ranges, module_too=False):
        self.wanted = {line for first, last in ranges for line in range(first, last + 1)}
        self.possible, self.seen = set(), set()
        self.arcs, self.taken = set(), set()
        self._codes = set()  # functions that hold a wanted line; others run at full speed
        self._collect(code, module_too)

    def _collect(self, code, module_too, in_function=False):
        lines = {line for _, _, line in code.co_lines() if line}
        in_function = in_function or bool(code.co_flags & OPTIMIZED)  # classes of the module run when it is loaded
        if code.co_name != "<module>":
            lines.discard(code.co_firstlineno)  # the def line runs when the module is loaded
        if (in_function or module_too) and lines & self.wanted:
            self.possible |= lines & self.wanted
            self._codes.add(code)
            self.arcs |= {arc for arc in arcs_of(code) if not self.wanted.isdisjoint(arc)}
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._collect(constant, module_too, in_function)

    def call(self, frame, event, argument):
        if frame.f_code not in self._codes:
            return None
        seen, taken = self.seen, self.taken
        before = frame.f_lineno  # of the yield, when a generator goes on

        def step(frame, event, argument):
            nonlocal before
            if event == "line":
                line = frame.f_lineno
                seen.add(line)
                taken.add((before, line))
                before = line
            return step

        return step

    def report(self):
        """Four fields of 32-bit numbers: lines that can run and did, arcs that can be taken and were."""
        lines = (sorted(self.possible), sorted(self.seen & self.possible))
        arcs = (sorted(self.arcs), sorted(self.taken & self.arcs))
        return (*map(packed, lines), *(packed(itertools.chain(*some)) for some in arcs))


def packed(numbers):
    return b"".join(number.to_bytes(4, "little") for number in numbers)


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


class Layout:
    """Objects elsewhere in memory, and in another order: what depends on addresses is then seen to be
    arbitrary. Sets keep what hashes by identity (objects, NaN) in an order that addresses decide."""

    def __init__(self):
        self.random = random.Random(0)
        self.ballast = [bytearray(size % 700) for size in range(6000)]

    def shuffle(self):
        """Objects made next fill gaps that lie about at random."""
        gaps = [make() for _ in range(40) for make in (object, Layout.Gap, lambda: float("1.5"))]
        self.random.shuffle(gaps)
        while gaps:
            gaps.pop()

    class Gap:
        pass


class Session:
    def __init__(self, source, name, names, flags, apart=b""):
        self.source = source
        self.apart = frozenset(apart.decode().split("\n"))
        self.names = set(names.decode().split("\n")) if names else None
        self.virtual = VIRTUAL in flags
        self.plain = WHOLE not in flags
        self.file = "program.py"
        self.name = name.decode()
        self.form = unordered.normal_form if ORDER_FREE in flags else None
        self.perturbed = PERTURBED in flags
        observe.Encoder.wordless = WORDLESS in flags
        self.batch = []
        self.done = []
        self.tracer = None
        self.meter = None
        self.layout = Layout() if MOVED in flags else None
        self.operations = {
            b"load": self.load, b"call": self.call, b"show": self.show,
            b"prepare": self.prepare, b"run": self.run, b"results": self.results,
            b"trace": self.trace, b"lines": self.lines,
            b"meter": self.install_meter, b"metered": self.metered,
        }

    def load(self):
        if self.virtual:
            virtual.install()
        cluster.install(self.source)
        self.start = process.Start()
        self.module = start_program(self.name, self.file)
        self.code = compile_program(self.source, self.module, self.perturbed)
        kind, value = behave.invoke(exec, (self.code, self.module.__dict__), {})
        names = own_names(self.module)
        refused = []
        added = frozenset() if self.names is None else frozenset(names - self.names)
        if self.names is not None:
            refused = sorted(name for name in added
                             if not is_private_or_imported(self.module, name))
        added |= self.apart
        if self.perturbed:
            added |= frozenset(unordered.NAMES)
        self.observer = observe.Observer(self.module, self.plain, added, self.form)
        observed = self.observe(kind, value, (), {}).pack()
        flush()
        return pack(observed, "\n".join(sorted(names)).encode(),
                    "\n".join(refused).encode())

    def observe(self, kind, value, args, kwargs):
        state = [self.start.changes(), *(virtual.state() if self.virtual else ())]
        observed = self.observer.look(kind, value, args, kwargs, state)
        observed.waited = virtual.waited() if self.virtual else 0
        return observed

    def perform(self, name, pickled):
        observe.forget_origins()
        if self.layout is not None:
            self.layout.shuffle()
        args, kwargs = loads(pickled)
        try:
            function = behave.find(self.module, name.decode())
        except AttributeError as error:
            return behave.RAISED, error, args, kwargs
        if self.tracer is not None:
            sys.settrace(self.tracer.call)
        kind, value = behave.invoke(function, args, kwargs)
        if self.tracer is not None and observe.is_iterator(type(value)):
            behave.invoke(list, (itertools.islice(value, MAX_TRACED),), {})
        sys.settrace(None)
        return kind, value, args, kwargs

    def call(self, name, pickled):
        kind, value, args, kwargs = self.perform(name, pickled)
        observed = self.observe(kind, value, args, kwargs)
        if kind == behave.RETURNED:
            if type(value) is types.GeneratorType:
                self.drive(observed, name, pickled)
            self.call_through(observed, value, pickled)
        flush()
        return observed.pack()

    def drive(self, observed, name, pickled):
        """The same call again, its generator left, thrown into and sent to half-way."""
        for actions in behave.DRIVES:
            kind, value, args, kwargs = self.perform(name, pickled)
            observed.add(self.observe(kind, behave.drive(value, actions), args, kwargs))

    def call_through(self, observed, value, pickled):
        """What the functions in the returned value do; then they are no longer opaque."""
        if self.tracer is not None:
            sys.settrace(self.tracer.call)
        results = behave.call_through(value, pickled)
        sys.settrace(None)
        if results is None:
            return
        if behave.told_something(results):
            observed.flags &= ~observe.OPAQUE
        observed.add(self.observe(behave.RETURNED, results, (), {}))

    def show(self, name, pickled):
        kind, value, args, kwargs = self.perform(name, pickled)
        flush()
        return pack(describe(value).encode("utf-8", "replace"),
                    describe(args).encode("utf-8", "replace"), self.left_behind(value, args))

    def left_behind(self, value, args):
        """Names and words, in turn: what outcomes that read alike may differ in."""
        state = self.module.__dict__
        told = [(link, describe(getattr(value, link, None)))
                for link in ("__cause__", "__context__", "__suppress_context__", "__notes__")
                if isinstance(value, BaseException)]
        told += [(f"variable {name}", describe(state[name])) for name in self.observer.data(state)]
        told.append(("attributes", describe(getattr(value, "__dict__", None))))
        told.append(("objects that are one", repr(shared([value, args]))))
        told += self.start.words() + (virtual.words() if self.virtual else [])
        return pack(*(text.encode("utf-8", "replace") for pair in told for text in pair))

    def prepare(self, name, *pickles):
        self.function = behave.find(self.module, name.decode())
        self.batch = [loads(pickled) for pickled in pickles]
        self.done = []
        gc.disable()
        return b"ready"

    def run(self):
        invoke, function, done = behave.invoke, self.function, self.done
        for args, kwargs in self.batch:
            kind, value = invoke(function, args, kwargs)
            if observe.is_iterator(type(value)):  # its work belongs inside the timed window
                value = invoke(list, (value,), {})[1]
            done.append((kind, value, args, kwargs))
        return b"done"

    def results(self):
        observed = pack(*(self.observe(*call).pack() for call in self.done))
        flush()
        return observed

    def trace(self, *limits):
        numbers = [int(limit) for limit in limits]
        self.tracer = Tracer(self.code, list(zip(numbers[::2], numbers[1::2])))
        return b"tracing"

    def lines(self):
        return pack(*self.tracer.report())

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
