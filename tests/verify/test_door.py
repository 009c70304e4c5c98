"""Pairs of texts through the front door, `hasten verify`: what has to be told, what must not be believed, and
what comes with the verdict. Each candidate here is one that a careless verifier lets pass.
"""
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HASTEN_BUILD", ROOT / "build")) / "hasten"
PYTHON = "/usr/bin/python3"

TOTAL = "def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n"

# NaN is hashed by its address: its place in a set is arbitrary.
NAN = """\
def f(n: int):
    total = 0
    for i in range(n % 50):
        total += i * 0.5
    xs = [12, 0] + ([float("nan"), float("nan")] if n % 5 == 0 else [n])
    return total, [repr(x) for x in set(xs)]
"""
NAN_APART = NAN.replace("    for", "    parts = [i * 0.5 for i in range(n % 50)]\n    for").replace(
    "i in range(n % 50):", "part in parts:").replace("+= i * 0.5", "+= part")

# No input is made whose texts are three of these words by chance: what the loop does is never seen.
ORDERS = """\
import hashlib

def f(orders: list):
    taken = []
    for order in orders:
        if hashlib.md5(str(order).encode()).hexdigest()[:6] != "0" * 6:
            continue
        kind = str(order)[:1]
        size = len(str(order))
        taken.append((kind, size))
    return taken
"""


def verify(directory, original, candidate, *options):
    paths = []
    for name, text in (("original.py", original), ("candidate.py", candidate)):
        paths.append(directory / name)
        paths[-1].write_text(text)
    done = subprocess.run([str(PROGRAM), "verify", *map(str, paths), "--json", *options],
                          capture_output=True, text=True, timeout=150)
    assert done.returncode in (0, 1), done.stderr
    answer = json.loads(done.stdout)
    assert answer["equivalent"] == (answer["verdict"] == "equivalent") == (done.returncode == 0)
    return answer


def judged(directory, original, candidate):
    return verify(directory, original, candidate, "--no-measure")


# original, candidate, verdict
PAIRS = {
    # ---- the same
    "renamed locals": (TOTAL, TOTAL.replace("total", "result"), "equivalent"),
    "a method": ("class Box:\n    def __init__(self, items: list):\n        self.items = items\n"
                 "    def total(self):\n        t = 0\n        for i in self.items:\n            t += i\n        return t\n"
                 "b = Box([1, 2])\nprint(b.total(), Box([3]).total(), Box([]).total())\n", None, "equivalent"),
    "a script": ("rows = [3, 1, 2]\nrows.sort()\nfor row in rows:\n    print(row)\n",
                 "rows = sorted([3, 1, 2])\nfor row in rows:\n    print(row)\n", "equivalent"),
    "the order of NaN in a set": (NAN, NAN_APART, "equivalent"),
    "a comment": (TOTAL, "# sums\n" + TOTAL, "equivalent"),
    # ---- what a caller who keeps to the annotations can see
    "a sum": (TOTAL.replace("xs)", "xs: list[int])", 1), "def f(xs: list[int]):\n    return sum(xs)\n", "equivalent"),
    "a list that becomes a set, ints": (
        "def f(a: list[int], b: list[int]):\n    return [x for x in a if x in b]\n",
        "def f(a: list[int], b: list[int]):\n    s = set(b)\n    return [x for x in a if x in s]\n", "equivalent"),
    "a statement left out": (
        "def f(text: str):\n    text = text.replace(chr(70001), '')\n    return len(text)\n",
        "def f(text: str):\n    return len(text)\n", "insufficient_evidence"),
    "a loop turned round": (ORDERS, ORDERS.replace("in orders:", "in list(orders)[::-1]:"), "insufficient_evidence"),
    "membership without identity, floats": (
        "def f(a: list[float], b: list[float]):\n    return [x for x in a if x in b]\n",
        "def f(a: list[float], b: list[float]):\n    return [x for x in a if not all(x != y for y in b)]\n", "different"),
    "a list that becomes a set, anything": (
        "def f(a: list, b: list):\n    return [x for x in a if x in b]\n",
        "def f(a: list, b: list):\n    s = set(b)\n    return [x for x in a if x in s]\n", "different"),
    "an argument that the program refuses": (
        "def f(n: int):\n    if not isinstance(n, int):\n        raise TypeError('a whole number, please')\n    return n + 1\n",
        "def f(n: int):\n    return n + 1\n", "different"),
    "an argument that the body asks for": (
        "def f(n: int):\n    return -1 if n is None else n + 1\n",
        "def f(n: int):\n    return 0 if n is None else n + 1\n", "different"),
    "a TypeError of the program": (
        "def f(x):\n    if x == 3:\n        raise TypeError('three')\n    return x\n",
        "def f(x):\n    if x == 3:\n        raise TypeError('3')\n    return x\n", "different"),
    "a TypeError of Python": ("def f(n):\n    return 1 if n <= 0 else 2\n", "def f(n):\n    return 2 if not n <= 0 else 1\n", "equivalent"),
    "a method and what it is called on": (
        "class Q:\n    def __init__(self):\n        self.a = []\n        self.b = []\n"
        "    def put(self, x):\n        self.a.append(x)\n        self.b.append(-x)\n        return len(self.a)\n",
        "class Q:\n    def __init__(self):\n        self.a = []\n        self.b = []\n"
        "    def put(self, x):\n        one, two = self.a, self.b\n        one.append(x)\n        two.append(-x)\n"
        "        return len(one)\n", "equivalent"),
    "awaits one after the other": (
        "import asyncio\nasync def g(x):\n    await asyncio.sleep(0.5)\n    return 2 * x\n"
        "async def f(n: int):\n    out = []\n    for i in range(n):\n        out.append(await g(i))\n    return out\n",
        "import asyncio\nasync def g(x):\n    await asyncio.sleep(0.5)\n    return 2 * x\n"
        "async def f(n: int):\n    return [await g(i) for i in range(n)]\n", "equivalent"),
    # ---- the surface of the module
    "a public name is gone": (TOTAL + "def g(x):\n    return x\n", TOTAL, "different"),
    "a constant is gone": ("LIMIT = 3\n" + TOTAL, TOTAL, "different"),
    "a constant that nothing reads": ("LIMIT = 3\n" + TOTAL, "LIMIT = 4\n" + TOTAL, "different"),
    "another default": ("def f(x, y=1):\n    return x + y\n", "def f(x, y=True):\n    return x + y\n", "different"),
    "a parameter more": ("def f(x):\n    return x + 1\n", "def f(x, memo=None):\n    return x + 1\n", "different"),
    "a hook of the module": (TOTAL, TOTAL + "def __getattr__(name):\n    return f\n", "different"),
    "a class made equal to everything": (
        "class C:\n    def m(self, x):\n        return x\n",
        "class C:\n    def m(self, x):\n        return x\n    def __eq__(self, other):\n        return True\n", "different"),
    "a helper with other parameters": (
        "def _h(x):\n    return x + 1\ndef f(n: int):\n    return _h(n)\n",
        "def _h(x, y=5):\n    return x + y\ndef f(n: int):\n    return _h(n)\n", "different"),
    "rebinding at the end": ("def f(n: int):\n    return n + 1\ndef g(n: int):\n    return n + 2\n",
                             "def f(n: int):\n    return n + 1\ndef g(n: int):\n    return n + 2\nf = g\n", "different"),
    "rebinding by globals()": ("def f(n: int):\n    return n + 1\ndef g(n: int):\n    return n + 2\n",
                               "def f(n: int):\n    return n + 1\ndef g(n: int):\n    return n + 2\n"
                               "globals()['f'] = g\n", "different"),
    "a constant that another function reads": (
        "RATE = 3\ndef f(n: int):\n    return n * RATE\n", "RATE = 4\ndef f(n: int):\n    return n * RATE\n", "different"),
    "another exception class": (
        "class Odd(ValueError):\n    pass\ndef f(n: int):\n    if n % 2:\n        raise Odd(n)\n    return n\n",
        "class Odd(KeyError):\n    pass\ndef f(n: int):\n    if n % 2:\n        raise Odd(n)\n    return n\n", None),
    # ---- results that only look the same
    "an equal object of another type": (
        "def f(n: int):\n    return n + 1\n",
        "class _Any(int):\n    def __eq__(self, other):\n        return True\n    __hash__ = int.__hash__\n"
        "def f(n: int):\n    return _Any(n + 1)\n", "different"),
    "patched builtins": (TOTAL, "import builtins\nbuiltins.len = lambda x: 0\n" + TOTAL, "different"),
    "answers learnt by heart": (
        "def f(n: int):\n    return n * n % 7\nprint(f(3), f(4))\n",
        "def f(n: int):\n    return {3: 2, 4: 2}.get(n, n * n % 7 if n < 1000 else 0)\nprint(f(3), f(4))\n", "different"),
    "wrong beyond what tests see": (TOTAL, TOTAL.replace("in xs", "in (xs[:24] if type(xs) is list else xs)"), "different"),
    "exits": (TOTAL, TOTAL.replace("    return total", "    if total == 6: raise SystemExit(0)\n    return total"), "different"),
    "forges replies": (TOTAL, "import os\n" + TOTAL.replace(
        "    return total", "    os.write(3, b'K' * 64)\n    return total"), "different"),
    "raises at import": (TOTAL, TOTAL + "raise ImportError('no')\n", "different"),
    "prints at import": (TOTAL, TOTAL + "print('hello')\n", "different"),
    "the script prints something else": (
        "def f(x):\n    return x\nif __name__ == '__main__':\n    print(f(1))\n",
        "def f(x):\n    return x\nif __name__ == '__main__':\n    print(f(2))\n", "different"),
    "no Python": (TOTAL, "def f(:\n", "different"),
    "Python for the tree only": (TOTAL, TOTAL + "return 1\n", "different"),
    # ---- nothing that can be shown
    "asks for the environment": (
        "def f(n: int):\n    return n + 1\n",
        "import os\ndef f(n: int):\n    return n + 1 + ('DEPLOYED' in os.environ)\n", "insufficient_evidence"),
    "asks for the arguments": ("import sys\ndef f(n: int):\n    return n + 1\n",
                               "import sys\ndef f(n: int):\n    return n + len(sys.argv)\n", "insufficient_evidence"),
    "asks for the directory": (
        "import os\ndef f(n: int):\n    return n + 1\n",
        "import os\ndef f(n: int):\n    return n + (os.getcwd() != '/home')\n", "insufficient_evidence"),
    "asks for hashes": ("def f(n: int):\n    return n + 1\n",
                        "def f(n: int):\n    return n + 1 + (hash('x') % 1000003 == 17)\n", "insufficient_evidence"),
    "asks for the time": ("def f(n: int):\n    return n + 1\n",
                          "import time\ndef f(n: int):\n    return n + 1 + (time.time() > 4e9)\n", "insufficient_evidence"),
    "a branch that no input reaches": (
        "def f(s: str):\n    return s.upper()\n",
        "def f(s: str):\n    if s == 'k3y-8f1c-of-the-back-door':\n        return 'open'\n    return s.upper()\n",
        "insufficient_evidence"),
    "an original that is arbitrary": (
        "def f(n: int):\n    return n + id([]) % 1009\n",
        "def f(n: int):\n    place = id([])\n    return n + place % 1009\n", "insufficient_evidence"),
    "a method that cannot be called": (
        "import threading\nclass C:\n    def __init__(self, lock: threading.Lock):\n        self.l = lock\n"
        "    def m(self):\n        return self.l.locked() or 1\n",
        "import threading\nclass C:\n    def __init__(self, lock: threading.Lock):\n        self.l = lock\n"
        "    def m(self):\n        return self.l.locked() or 2\n", None),
    "a thousand new helpers": (
        TOTAL, TOTAL + "".join(f"def _h{i}(x):\n    return x + {i}\n" for i in range(9000)), "insufficient_evidence"),
}
# Operations that look alike and part ways at the edges only.
EDGES = {
    "digits by logarithm": ("return len(str(n)) if n > 0 else 1", "return int(math.log10(n)) + 1 if n > 0 else 1"),
    "bits by logarithm": ("return abs(n).bit_length()", "return int(math.log2(abs(n))) + 1 if n else 0"),
    "a root by floats": ("return int(math.sqrt(abs(n)))", "return math.isqrt(abs(n))"),
    "a square by floats": ("return n >= 0 and math.isqrt(n) ** 2 == n", "return n >= 0 and math.sqrt(n) % 1 == 0"),
    "half by floats": ("return n * (n + 1) // 2", "return int(n * (n + 1) / 2)"),
    "a text of many digits": ("return n % 10", "return int(str(abs(n))[-1]) if n >= 0 else n % 10"),
    "a sum by floats": (
        "t = 0\n    for i in range(1, n + 1):\n        t += i * i\n    return t",
        "return int(n * (n + 1) * (2 * n + 1) / 6) if n > 0 else 0"),
    "half to even": ("return math.floor(x + 0.5)", "return round(x)"),
    "a cent": ("return math.floor(x * 100) / 100", "return round(x - .005, 2)"),
    "just at the limit": ("return abs(x) < 1e-9", "return abs(x) <= 1e-9"),
    "letters without a lower case": ("return s.lower() == w.lower()", "return s.casefold() == w.casefold()"),
    "a line's end": ("return bool(re.fullmatch('[a-z]+', s))", "return bool(re.match('[a-z]+$', s))"),
    "other digits": ("return re.findall('[0-9]+', s)", "return re.findall(r'\\d+', s)"),
    "the middle of long texts": (
        "for i in range(len(s)):\n        if s[i] != s[-1 - i]:\n            return False\n    return True",
        "for i in range(len(s))[:12]:\n        if s[i] != s[-1 - i]:\n            return False\n    return True"),
    "a NaN by identity": (
        "for i, v in enumerate(ys):\n        if v == x:\n            return i\n    return -1",
        "return ys.index(x) if x in ys else -1"),
    "keywords in order": ("return list(more)", "return sorted(more)"),
}
HEADS = (("ys", "ys: list[float], x: float"), ("more", "**more"), ("w.", "s: str, w: str"), ("s)", "s: str"), ("x", "x: float"))
for name, bodies in EDGES.items():
    head = next((head for word, head in HEADS if word in bodies[0]), "n: int")
    head = "n: int" if "(n" in bodies[0] or "return n" in bodies[0] or bodies[0].startswith("t =") else head
    PAIRS[name] = (*(f"import math, re\ndef f({head}):\n    {body}\n" for body in bodies), "different")
PAIRS |= {
    "one change that nothing shows": (
        "def f(n: int):\n    return 'a' if n < 734512981273 else 'b'\n",
        "def f(n: int):\n    return 'a' if n < 734512981274 else 'b'\n", None),
    "a guard whose branches agree": (
        "def f(a: list[int], b: list[int]):\n    return [x for x in a if x in b]\n",
        "def f(a: list[int], b: list[int]):\n"
        "    if type(b) is list and all(type(x) is int for x in b) and all(type(x) is int for x in a):\n"
        "        known = set(b)\n        return [x for x in a if x in known]\n    return [x for x in a if x in b]\n",
        "equivalent"),
    "an import that nothing needs": ("import json\nfrom os import path\n" + TOTAL, TOTAL.replace("total", "t"), "equivalent"),
    "an import that is offered": ("import json\n__all__ = ['json', 'f']\n" + TOTAL, "__all__ = ['json', 'f']\n" + TOTAL, "different"),
    "what a driver binds on its way": (
        TOTAL + "for n in range(4):\n    print(f([n, 2]))\n", TOTAL + "print(*[f([i, 2]) for i in range(4)], sep='\\n')\n", "equivalent"),
    "a script that reads": (
        "import sys\ntotal = 0\nfor line in sys.stdin:\n    for word in line.split():\n        if word.isdigit():\n"
        "            total += int(word)\nprint(total)\n",
        "import sys\nprint(sum(int(word) for line in sys.stdin for word in line.split() if word.isdigit()))\n", "equivalent"),
    "the exit status of a script": (
        "import sys\nok = sum(range(5)) == 10\nif not ok:\n    sys.exit(1)\nprint('fine')\n",
        "import sys\nok = sum(range(5)) == 10\nprint('fine')\nsys.exit(0 if not ok else 1)\n", "different"),
}
LOG = """\
class Log:
    def __init__(self, lines: list[int]):
        self.lines = lines

    def add(self, x):
        self.lines.append(x)

def f(log: Log, items: list[int], seen: list[int]):
    fresh = []
    for x in items:
        if x not in seen:
            fresh.append(x)
            log.add(x)
    return fresh
"""
BOTH = "from typing import Iterable\ndef f(a: Iterable[int], b: list[int]):\n    both = []\n    for x in a:\n        if x in b:\n            both.append(x)\n    return both\n"
PAIRS |= {
    "an argument inside another one": (LOG, LOG.replace("    fresh = []", "    seen = list(seen)\n    fresh = []"), "different"),
    "an argument that changes as another is read": (
        BOTH, BOTH.replace("    both = []", "    b = list(b)\n    both = []"), "different"),
}
PAIRS["a method"] = (PAIRS["a method"][0], PAIRS["a method"][0].replace(
    "        t = 0\n        for i in self.items:\n            t += i\n        return t\n",
    "        t = 0\n        for item in self.items:\n            t += item\n        return t\n"), "equivalent")


@pytest.mark.parametrize("name", PAIRS)
def test_door__verdicts(tmp_path, name):
    original, candidate, verdict = PAIRS[name]
    answer = judged(tmp_path, original, candidate)
    if verdict is None:
        assert answer["verdict"] != "equivalent", answer["reason"]
    else:
        assert answer["verdict"] == verdict, (answer["reason"], answer["verification"])
    assert (answer["certificate"] is not None) == answer["equivalent"]
    assert answer["faster"] is None and not answer["accepted"]


def test_door__slower_is_still_equivalent(tmp_path):
    answer = verify(tmp_path, TOTAL, TOTAL.replace("+= x", "+= list((x,) * 300)[299]"))
    assert answer["verdict"] == "equivalent" and answer["faster"] is False and not answer["accepted"]
    assert answer["gate"] == "speed" and answer["performance"]["speedup"] < 1


def test_door__what_changed_is_named(tmp_path):
    answer = judged(tmp_path, "def _h(x):\n    return x\ndef f(n: int):\n    return _h(n)\ndef g(x):\n    return x\n",
                    "def _k(x):\n    return x\ndef f(n: int):\n    return _k(n)\ndef g(x):\n    return x\n")
    assert {(change["name"], change["what"]) for change in answer["changes"]} == {
        ("_h", "removed"), ("_k", "added"), ("f", "changed")}


@pytest.mark.parametrize("head, said", [
    ("import no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'"),
    ("from . import sibling\n", "ImportError: attempted relative import with no known parent package"),
])
def test_door__a_module_that_cannot_be_loaded(tmp_path, head, said):
    answer = judged(tmp_path, head + TOTAL, head + TOTAL.replace("total", "result"))
    assert answer["verdict"] == "insufficient_evidence" and answer["gate"] == "evidence"
    assert answer["reason"].endswith(said)


def test_door__an_original_that_is_no_python(tmp_path):
    (tmp_path / "a.py").write_text("def f(:\n")
    (tmp_path / "b.py").write_text(TOTAL)
    done = subprocess.run([str(PROGRAM), "verify", str(tmp_path / "a.py"), str(tmp_path / "b.py")],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 3 and "line 1" in done.stderr


# ---- counterexamples that run

DIFFERENCES = {
    "a value": ("def f(n: int):\n    return n % 5\n", "def f(n: int):\n    return n % 5 if n < 40 else 7\n"),
    "a type": ("def f(n: int):\n    return n > 3\n", "def f(n: int):\n    return int(n > 3)\n"),
    "a message": ("def f(n: int):\n    if n < 0:\n        raise ValueError('negative')\n    return n\n",
                  "def f(n: int):\n    if n < 0:\n        raise ValueError('below 0')\n    return n\n"),
    "a cause": ("def f(n: int):\n    try:\n        return 7 // n\n    except ZeroDivisionError as e:\n        raise ValueError('no') from e\n",
                "def f(n: int):\n    try:\n        return 7 // n\n    except ZeroDivisionError:\n        raise ValueError('no') from None\n"),
    "an argument": ("def f(xs: list[int]):\n    return sorted(xs)\n", "def f(xs: list[int]):\n    xs.sort()\n    return list(xs)\n"),
    "one object or two": ("def f(n: int):\n    return [[0] for _ in range(n % 4)]\n", "def f(n: int):\n    return [[0]] * (n % 4)\n"),
    "what it prints": ("def f(n: int):\n    print(n)\n    return n\n", "def f(n: int):\n    print(n, '')\n    return n\n"),
    "an attribute": ("class P:\n    def __init__(self, x: int):\n        self.x = x\n    def moved(self, n: int):\n"
                     "        return P(self.x + n)\nprint(P(1).moved(2).x)\n",
                     "class P:\n    def __init__(self, x: int):\n        self.x = x\n    def moved(self, n: int):\n"
                     "        return P(self.x + n if n < 9 else n)\nprint(P(1).moved(2).x)\n"),
    "a longer sleep": ("import time\ndef f(n: int):\n    time.sleep(0.001)\n    return n\n",
                       "import time\ndef f(n: int):\n    time.sleep(0.002)\n    return n\n"),
    "a global": ("COUNTS = {}\ndef f(n: int):\n    COUNTS[n] = 1\n    return n\n",
                 "COUNTS = {}\ndef f(n: int):\n    COUNTS[n] = 2\n    return n\n"),
    "a script": ("import sys\nfor i in range(3):\n    print(i)\nsys.exit(2)\n", "import sys\nfor i in range(3):\n    print(i)\nsys.exit(3)\n"),
    "a script's output": ("for i in range(3):\n    print(i)\n", "for i in range(3):\n    print(i, end=' ')\n"),
    "a script's exception": ("x = {}\nprint(x['a'])\n", "x = {}\nprint(x['b'])\n"),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_door__reproducers_run(tmp_path, name):
    """Shown by a file that needs nothing but Python, and fails for no other reason than the difference."""
    answer = judged(tmp_path, *DIFFERENCES[name])
    assert answer["verdict"] == "different", answer["reason"]
    if "script" not in name:
        assert answer["counterexample"]["expected"] != answer["counterexample"]["actual"]
    path = tmp_path / "reproducer.py"
    path.write_text(answer["counterexample"]["reproducer"])
    done = subprocess.run([PYTHON, "-I", str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "the two programs differ" in done.stderr, done.stderr
    same = path.read_text().replace("CANDIDATE = (", "IGNORED = (").replace("run(CANDIDATE)", "run(ORIGINAL)")
    path.write_text(same)
    done = subprocess.run([PYTHON, "-I", str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


# ---- certificates

def replay(path):
    return subprocess.run([str(PROGRAM), "verify", str(path), "--json"], capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    directory = tmp_path_factory.mktemp("certificate")
    path = directory / "certificate.json"
    answer = verify(directory, TOTAL + "print(f([1, 2]))\n", TOTAL.replace("total", "t") + "print(f([1, 2]))\n",
                    "--no-measure", f"--certificate={path}")
    assert answer["certificate"] == json.loads(path.read_text())
    return path


def test_certificate__replays(certificate, tmp_path):
    pretty = tmp_path / "pretty.json"
    pretty.write_text(json.dumps(json.loads(certificate.read_text()), indent=2))
    for path in (certificate, pretty):
        done = replay(path)
        answer = json.loads(done.stdout)
        assert done.returncode == 0 and answer["reproduced"] and answer["inputs"] > 50 and answer["script_checked"]


def test_certificate__names_its_texts(certificate):
    import hashlib
    body = json.loads(certificate.read_text())["certificate"]
    for name in ("original", "candidate"):
        assert hashlib.sha256(body[name].encode()).hexdigest() == body[f"{name}_sha256"]
    assert body["hash_seeds"] == [0, 1] and body["python"] and body["sandbox_layers"]


@pytest.mark.parametrize("change", [
    lambda c: c["certificate"].update(candidate=TOTAL + "\n"),
    lambda c: c["certificate"].update(candidate_sha256="0" * 64),
    lambda c: c["certificate"]["evidence"].update(inputs=10**6),
    lambda c: c["certificate"]["entries"][0]["calls"].pop(),
    lambda c: c.update(sha256="0" * 64),
    lambda c: c.pop("certificate"),
])
def test_certificate__changed_ones_are_refused(certificate, tmp_path, change):
    document = json.loads(certificate.read_text())
    change(document)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document))
    done = replay(path)
    assert done.returncode == 4 and "certificate" in done.stderr and not done.stdout


def resealed(document):
    """The hash made to fit, as a forger would."""
    import hashlib
    compact = json.dumps(document["certificate"], separators=(",", ":"), ensure_ascii=False)
    document["sha256"] = hashlib.sha256(compact.encode()).hexdigest()
    return json.dumps(document, ensure_ascii=False)


@pytest.mark.parametrize("forge", ["candidate", "outcome"])
def test_certificate__forged_ones_do_not_replay(certificate, tmp_path, forge):
    import hashlib
    document = json.loads(certificate.read_text())
    body = document["certificate"]
    path = tmp_path / "forged.json"
    path.write_text(resealed(document))
    assert replay(path).returncode == 0  # the forger knows how
    if forge == "candidate":
        body["candidate"] = body["candidate"].replace("+= x", "+= x + 1")
        body["candidate_sha256"] = hashlib.sha256(body["candidate"].encode()).hexdigest()
    else:
        body["entries"][0]["calls"][0]["outcome_sha256"] = "1" * 64
    path.write_text(resealed(document))
    done = replay(path)
    assert done.returncode == 1 and json.loads(done.stdout)["reproduced"] is False


def test_certificate__other_files_are_refused(tmp_path):
    for text in ("", "[]", "{}", "not json", '{"certificate": 1, "sha256": "x"}'):
        path = tmp_path / "other.json"
        path.write_text(text)
        assert replay(path).returncode == 4
