"""Sessions, scripts and inputs in plain Python: the channel is a list of requests."""

import os
import pickle
import subprocess
import sys
import tempfile

import pytest

HARNESS = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../core/verify/harness"))
sys.path.insert(0, HARNESS)
import wire  # noqa: E402

# Harness entries change the process they run in (clocks, sys.modules), so each gets its own.
DRIVER = """
import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import importlib
import pickle

module, _, name = sys.argv[2].partition(".")
entry = getattr(importlib.import_module(module), name)
payload, requests = pickle.load(sys.stdin.buffer)
replies = []

class Channel:
    def receive(self):
        return requests.pop(0) if requests else None

    def reply(self, data):
        replies.append(data)

out = sys.stdout.buffer
entry(Channel(), payload)
sys.__stdout__.flush()
out.write(b"REPLIES" + pickle.dumps(replies))
"""


def run(entry, payload, *requests, seed="0"):
    with tempfile.TemporaryDirectory() as scratch:  # inputs may be files
        done = subprocess.run(
            [sys.executable, "-c", DRIVER, HARNESS, entry], capture_output=True, timeout=60, cwd=scratch,
            input=pickle.dumps((payload, list(requests))), check=True,
            env={"PYTHONHASHSEED": seed, "PATH": os.environ["PATH"]})
    printed, _, replies = done.stdout.partition(b"REPLIES")
    return printed, pickle.loads(replies)


def session(source, *requests, names=b"", flags=b"v", seed="0"):
    return run("session.session", wire.pack(source.encode(), b"program", names, flags),
               wire.pack(b"load"), *requests, seed=seed)


def call(name, *args, **kwargs):
    return wire.pack(b"call", name.encode(), pickle.dumps((args, kwargs)))


def cases(reply):
    fields = wire.unpack(reply)
    return [fields[at:at + 4] for at in range(0, len(fields), 5)]


def generate(source, function, *more, count=120, ms=400, seed=0, argv=b"", args=b""):
    payload = wire.pack(source.encode(), b"program", function.encode(), argv, b"", args, b"", b"")
    request = wire.pack(b"generate", b"%d" % count, b"%d" % ms, b"%d" % seed)
    return run("inputs.inputs", payload, request, *more)[1]


def test_wire__round_trip_and_refusal():
    assert wire.unpack(wire.pack(b"", b"a", b"x" * 300)) == [b"", b"a", b"x" * 300]
    with pytest.raises(ValueError):
        wire.unpack(b"\xff\0\0\0abc")


def test_session__is_deterministic_with_clock_and_entropy():
    source = ("import time, uuid, random, os\n"
              "def f():\n"
              "    time.sleep(3600)\n"
              "    return time.time(), time.perf_counter_ns(), uuid.uuid4().hex, uuid.uuid1().hex, "
              "random.random(), os.urandom(4), time.strftime('%Y'), time.localtime()[0]\n")
    first = session(source, call("f"))
    assert first == session(source, call("f"))
    assert first[1][1][1:2] == b"R"


def test_session__looks_at_the_clock_are_counted():
    one = session("import time\ndef f(): time.time()\n", call("f"))
    two = session("import time\ndef f(): time.time(), time.time()\n", call("f"))
    assert one[1][1] != two[1][1]


def test_session__names_of_the_candidate():
    _, (load,) = session("def f(): pass\nimport math\n_k = 1\nclass C: n = 1\n")
    names = wire.unpack(load)[1]
    _, (load,) = session("def f(): pass\nimport math\n_k = 1\nclass C: n = 1\n_new = 2\nimport os\n",
                         names=names)
    assert wire.unpack(load)[2] == b""
    _, (load,) = session("def f(): pass\nimport math\n_k = 1\nclass C: n = 1\ndef g(): pass\n",
                         names=names)
    assert wire.unpack(load)[2] == b"g"


def test_session__hash_seed_shows():
    source = "def f(): return list({'a', 'b', 'c', 'd'})\n"
    assert session(source, call("f"), seed="0") != session(source, call("f"), seed="1")


def test_session__addresses_show_when_moved():
    source = "def f(): return id([])\n"
    assert session(source, call("f")) != session(source, call("f"), flags=b"vm")


def test_session__missing_function_and_bad_load():
    _, (load, answer) = session("raise ValueError('no')\n", call("f"))
    assert wire.unpack(load)[0][1:2] == b"X" and answer[1:2] == b"X"


def test_session__printed_before_the_reply():
    printed, _ = session("def f(): print('hello')\n", call("f"))
    assert printed == b"hello\n"


def observed(source, *calls, **options):
    """What the calls were seen to do, with what they printed (item marks left out)."""
    printed, replies = session(source, *calls, **options)
    return replies[1:], printed.replace(b"\x1e", b"")


@pytest.mark.parametrize("before, after", [
    # a generator left, thrown into or sent to half-way
    ("def f(n):\n    try:\n        yield 1\n        yield 2\n        yield 3\n    finally:\n        print('end')\n",
     "def f(n):\n    yield 1\n    yield 2\n    yield 3\n    print('end')\n"),
    ("def f(n):\n    try:\n        yield 1\n    except LookupError:\n        yield 2\n",
     "def f(n):\n    yield 1\n"),
    ("def f(n):\n    got = yield 1\n    yield (got or 0)\n", "def f(n):\n    yield 1\n    yield 0\n"),
    # a function that is returned is called
    ("def f(n):\n    return lambda x: x + n\n", "def f(n):\n    return lambda x: n + n\n"),
    ("def f(n):\n    count = 0\n    def g():\n        nonlocal count\n        count += 1\n"
     "        return count\n    return g\n",
     "def f(n):\n    count = 0\n    def g():\n        return count + 1\n    return g\n"),
    ("def f(n):\n    def outer(function):\n        def inner(*args):\n"
     "            return [function(*args)]\n        return inner\n    return outer\n",
     "def f(n):\n    def outer(function):\n        def inner(*args):\n"
     "            return [function(*args), 1]\n        return inner\n    return outer\n"),
    ("def f(n):\n    return [lambda x, i=i: x * i for i in range(3)]\n",
     "def f(n):\n    return [lambda x, i=i: x * 2 for i in range(3)]\n"),
    # the order between the two streams, warnings, log records
    ("import sys\ndef f(n):\n    print(1)\n    print(2, file=sys.stderr)\n    print(3)\n",
     "import sys\ndef f(n):\n    print(1)\n    print(3)\n    print(2, file=sys.stderr)\n"),
    ("import sys\ndef f(n):\n    sys.stdout.buffer.write(b'1')\n    sys.stderr.write('2')\n",
     "import sys\ndef f(n):\n    sys.stderr.write('2')\n    sys.stdout.buffer.write(b'1')\n"),
    ("import warnings\ndef f(n):\n    warnings.warn('a')\n    print(1)\n",
     "import warnings\ndef f(n):\n    print(1)\n    warnings.warn('a')\n"),
    ("import warnings\ndef f(n):\n    warnings.warn('a')\n",
     "import warnings\ndef f(n):\n    warnings.warn('a', RuntimeWarning)\n"),
    ("import logging\ndef f(n):\n    logging.getLogger('a').warning('x')\n",
     "import logging\ndef f(n):\n    logging.getLogger('b').warning('x')\n"),
    ("import logging\ndef f(n):\n    logging.getLogger('a').warning('x')\n",
     "import logging\ndef f(n):\n    logging.getLogger('a').error('x')\n"),
    ("import threading\ndef f(n):\n    t = threading.Thread(target=int, args=('x',))\n"
     "    t.start()\n    t.join()\n", "def f(n):\n    pass\n"),
    # entropy that is drawn afresh is the same in every run, and is counted
    ("import random\ndef f(n):\n    return random.Random().random()\n",
     "import random\ndef f(n):\n    return random.Random().random() + 1\n"),
    ("import datetime\ndef f(n):\n    return datetime.datetime.now()\n",
     "import datetime\ndef f(n):\n    datetime.datetime.now()\n    return datetime.datetime.now()\n"),
])
def test_session__tells_apart(before, after):
    one = observed(before, call("f", 5))
    assert one == observed(before, call("f", 5))
    assert one != observed(after, call("f", 5))


def test_session__a_closure_that_is_called_is_not_opaque():
    replies, _ = observed("def f(n):\n    return lambda x: x + n\n", call("f", 5))
    assert not replies[0][0] & 2
    replies, _ = observed("def f(n):\n    return lambda: 1 / 0\n", call("f", 5))
    assert replies[0][0] & 2


@pytest.mark.parametrize("name, args", [
    ("C.plain", (1,)), ("C.made", (2,)), ("C.still", (2,)), ("C", (3,)), ("C.__hidden", ()),
    ("C.shown", ()), ("C.kept", ()),
])
def test_session__targets(name, args):
    source = ("import functools\nclass C:\n    def __init__(self, n): self.n = n\n"
              "    def plain(self, k=1): return self.n + k\n    def __hidden(self): return self.n\n"
              "    @classmethod\n    def made(cls, n): return cls(n)\n"
              "    @staticmethod\n    def still(n): return n\n"
              "    @property\n    def shown(self): return self.n\n"
              "    @functools.cached_property\n    def kept(self): return self.n\n"
              "def f(): return C(4)\n")
    needs_self = name in ("C.plain", "C.__hidden", "C.shown", "C.kept")
    data = (b"\x80\x04\x8c\x07program\x8c\x01C\x93)\x81}\x8c\x01nK\x05sb" +
            (b"\x85" if not args else b"K\x01\x86") + b"}\x86.") if needs_self else None
    request = wire.pack(b"call", name.encode(), data or pickle.dumps((args, {})))
    (reply,), _ = observed(source, request)
    assert reply[1:2] == b"R"



def test_session__lines_of_a_class_run_when_it_is_loaded():
    source = "class Row:\n    def __getitem__(self, key):\n        return key\n\ndef f(x):\n    return Row()[x]\n"
    _, replies = session(source, wire.pack(b"trace", b"1", b"6"), call("f", 1), wire.pack(b"lines"))
    possible, seen, _, _ = wire.unpack(replies[-1])
    assert possible == seen and len(possible) == 4 * 2


def test_session__lines():
    source = "def f(n):\n    if n:\n        return 1\n    return 2\n\ndef g():\n    return 3\n"
    _, replies = session(source, wire.pack(b"trace", b"1", b"5"), call("f", 1), wire.pack(b"lines"))
    possible, seen, arcs, taken = wire.unpack(replies[-1])
    assert [n for n in possible[::4]] == [2, 3, 4] and [n for n in seen[::4]] == [2, 3]
    assert [n for n in arcs[::4]] == [2, 3, 2, 4] and [n for n in taken[::4]] == [2, 3]


def arcs(source, *calls):
    """(those that can be taken, those that were), as pairs of lines"""
    last = str(source.count("\n")).encode()
    _, replies = session(source, wire.pack(b"trace", b"1", last), *calls, wire.pack(b"lines"))
    numbers = [field[::4] for field in wire.unpack(replies[-1])[2:]]
    return [set(zip(some[::2], some[1::2])) for some in numbers]


def test_session__arcs_of_a_loop():
    source = "def f(xs):\n    for x in xs:\n        if x:\n            break\n    else:\n        return 1\n    return 2\n"
    possible, taken = arcs(source, call("f", [0]))
    assert possible == {(2, 3), (3, 2), (3, 4), (2, 6), (4, 7)} and taken == {(2, 3), (3, 2), (2, 6)}
    _, taken = arcs(source, call("f", [0]), call("f", [1]))
    assert taken == possible


def test_session__arcs_of_a_generator_go_on_after_a_yield():
    source = "def f(n):\n    for i in range(n):\n        yield i\n        n += i\n    return n\n"
    possible, taken = arcs(source, call("f", 3))
    assert possible == {(2, 3), (3, 4), (4, 2), (2, 5)} == taken


def test_session__batch():
    one = pickle.dumps(((3,), {}))
    _, replies = session("def f(n): return [n]\n", wire.pack(b"prepare", b"f", one, one),
                         wire.pack(b"run"), wire.pack(b"results"), flags=b"")
    assert replies[1:3] == [b"ready", b"done"]
    assert len(wire.unpack(replies[3])) == 2


def test_session__meter():
    source = ("def h(function, calls, least): return function\n"
              "def w(k): return k\n"
              "def f(n):\n    g = h(w, [(k,) for k in range(n)], 40)\n    return g(1)\n")
    _, replies = session(source, wire.pack(b"meter", b"h"), call("f", 5), wire.pack(b"metered"),
                         flags=b"")
    assert wire.unpack(replies[-1])[0] == b"5"


@pytest.mark.parametrize("source, status, text", [
    ("print(1)", 0, b""),
    ("raise SystemExit(3)", 3, b""),
    ("raise SystemExit('no')", 1, b""),
    ("import sys; sys.exit()", 0, b""),
    ("1 / 0", 1, b"ZeroDivisionError('division by zero',)"),
    ("import sys; sys.exit(len(sys.argv))", 2, b""),
    ("import atexit; atexit.register(print, 'end')", 0, b""),
])
def test_script__ends_as_python_does(source, status, text):
    printed, (reply,) = run("script.script", wire.pack(source.encode(), b"v", b"", b"argument"), b"run")
    fields = wire.unpack(reply)
    assert (fields[0][0], fields[2]) == (status, text)
    real = subprocess.run([sys.executable, "-I", "-c", source, "argument"], capture_output=True)
    assert (real.returncode, real.stdout) == (status, printed)


def test_script__lines_at_module_level():
    source = "x = 1\nif x > 2:\n    x = 2\nprint(x)\n"
    _, (reply,) = run("script.script", wire.pack(source.encode(), b"v", b"1 4"), b"run")
    possible, seen, arcs, taken = wire.unpack(reply)[3:]
    assert list(possible[::4]) == [1, 2, 3, 4] and list(seen[::4]) == [1, 2, 4]
    assert list(arcs[::4]) == [1, 2, 2, 3, 2, 4, 3, 4] and list(taken[::4]) == [1, 2, 2, 4]


FIB = ("def fib(n):\n"
       "    '''\n    >>> fib(6)\n    8\n    '''\n"
       "    return n if n < 2 else fib(n - 1) + fib(n - 2)\n"
       "if __name__ == '__main__':\n    print(fib(9))\n")


def test_inputs__origins_and_determinism():
    found = cases(generate(FIB, "fib")[0])
    calls = {(text, origin) for _, text, origin, _ in found}
    assert (b"fib(9)", b"recorded") in calls and (b"fib(6)", b"doctest") in calls
    assert (b"fib(8)", b"inner call") in calls
    quick = "def f(xs, n):\n    return [x % n for x in xs if x > n]\n"  # no call near a time limit
    first, again = (cases(generate(quick, "f")[0]) for _ in range(2))
    assert [case[1] for case in first[:60]] == [case[1] for case in again[:60]]


def test_inputs__request_comes_first():
    found = cases(generate(FIB, "fib", args=b"[(4,), (5,)]")[0])
    assert [case[1:3] for case in found[:2]] == [[b"fib(4)", b"request"], [b"fib(5)", b"request"]]
    assert cases(generate(FIB, "fib", args=b"__import__('os')")[0])[0][2] == b"recorded"


@pytest.mark.parametrize("source, call_text", [
    ("def f(rows):\n    return [sum(r[i] for r in rows) for i in range(len(rows[0]))]\n", b"f([["),
    ("def f(text):\n    return text.upper().split()\n", b"f('"),
    ("def f(a: int, b: list[str]):\n    return b * a\n", b"f("),
    ("class C:\n    def __init__(self, n: int): self.n = n\n    def f(self, xs):\n"
     "        return [x + self.n for x in xs]\n", b"C.f("),
    ("def f(graph, start):\n    seen = [start]\n    for n in seen:\n"
     "        for m in graph.get(n, []):\n            if m not in seen: seen.append(m)\n"
     "    return seen\n", b"f("),
    ("import numpy as np\ndef f(x):\n    y = np.empty(len(x))\n    for i in range(len(x)):\n"
     "        y[i] = x[i] * 2\n    return y\n", b"f(array("),
])
def test_inputs__untyped_functions_get_telling_inputs(source, call_text):
    name = "C.f" if "class C" in source else "f"
    found = cases(generate(source, name)[0])
    assert len(found) >= 40
    assert sum(text.startswith(call_text) for _, text, _, _ in found) >= 10


def test_inputs__no_parameters():
    found = cases(generate("def f():\n    return 1\n", "f")[0])
    assert [case[2] for case in found] == [b"no arguments"]


def test_inputs__ladder_grows_until_the_target():
    source = "def f(xs: list[int]):\n    return [x for x in xs if xs.count(x) == 1]\n"
    replies = generate(source, "f", wire.pack(b"ladder", b"10000000", b"80000000", b"4000"))
    ladder = cases(replies[1])
    times = [int(case[3]) for case in ladder]
    assert times[-1] >= 10_000_000 and len(ladder) > 1  # on a busy machine a step seems long


def test_inputs__hidden_batch_is_another_one():
    source = "def f(xs: list[int]):\n    return sum(xs)\n"
    replies = generate(source, "f", wire.pack(b"generate", b"30", b"300", b"7"))
    assert not {case[0] for case in cases(replies[0])} & {case[0] for case in cases(replies[1])}


def test_inputs__shrink_offers_smaller_ones():
    data = pickle.dumps((([5, 6, 7, 8],), {}))
    replies = generate("def f(xs: list[int]):\n    return 1\n", "f", wire.pack(b"shrink", data))
    texts = [case[1] for case in cases(replies[1])]
    assert b"f([5, 6])" in texts and b"f([6, 7, 8])" in texts


def test_inputs__a_program_that_never_ends_is_left():
    source = ("def f(n):\n    while n > 3:\n        pass\n    return n\n"
              "if __name__ == '__main__':\n    f(9)\n")
    found = cases(generate(source, "f")[0])
    assert found and all(b"f(9)" != case[1] for case in found)


def outcome_of(source, name, tests=b"", entry=b"", count=150):
    """(cases, lines of the function, lines reached)"""
    payload = wire.pack(source.encode(), b"program", name.encode(), b"", b"", b"", entry, b"", tests)
    drawn, reach = run("inputs.inputs", payload, wire.pack(b"generate", b"%d" % count, b"400", b"0"),
                       wire.pack(b"reach"))[1]
    lines, reached = map(int, wire.unpack(reach)[:2])
    return cases(drawn), lines, reached


@pytest.mark.parametrize("source, name", [
    # dicts with the keys that the body reads, lists of them, tuples that are unpacked
    ("def f(rows):\n    out = {}\n    for row in rows:\n        if row['qty'] > 1:\n"
     "            out[row['name'].upper()] = row['qty'] * row['price']\n    return out\n", "f"),
    ("def f(orders):\n    total = 0\n    for name, (price, count) in orders:\n"
     "        if name.startswith('x'):\n            continue\n        total += price * count\n"
     "    return total\n", "f"),
    # graphs, matrices, indexes
    ("def f(graph, start):\n    seen = {start}\n    queue = [start]\n    while queue:\n"
     "        node = queue.pop(0)\n        for other in graph[node]:\n            if other not in seen:\n"
     "                seen.add(other)\n                queue.append(other)\n    return sorted(seen)\n", "f"),
    ("def f(a, b):\n    out = []\n    for i in range(len(a)):\n        row = []\n"
     "        for j in range(len(b[0])):\n            row.append(sum(a[i][k] * b[k][j] for k in range(len(b))))\n"
     "        out.append(row)\n    return out\n", "f"),
    # nodes of the module's own class, in chains
    ("class Node:\n    def __init__(self, value):\n        self.value = value\n        self.next = None\n"
     "def f(node):\n    total = 0\n    while node:\n        total += node.value\n        node = node.next\n"
     "    return total\n", "f"),
    # texts out of a pattern, files, callables, objects with attributes
    ("import re\nROW = re.compile(r'(\\w+)=(\\d+);')\ndef f(line):\n    found = ROW.match(line)\n"
     "    if found:\n        return found.group(1), int(found.group(2))\n    return None\n", "f"),
    ("def f(stream):\n    total = 0\n    for line in stream.readlines():\n        if line.strip():\n"
     "            total += len(line)\n    return total\n", "f"),
    ("def f(path):\n    with open(path) as file:\n        lines = file.read().split()\n    return len(lines)\n",
     "f"),
    ("def f(items, key):\n    best = None\n    for item in items:\n        if best is None or key(item) > key(best):\n"
     "            best = item\n    return best\n", "f"),
    ("def f(shape):\n    if shape.kind == 'square':\n        return shape.side ** 2\n"
     "    return shape.area()\n", "f"),
    # methods after others, keyword-only and variable parameters, classes
    ("class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, item):\n"
     "        self.items.append(item)\n    def pop(self):\n        if not self.items:\n"
     "            raise IndexError('empty')\n        return self.items.pop()\n", "Stack.pop"),
    ("def f(*parts, sep):\n    if not parts:\n        return sep\n    return sep.join(str(p) for p in parts)\n", "f"),
    ("async def f(n):\n    if n % 2:\n        return n\n    return -n\n", "f"),
])
def test_inputs__reach_every_line(source, name):
    found, lines, reached = outcome_of(source, name)
    assert reached == lines > 0, [case[1] for case in found[:20]]


def test_inputs__supplied_tests_are_run():
    source = "def f(a, b=1):\n    return a * b\n"
    tests = (b"import pytest, unittest\nfrom shop.prices import f\n"
             b"@pytest.fixture\ndef base():\n    return 41\n"
             b"@pytest.mark.parametrize('a, b', [(7, 8), (9, 10)])\ndef test_one(a, b):\n    assert f(a, b)\n"
             b"def test_two(base):\n    with pytest.raises(TypeError):\n        f(base, b=None)\n"
             b"class TestMore(unittest.TestCase):\n    def setUp(self):\n        self.n = 77\n"
             b"    def test_three(self):\n        self.assertEqual(f(self.n), 77)\n")
    texts = {case[1] for case in outcome_of(source, "f", tests)[0] if case[2] == b"test"}
    assert texts == {b"f(7, 8)", b"f(9, 10)", b"f(41, b=None)", b"f(77)"}


def test_inputs__methods_of_every_kind_are_recorded():
    source = ("class C:\n    def __init__(self, n): self.n = n\n    def plain(self, k): return self.n + k\n"
              "    @classmethod\n    def made(cls, n): return cls(n)\n    @staticmethod\n"
              "    def still(n): return n\nif __name__ == '__main__':\n"
              "    C.made(31); C.still(32); C(33).plain(34)\n")
    for name, text in (("C.made", b"C.made(31)"), ("C.still", b"C.still(32)"), ("C", b"C(33)")):
        found = outcome_of(source, name)[0]
        assert (text, b"recorded") in {(case[1], case[2]) for case in found}
    recorded = [case for case in outcome_of(source, "C.plain")[0] if case[2] == b"recorded"]
    assert recorded and recorded[0][1].endswith(b", 34)")


@pytest.mark.parametrize("body, careless", [
    ("[row['a'] for row in rows if row['b']]", "[row['a'] for row in rows if row['b'] is True]"),
    ("[row['a'] for row in rows if row['b'] == 1]", "[row['a'] for row in rows if row['b'] is True]"),
    ("[row['a'] or 5 for row in rows if row['b']]",
     "[5 if row['a'] is None else row['a'] for row in rows if row['b']]"),
])
def test_inputs__tell_careless_rewritings(body, careless):
    source = ("def f(rows):\n    return %s\nif __name__ == '__main__':\n"
              "    f([{'a': 101, 'b': True}, {'a': 202, 'b': False}])\n")
    found = outcome_of(source % body, "f", count=250)[0]
    calls = [wire.pack(b"call", b"f", case[0]) for case in found]
    before, after = (session(source % text, *calls)[1][1:] for text in (body, careless))
    assert before != after


def test_inputs__recorded_ones_are_varied():
    source = ("def f(rows):\n    return [row['a'] for row in rows if row['b']]\n"
              "if __name__ == '__main__':\n    f([{'a': 101, 'b': True}, {'a': 202, 'b': False}])\n")
    found = outcome_of(source, "f")[0]
    mutated = [pickle.loads(case[0])[0][0] for case in found if case[2] == b"mutated"]
    alike = [rows for rows in mutated if type(rows) is list and rows and all(
        type(row) is dict and "a" in row and "b" in row for row in rows)]
    assert len(alike) >= 8


RECORDS = """
def report(orders):
    totals = {}
    for order in orders:
        key = order['customer']
        if key not in totals:
            totals[key] = 0
        totals[key] += order['price'] * order['quantity']
    return [name + ': ' + str(totals[name]) for name in sorted(totals)]
"""


def test_inputs__records_are_alike():
    reach = generate(RECORDS, "report", wire.pack(b"reach"))[1]
    lines, reached, returning, raising = map(int, wire.unpack(reach)[:4])
    assert reached == lines and returning > raising


def test_inputs__keywords_and_what_breaks_annotations():
    replies = generate("def f(n: int, **more):\n    return [n, *more]\n", "f")
    fields = wire.unpack(replies[0])
    made = [(*pickle.loads(fields[at]), fields[at + 4] == b"outside") for at in range(0, len(fields), 5)]
    assert any(len(kwargs) > 1 for _, kwargs, _ in made)
    assert all(outside == (not isinstance(args[0], int)) for args, _, outside in made)
    outside = [outside for _, _, outside in made]
    assert outside == sorted(outside) and any(outside)
