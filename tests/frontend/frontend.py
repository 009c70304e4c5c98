"""The front end against CPython: one driver process, one question per source."""
import _symtable
import json
import os
import pathlib
import struct
import subprocess
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "core/verify/harness"))
import check  # noqa: E402

BUILD = pathlib.Path(os.environ.get("HASTEN_BUILD", ROOT / "build"))
DRIVER = BUILD / "tests/frontend_driver"
NO_DUMP = 0xFFFFFFFF


class Driver:
    """The C side. ask() returns its JSON answer as a dict."""

    def __init__(self, path=DRIVER):
        self.process = subprocess.Popen([str(path)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, source, dump=None):
        head = struct.pack("<2I", len(source), NO_DUMP if dump is None else len(dump))
        self.process.stdin.write(head + source + (dump or b""))
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the driver died with %s" % self.process.wait())
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=10)


def dump_or_none(source):
    """CPython's dump, or None when it refuses the source."""
    try:
        return check.dump_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


# ---- scopes ----------------------------------------------------------------------------------

# enum py_symbol_flags
ASSIGNED, IMPORTED, GLOBAL_DECL, BOUND_INSIDE = 0x02, 0x08, 0x20, 0x80
LOCAL, GLOBAL, FREE, CELL = 0x100, 0x200, 0x400, 0x800
USES = 0x7f
FLAGS = ((_symtable.DEF_PARAM, 0x01), (_symtable.DEF_LOCAL, ASSIGNED), (_symtable.USE, 0x04),
         (_symtable.DEF_IMPORT, IMPORTED), (_symtable.DEF_ANNOT, 0x10),
         (_symtable.DEF_GLOBAL, GLOBAL_DECL), (_symtable.DEF_NONLOCAL, 0x40))
RESOLUTION = {_symtable.LOCAL: LOCAL, _symtable.GLOBAL_EXPLICIT: GLOBAL,
              _symtable.GLOBAL_IMPLICIT: GLOBAL, _symtable.FREE: FREE,
              _symtable.CELL: LOCAL | CELL}


def _their_symbols(table):
    """Names that the scope itself uses: names passing through to inner scopes are left out,
    and so is the hidden parameter of comprehensions."""
    for name, raw in table.symbols.items():
        flags = sum(ours for theirs, ours in FLAGS if raw & theirs)
        if flags and name != ".0":
            yield name, flags | RESOLUTION[raw >> _symtable.SCOPE_OFF & _symtable.SCOPE_MASK]


def _their_scopes(table):
    """Canonical form of CPython's symbol table: kind, name, line, symbols, inner scopes."""
    symbols = frozenset(_their_symbols(table))
    inner = sorted((_their_scopes(child) for child in table.children), key=repr)
    if table.type == _symtable.TYPE_CLASS:
        head = ("class", table.name, table.lineno)
    elif table.type == _symtable.TYPE_MODULE:
        # An assignment expression in a comprehension makes the name global by CPython's
        # bookkeeping and assigned by ours; both mean a variable of the module.
        symbols = frozenset((n, f & ~(ASSIGNED | GLOBAL_DECL | LOCAL | GLOBAL))
                            for n, f in symbols)
        head = ("module", "", 0)
    elif ".0" in table.symbols:
        head = ("comprehension", "", 0)
    elif table.name == "lambda":
        head = ("lambda", "", 0)
    else:
        head = ("function", table.name, table.lineno)
    return head, sorted(symbols), inner


def _our_scopes(answer):
    scopes = answer["scopes"]
    inner = [[] for _ in scopes]
    kinds = ("module", "class", "function", "lambda", "comprehension")
    form = None
    for i in range(len(scopes) - 1, -1, -1):
        scope = scopes[i]
        kind = kinds[scope["kind"]]
        symbols = {(n, f & ~BOUND_INSIDE) for n, f in scope["symbols"]
                   if f & (USES | BOUND_INSIDE)}
        if kind == "module":
            symbols = {(n, f & ~(ASSIGNED | GLOBAL_DECL | LOCAL | GLOBAL)) for n, f in symbols}
        named = kind in ("class", "function")
        head = (kind, scope["name"] if named else "", scope["line"] if named else 0)
        form = (head, sorted(symbols), sorted(inner[i], key=repr))
        inner[scope["parent"]].append(form)
    return form


def _first_difference(ours, theirs):
    if ours[0] != theirs[0] or ours[1] != theirs[1]:
        return "%s: ours %s, theirs %s" % (theirs[0], [s for s in ours[1] if s not in theirs[1]],
                                           [s for s in theirs[1] if s not in ours[1]])
    if len(ours[2]) != len(theirs[2]):
        return "%s: %d inner scopes, theirs %d" % (theirs[0], len(ours[2]), len(theirs[2]))
    for a, b in zip(ours[2], theirs[2]):
        if a != b:
            return _first_difference(a, b)
    return None


def scope_difference(source, answer):
    """None when the scopes and bindings are those of CPython's symtable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = _their_scopes(_symtable.symtable(source, "<input>", "exec"))
    ours = _our_scopes(answer)
    return None if ours == theirs else _first_difference(ours, theirs)


# ---- verdicts ----------------------------------------------------------------------------------

def judge(driver, source):
    """(verdict, detail, nodes); verdicts: same, refused, wrong tree, wrong scopes, both invalid,
    invalid accepted."""
    dump = dump_or_none(source)
    answer = driver.ask(source, dump)
    if dump is None:
        return ("invalid accepted" if answer["status"] == "ok" else "both invalid"), "", 0
    where = "%(line)s:%(column)s %(detail)s" % {"line": 0, "column": 0, "detail": "", **answer}
    if answer["status"] != "ok":
        return "refused", where, 0
    if not answer["matches"]:
        return "wrong tree", where, answer["nodes"]
    difference = scope_difference(source, answer)
    if difference:
        return "wrong scopes", difference, answer["nodes"]
    return "same", "", answer["nodes"]


def python_files(*roots):
    found = []
    for root in roots:
        found.extend(pathlib.Path(root).rglob("*.py"))
    return sorted(found)
