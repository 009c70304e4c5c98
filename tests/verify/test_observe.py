"""The encoder must tell apart what a careless comparator calls equal, and nothing else."""

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import gc
import hashlib
import io
import itertools
import operator
import os
import pathlib
import random
import re
import signal
import sys
import threading
import types
import uuid
import weakref
from xml.etree import ElementTree

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../core/verify/harness"))
import behave  # noqa: E402
import observe  # noqa: E402
import process  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None


def encode(value, plain=True):
    encoder = observe.Encoder(plain=plain)
    encoder.encode(value)
    return encoder.flags, b"".join(encoder.out)


class Base:
    def __init__(self, **values):
        self.__dict__.update(values)


class Forged(Base):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __repr__(self):
        return "Base()"


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


class IntLike(int):
    pass


class ListLike(list):
    pass


class Refusing:
    """Any question to it is an error."""

    def __getattribute__(self, name):
        raise AssertionError(name)

    __eq__ = __hash__ = __repr__ = __reduce__ = __len__ = __bool__ = lambda *args: 1 / 0


def raised(function):
    try:
        function()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def with_cause():
    try:
        raise KeyError(1)
    except KeyError as error:
        raise RuntimeError("a") from error


def with_context():
    try:
        raise KeyError(1)
    except KeyError:
        raise RuntimeError("a")


def with_note():
    error = ValueError("a")
    error.add_note("more")
    raise error


def fail(error):
    def raising():
        raise error
    return raised(raising)


def twice(value):
    return [value, value]


def cycle(length):
    first = last = []
    for _ in range(length - 1):
        last.append([])
        last = last[0]
    last.append(first)
    return first


def frozen(values):
    a = numpy.array(values)
    a.flags.writeable = False
    return a


def from_generator(*items):
    yield from items


def raising_generator():
    yield 1
    raise ValueError


class StrLike(str):
    pass


class RandomLike(random.Random):
    pass


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Point:
    x: int
    y: int


Pair = collections.namedtuple("Pair", "x y")


def reordered():
    value = collections.OrderedDict(a=1, b=2)
    value.move_to_end("a")
    return value


def held_lock():
    lock = threading.Lock()
    lock.acquire()
    return lock


def advanced():
    stream = io.StringIO("abc")
    stream.read(1)
    return stream


def closed():
    stream = io.StringIO()
    stream.close()
    return stream


def different():
    """name -> two values; made anew for each use, because iterators can be used once."""
    return {
        "exception message": (ValueError("a"), ValueError("b")),
        "key error key": (KeyError("x"), KeyError("y")),
        "exit code": (SystemExit(0), SystemExit(1)),
        "exit code kind": (SystemExit(None), SystemExit(0)),
        "wrapped cause": (raised(with_cause), KeyError(1)),
        "cause": (raised(with_cause), fail(RuntimeError("a"))),
        "context": (raised(with_context), fail(RuntimeError("a"))),
        "cause or context": (raised(with_cause), raised(with_context)),
        "note": (raised(with_note), ValueError("a")),
        "exception type": (ValueError("a"), TypeError("a")),
        "exception argument type": (ValueError(1), ValueError(True)),
        "os error number": (OSError(2, "a"), OSError(13, "a")),
        "exception group": (ExceptionGroup("a", [ValueError()]), ExceptionGroup("a", [TypeError()])),
        "stop iteration value": (StopIteration(1), StopIteration(2)),
        "dict order": ({1: 1, 2: 2}, {2: 2, 1: 1}),
        "negative zero": (0.0, -0.0),
        "negative zero inside": ([0.0], [-0.0]),
        "1e-12 apart": (1.0, 1.0 + 1e-12),
        "one ulp": (0.1 + 0.2, 0.3),
        "bool in a set": ({1}, {True}),
        "float in a set": ({1}, {1.0}),
        "float key": ({1: "a"}, {1.0: "a"}),
        "bool key": ({1: "a"}, {True: "a"}),
        "bool": (1, True),
        "float": (1, 1.0),
        "int subclass": (1, IntLike(1)),
        "list subclass": ([1], ListLike([1])),
        "tuple": ([1], (1,)),
        "tuple inside": ([[1]], [(1,)]),
        "bytes": ("a", b"a"),
        "bytearray": (b"a", bytearray(b"a")),
        "none": (None, 0),
        "decimal digits": (decimal.Decimal("1.0"), decimal.Decimal("1.00")),
        "decimal or int": (decimal.Decimal(1), 1),
        "fraction": (fractions.Fraction(1, 2), fractions.Fraction(2, 3)),
        "aliased rows": ([[1], [1]], twice([1])),
        "aliased empty": ([[], []], twice([])),
        "aliased values": ({1: [], 2: []}, dict.fromkeys((1, 2), [])),
        "aliased in tuple": (([1], [1]), tuple(twice([1]))),
        "cycle length": (cycle(1), cycle(2)),
        "deque maxlen": (collections.deque([1], 1), collections.deque([1])),
        "deque or list": (collections.deque([1]), [1]),
        "default factory": (collections.defaultdict(int), collections.defaultdict(list)),
        "default dict": (collections.defaultdict(int), {}),
        "counter": (collections.Counter("a"), {"a": 1}),
        "ordered dict": (collections.OrderedDict(a=1), {"a": 1}),
        "text stream": (io.StringIO("abc"), io.StringIO("xyz")),
        "byte stream": (io.BytesIO(b"abc"), io.BytesIO(b"abcd")),
        "forged equality": (Base(a=1), Forged(a=1)),
        "forged state": (Forged(a=1), Forged(a=2)),
        "attribute": (Base(a=1), Base(b=1)),
        "attribute order": (Base(a=1, b=2), Base(b=2, a=1)),
        "slot": (Slotted(1), Slotted(2)),
        "slot or dict": (Slotted(1), Base(a=1)),
        "range": (range(3), range(4)),
        "range or list": (range(2), [0, 1]),
        "slice": (slice(1), slice(2)),
        "complex zero": (complex(0.0, 0.0), complex(0.0, -0.0)),
        "nan sign": (float("nan"), -float("nan")),
        "array type": (array.array("i", [1]), array.array("l", [1])),
        "memory view": (memoryview(b"a"), memoryview(bytearray(b"a"))),
        "date": (datetime.datetime(2020, 1, 1), datetime.date(2020, 1, 1)),
        "time zone": (datetime.datetime(2020, 1, 1), datetime.datetime(
            2020, 1, 1, tzinfo=datetime.timezone.utc)),
        "time delta": (datetime.timedelta(1), datetime.timedelta(2)),
        "path": (pathlib.PurePosixPath("a"), pathlib.PurePosixPath("b")),
        "path or text": (pathlib.PurePosixPath("a"), "a"),
        "pattern flags": (re.compile("a"), re.compile("a", re.I)),
        "match": (re.match("a", "ab"), re.match("a", "ac")),
        "uuid": (uuid.UUID(int=1), uuid.UUID(int=2)),
        "builtin": (len, abs),
        "class": (int, bool),
        "module": (os, sys),
        "namespace": (types.SimpleNamespace(a=1), types.SimpleNamespace(a=2)),
        "lists in sets": ({(1, 2)}, {(2, 1)}),
        "set or frozenset": ({1}, frozenset({1})),
        "bool list": ([1, 0], [True, False]),
        "big int": (2**70, 2**70 + 1),
        "surrogate": ("\ud800", "\ufffd"),
        "normal form": ("é", "e\u0301"),
        "dict view": ({1: 2}.keys(), {1: 2}.values()),
        "random state": (random.Random(1), random.Random(2)),
        "partial": (__import__("functools").partial(int, 1), __import__("functools").partial(int, 2)),
        "bound method": ([].append, {}.update),
        "generator or list": (from_generator(1), [1]),
        "generator items": (from_generator(1, 2), from_generator(2, 1)),
        "generator end": (from_generator(1), raising_generator()),
        "iterator kind": (iter([1]), iter((1,))),
        "map or zip": (map(int, [1]), zip([1])),
        "order of an ordered dict": (collections.OrderedDict(a=1, b=2), reordered()),
        "namedtuple": (Pair(1, 2), (1, 2)),
        "namedtuple field": (Pair(1, 2), Pair(1, 3)),
        "enum member": (Colour.RED, Colour.BLUE),
        "enum or value": (Colour.RED, 1),
        "dataclass": (Point(1, 2), Point(1, 2.0)),
        "dataclass aliased": (twice(Point(1, 2)), [Point(1, 2), Point(1, 2)]),
        "str subclass": ("a", StrLike("a")),
        "itemgetter": (operator.itemgetter(1), operator.itemgetter(2)),
        "partial keyword": (functools.partial(int, base=2), functools.partial(int, base=3)),
        "hash object": (hashlib.sha256(b"a"), hashlib.sha256(b"b")),
        "decimal context": (decimal.Context(prec=5), decimal.Context(prec=6)),
        "lock": (threading.Lock(), held_lock()),
        "cache size": (functools.lru_cache(maxsize=1)(len), functools.lru_cache(maxsize=2)(len)),
        "weak reference": (weakref.ref(Base), weakref.ref(Forged)),
        "random subclass": (RandomLike(1), RandomLike(2)),
        "stream position": (io.StringIO("abc"), advanced()),
        "closed stream": (io.StringIO(), closed()),
        "xml": (ElementTree.fromstring("<a>1</a>"), ElementTree.fromstring("<a>2</a>")),
        "attribute error object": (raised(lambda: [].x), raised(lambda: ().x)),
        "chain map": (collections.ChainMap({}, {1: 2}), collections.ChainMap({1: 2}, {})),
        "counter order": (collections.Counter("ab"), collections.Counter("ba")),
        "long lists": (list(range(100_000)), list(range(99_999)) + [0]),
    }


EQUAL = {
    "nan": lambda: float("nan"),
    "negative zero": lambda: -0.0,
    "nested": lambda: {"a": [1, (2.5, "x"), {3}], None: b"z"},
    "cycle": lambda: cycle(3),
    "object": lambda: object(),
    "objects": lambda: [Base(a=1), Slotted(2)],
    "aliased": lambda: twice([1]),
    "exception": lambda: raised(with_cause),
    "generator": lambda: from_generator(1, 2),
    "infinite": lambda: itertools.count(),
    "local class": lambda: type("Local", (), {}),
    "stream": lambda: io.StringIO("abc"),
    "decimal": lambda: decimal.Decimal("1.10"),
    "ordered": reordered,
    "dataclass": lambda: [Point(1, 2), Colour.RED, Pair(1, 2)],
    "date": lambda: datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
    "random": lambda: RandomLike(1),
    "xml": lambda: ElementTree.fromstring("<a b='c'><d/>e</a>"),
    "match": lambda: re.match("(a)(b)?", "ab"),
    "refusing": lambda: [Refusing()],
}


@pytest.mark.parametrize("plain", (True, False))
@pytest.mark.parametrize("name", different())
def test_different(name, plain):
    a, b = different()[name]
    assert encode(a, plain) != encode(b, plain)


@pytest.mark.parametrize("plain", (True, False))
@pytest.mark.parametrize("name", EQUAL)
def test_equal(name, plain):
    make = EQUAL[name]
    assert encode(make(), plain) == encode(make(), plain)


def test_equal__set_built_in_another_order():
    a, b = set(), set()
    for n in range(0, 4000, 7):
        a.add(n)
    for n in reversed(range(0, 4000, 7)):
        b.add(n)
    assert encode(a) == encode(b)
    assert encode({"x", (1, 2), 3.5}) == encode({3.5, (1, 2), "x"})


def test_equal__interned_or_not():
    text = "".join(["inter", "ned"])
    assert encode(["interned", "interned"]) == encode([text, "inter" + str("ned")])
    assert encode([(1, 2)] * 2) == encode([(1, 2), tuple([1, 2])])


def test_equal__identity_of_values_is_not_compared():
    for make in (lambda: decimal.Decimal("1.5"), lambda: datetime.date(2020, 1, 1), lambda: Pair(1, 2),
                 lambda: range(3), lambda: fractions.Fraction(1, 2), lambda: (1, 2)):
        assert encode(twice(make())) == encode([make(), make()])


@pytest.mark.skipif(numpy is None, reason="NumPy is not installed")
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_different__kinds_of_numpy_arrays():
    a = numpy.arange(12.0).reshape(3, 4)
    for make in (lambda x: numpy.ma.array(x, mask=x > 5), numpy.matrix, lambda x: x[::2, ::2],
                 lambda x: x.view(numpy.recarray)):
        assert encode(make(a)) == encode(make(a.copy()))
        assert encode(make(a)) != encode(make(a + 1))
        assert encode(make(a)) != encode(a)
    assert encode(numpy.ma.array([1, 2], mask=[0, 1])) != encode(numpy.ma.array([1, 2], mask=[1, 0]))
    assert encode(a[::-1]) != encode(a[::-1].copy())
    assert encode(numpy.broadcast_to(a[0], (3, 4))) != encode(a)
    assert encode(numpy.random.default_rng(1)) != encode(numpy.random.default_rng(2))
    assert encode(numpy.random.default_rng(1)) == encode(numpy.random.default_rng(1))
    assert encode(a.dtype) != encode(numpy.dtype("float32"))


@pytest.mark.skipif(numpy is None, reason="NumPy is not installed")
def test_different__numpy():
    a = numpy.array([[1, 2], [3, 4]])
    assert encode(a) == encode(a.copy())
    others = [a.astype("int32"), a.astype(float), numpy.asfortranarray(a), a.reshape(4), a.tolist(),
              frozen([[1, 2], [3, 4]]), a.view(numpy.recarray), a.T]
    for other in others:
        assert encode(a) != encode(other)
    x = numpy.array([0.3])
    assert encode(x) != encode(numpy.array([0.1 + 0.2]))
    assert encode(numpy.float64(1)) != encode(1.0)
    assert encode(numpy.int64(1)) != encode(numpy.int32(1))
    assert encode([a, a]) != encode([a, a.copy()])
    b = numpy.arange(6)
    assert encode([b, b[:3]]) != encode([b, b[:3].copy()])


def test_deep__neither_crashes_nor_lies():
    def nested(depth, end):
        value = end
        for _ in range(depth):
            value = [value]
        return value

    def observed(value):
        module = types.ModuleType("program")
        return observe.Observer(module).look(b"R", value, (), {}, []).pack()

    assert observed(nested(20_000, 1)) != observed(nested(20_000, 2))
    assert observed(nested(20_000, 1))[0] & observe.TRUNCATED == 0
    assert observed(nested(2 * observe.MAX_DEPTH, 1))[0] & observe.TRUNCATED


# ---- whole observations ---------------------------------------------------------------------


def observe_call(source, call, *arguments, added=frozenset()):
    module = types.ModuleType("program")
    exec(source, module.__dict__)
    start = process.Start()
    args = list(arguments)
    limit, path = sys.getrecursionlimit(), list(sys.path)
    random.seed(0)
    try:
        kind, value = behave.invoke(getattr(module, call), args, {})
        observer = observe.Observer(module, added=added)
        return observer.look(kind, value, args, {}, start.changes()).pack()
    finally:
        os.environ.pop("A_NAME", None)
        sys.setrecursionlimit(limit)
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        decimal.getcontext().clear_flags()
        gc.enable()
        sys.path[:] = path


@pytest.mark.parametrize("before, after", [
    ("def f(x): x.append(1)", "def f(x): pass"),
    ("def f(x):\n x.append(1)\n raise ValueError", "def f(x):\n raise ValueError"),
    ("def f(x): return x", "def f(x): return list(x)"),
    ("n = 0\ndef f(x):\n global n\n n += 1", "n = 0\ndef f(x): pass"),
    ("def f(x):\n global n\n n = 1", "def f(x): pass"),
    ("def f(x): f.calls = 1", "def f(x): pass"),
    ("def f(x, kept=[]): kept.append(1)", "def f(x, kept=[]): pass"),
    ("class C:\n n = 0\ndef f(x): C.n += 1", "class C:\n n = 0\ndef f(x): pass"),
    ("class C: pass\ndef f(x): return C()", "class C: pass\nclass D: pass\ndef f(x): return C()"),
    ("import random\ndef f(x): random.random()", "import random\ndef f(x): pass"),
    ("import os\ndef f(x): os.environ['A_NAME'] = '1'", "import os\ndef f(x): pass"),
    ("import sys\ndef f(x): sys.setrecursionlimit(1001)", "import sys\ndef f(x): pass"),
    ("def f(x): yield 1", "def f(x): return iter([1])"),
    ("def f(x):\n x.append(1)\n yield 1\n yield 2", "def f(x):\n yield 1\n x.append(1)\n yield 2"),
    ("async def f(x): return 1", "def f(x): return 1"),
    ("a = []\ndef f(x): return a", "a = []\ndef f(x): return []"),
    ("def f(x): pass", "def f(x, y=1): pass"),
    ("def f(x): 'about'", "def f(x): 'other'"),
    ("import signal\ndef f(x): signal.signal(signal.SIGUSR1, g)\ndef g(*a): pass",
     "import signal\ndef f(x): pass\ndef g(*a): pass"),
    ("import decimal\ndef f(x): decimal.Decimal(1) / 3", "import decimal\ndef f(x): pass"),
    ("import gc\ndef f(x): gc.disable()", "import gc\ndef f(x): gc.enable()"),
    ("import sys\ndef f(x): sys.path.append('a')", "import sys\ndef f(x): pass"),
    ("def f(x):\n x.append(1)\n def g():\n  yield 1\n return g()",
     "def f(x):\n def g():\n  x.append(1)\n  yield 1\n return g()"),
    ("n = 0\ndef f(x):\n global n\n n = 2\n yield 1\n yield 2",
     "n = 0\ndef f(x):\n global n\n n = 1\n yield 1\n n = 2\n yield 2"),
    ("class C:\n def f(self): return self\n @property\n def n(self): return 1\ndef f(x): pass",
     "class C:\n def f(self): return self\n def n(self): return 1\ndef f(x): pass"),
    ("async def g(): raise ValueError\ndef f(x): return g()",
     "async def g(): raise ValueError\ndef f(x): raise ValueError"),
    ("async def f(x):\n yield 1\n yield 2", "async def f(x):\n yield 2\n yield 1"),
])
def test_observation__differs(before, after):
    assert observe_call(before, "f", [1]) != observe_call(after, "f", [1])


@pytest.mark.parametrize("before, after, added", [
    ("def f(x): return [i for i in x]", "def f(x): return list(x)", ()),
    ("def f(x): return 1", "_k = {}\ndef f(x):\n _k[1] = 2\n return 1", ("_k",)),
    ("def f(x): return 1", "import math\ndef f(x): return math.floor(1.5)", ("math",)),
    ("def f(x):\n a = 1\n return a", "def f(x):\n b = 1\n return b", ()),
])
def test_observation__same(before, after, added):
    assert observe_call(before, "f", [1]) == observe_call(after, "f", [1], added=frozenset(added))


def test_observation__says_when_a_function_is_returned():
    assert observe_call("def f(x): return lambda: x", "f", 1)[0] & observe.OPAQUE
    assert not observe_call("def f(x): return x", "f", 1)[0] & observe.OPAQUE


def test_observation__exhausted_is_not_raised():
    assert observe_call("def f(x): return f(x)", "f", 1)[1:2] == behave.EXHAUSTED


def test_observation__long_ones_travel_as_a_digest():
    a = observe_call("def f(x): return x", "f", [[1.5, [n]] for n in range(60_000)])
    b = observe_call("def f(x): return x", "f", [[1.5, [n]] for n in range(59_999)] + [[1.5, [0]]])
    assert len(a) < 200 and a != b


def test_memory__sees_a_result_handed_out_twice():
    def run(source):
        module = types.ModuleType("program")
        exec(source, module.__dict__)
        observer = observe.Observer(module, added=frozenset(["_k"]))
        return [observer.look(behave.RETURNED, module.f(1), (), {}, []).pack() for _ in range(2)]

    fresh = run("def f(x): return [x]")
    cached = run("_k = {}\ndef f(x): return _k.setdefault(x, [x])")
    assert fresh[0] == cached[0] and fresh[1] != cached[1]


def test_coroutine__is_run():
    assert observe_call("async def f(x): return x", "f", 5) != observe_call(
        "async def f(x): return x + 1", "f", 5)
