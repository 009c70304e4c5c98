"""slicing.py: what stays when a module is loaded only for its functions."""
import ast
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "core/verify/harness"))

from slicing import without_driver  # noqa: E402

# statements that stay, source
CASES = {
    "work at module level is left out": (
        ["def f(x): return x"],
        "def f(x): return x\ndata = list(range(9))\nfor item in data:\n    print(f(item))\n"),
    "a function's global stays, with what it is made of": (
        ["import os", "size = 3", "table = [0] * size", "def f(i): return table[i]"],
        "import os\nsize = 3\ntable = [0] * size\ndef f(i): return table[i]\nprint(f(0))\n"),
    "a local of the same name keeps nothing": (
        ["def f(xs):\n    total = 0\n    return total"],
        "def f(xs):\n    total = 0\n    return total\ntotal = f([])\n"),
    "changes of a global stay": (
        ["seen = []", "seen.append(1)", "def f(): return seen", "seen[0] = 2", "fill(seen)",
         "def fill(xs): xs.clear()"],
        "seen = []\nseen.append(1)\ndef f(): return seen\nseen[0] = 2\n"
        "def fill(xs): xs.clear()\nfill(seen)\nprint(seen)\n"),
    "attributes stored into classes and functions stay": (
        ["class C: pass", "C.limit = 3", "def f(): pass", "f.calls = 0"],
        "class C: pass\nC.limit = 3\ndef f(): pass\nf.calls = 0\nc = C()\n"),
    "defaults, decorators and bases stay": (
        ["n = 4", "def wrap(g): return g", "w = wrap", "@w\ndef f(x=n): return x", "B = object",
         "class C(B): pass"],
        "n = 4\ndef wrap(g): return g\nw = wrap\n@w\ndef f(x=n): return x\nB = object\n"
        "class C(B): pass\nx = f()\n"),
    "settings of imported modules stay": (
        ["import sys, random", "sys.setrecursionlimit(9999)", "random.seed(1)", "def f(): pass"],
        "import sys, random\nsys.setrecursionlimit(9999)\nrandom.seed(1)\ndef f(): pass\n"
        "random.shuffle(f())\n"),
    "a global that a function rebinds stays": (
        ["state = 0", "def f():\n    global state\n    state = 1"],
        "state = 0\ndef f():\n    global state\n    state = 1\nf()\n"),
    "a name bound under a condition stays": (
        ["try:\n    import fast\nexcept ImportError:\n    fast = None", "def f(): return fast"],
        "try:\n    import fast\nexcept ImportError:\n    fast = None\ndef f(): return fast\nf()\n"),
    "vars() of an object says nothing of the module": (
        ["def f(x): return vars(x)"],
        "def f(x): return vars(x)\ndata = 3\nprint(data)\n"),
    "statements that share a line": (["x = 2", "def f(): return x"],
                                     "y = 1; x = 2; z = 3\ndef f(): return x\n"),
    "text beyond ASCII": (["x = 'ü'", "def f(): return x"],
                          "y = 'äöü'; x = 'ü'\ndef f(): return x\nprint('ß' * 3)\n"),
}
WHOLE = {
    "names looked up dynamically": "x = 1\ndef f(n): return globals()[n]\nprint(f('x'))\n",
    "its own names as those of an object": "import sys as s, program\nx = 1\ndef f(n): return vars(program)[n]\nprint(f('x'))\n",
    "vars() without an object": "x = 1\ndef f(n): return vars()[n]\nprint(f('x'))\n",
    "vars by another name": "x = 1\nnames = vars\ndef f(n): return names()[n]\nprint(f('x'))\n",
    "star import": "from os.path import *\nx = 1\n",
    "only definitions": "'''doc'''\nimport os\ndef f(): return os\n",
    "invalid": "def f(:\n",
}


def statements(text):
    return [node for node in ast.parse(text).body
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value == 0)]


@pytest.mark.parametrize("name", CASES)
def test_what_stays(name):
    kept, source = CASES[name]
    text, driver = without_driver(source.encode())
    assert sorted(ast.unparse(node) for node in statements(text)) == \
        sorted(ast.unparse(ast.parse(one)) for one in kept)
    assert driver


@pytest.mark.parametrize("name", CASES)
def test_nothing_moves(name):
    source = CASES[name][1].encode()
    text, _ = without_driver(source)
    before = {(node.lineno, node.col_offset): ast.dump(node) for node in ast.parse(source).body}
    assert len(text) == len(source)
    for node in statements(text):
        assert before[node.lineno, node.col_offset] == ast.dump(node)


@pytest.mark.parametrize("name", WHOLE)
def test_left_whole(name):
    source = WHOLE[name].encode()
    assert without_driver(source) == (source, b"")


def test_columns_that_do_not_fit_leave_it_whole():
    source = "# coding: latin-1\ny = 'äöü'; x = 1\ndef f(): return x\n".encode("latin-1")
    assert without_driver(source) == (source, b"")


def test_the_digest_tells_drivers_apart():
    definitions = "def f(): return 1\n"
    one, two = (without_driver((definitions + line).encode())[1] for line in ("print(f())\n", "print(2)\n"))
    moved = without_driver((definitions + "\n\nprint( f() )\n").encode())[1]
    assert one != two and one == moved
