"""A module without the statements that only drive it.

Many programs do all their work at module level, without `if __name__ == "__main__"`. To call one of
their functions that work need not be done again in every process: definitions stay, and of the other
statements those on which definitions depend. What was left out is compared by running the program as a
script; its digest identifies it, so that two programs whose drivers differ are never taken for equal
without such a run. Lines and columns of what stays do not move.

A statement stays when it
    defines or imports something;
    binds a name that what stays reads as a global (and so on, until nothing is added);
    stores into an attribute or item of such a name, or calls one of its methods;
    passes such a name to a function of the program, which may change it;
    calls an imported module with nothing of the program in the arguments: random.seed(1).

A module that looks its own names up dynamically is left whole. After Weiser, "Program slicing", 1984:
a static backward slice whose criterion is everything that definitions use.
"""

import ast
import hashlib
import symtable

from wire import pack

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
DYNAMIC = frozenset(("exec", "eval", "globals", "locals", "vars", "__import__", "__dict__", "modules"))


def root_of(node):
    """The name in front of attributes, subscripts and calls; None when there is none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def names_in(node):
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def looks_into_objects(tree):
    """The `vars` of calls vars(name) whose name is no import: they tell of an object, not of this module."""
    imported = {(alias.asname or alias.name).split(".")[0] for node in ast.walk(tree)
                if isinstance(node, IMPORTS) for alias in node.names}
    return {node.func for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "vars"
            and len(node.args) == 1 and isinstance(node.args[0], ast.Name) and node.args[0].id not in imported}


def is_dynamic(tree):
    harmless = looks_into_objects(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in DYNAMIC and node not in harmless:
            return True
        if isinstance(node, ast.Attribute) and node.attr in DYNAMIC:
            return True
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            return True
    return False


def globals_of(table):
    """Names that the code of this scope, and of those inside, takes from the module."""
    found = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    for inner in table.get_children():
        found |= globals_of(inner)
    return found


class Statement:
    """One statement of the module: what it binds, changes and reads."""

    def __init__(self, node, scopes):
        self.node = node
        self.defines = isinstance(node, DEFINITIONS)
        self.imports = isinstance(node, IMPORTS)
        self.binds, self.changes, self.calls = set(), set(), []
        self.reads = set().union(*map(globals_of, scopes)) if scopes else set()
        if self.defines:
            self.binds.add(node.name)
            for part in self._evaluated_now():
                self.reads |= names_in(part)
        elif self.imports:
            self.binds |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        else:
            self.reads |= names_in(node)
            self._look_inside()

    def _evaluated_now(self):
        node = self.node
        parts = list(node.decorator_list)
        if isinstance(node, ast.ClassDef):
            return parts + node.bases + node.keywords
        return parts + [node.args] + ([node.returns] if node.returns else [])

    def _look_inside(self):
        for node in ast.walk(self.node):
            stored = isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))
            if isinstance(node, ast.Name) and stored:
                self.binds.add(node.id)
            elif stored:
                self.changes.add(root_of(node))
            elif isinstance(node, DEFINITIONS):
                self.binds.add(node.name)
            elif isinstance(node, IMPORTS):
                self.binds |= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, ast.ExceptHandler) and node.name:
                self.binds.add(node.name)
            elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
                self.binds.add(node.name)
            elif isinstance(node, ast.Call):
                self.calls.append(node)

    def stays(self):
        documents = isinstance(self.node, ast.Expr) and isinstance(self.node.value, ast.Constant)
        return self.defines or self.imports or documents

    def sets_up(self, imported, own):
        """Calls an imported module for its effect: sys.setrecursionlimit(10000)."""
        call = self.node.value if isinstance(self.node, ast.Expr) else None
        if not isinstance(call, ast.Call) or root_of(call.func) not in imported:
            return False
        return not any(names_in(part) & own for part in call.args + call.keywords)

    def may_change(self, needed, own):
        if self.changes & needed:
            return True
        for call in self.calls:
            function = root_of(call.func)
            if isinstance(call.func, ast.Attribute) and function in needed:
                return True
            if function in own and any(isinstance(argument, ast.Name) and argument.id in needed
                                       for argument in call.args):
                return True
        return False


def scopes_of(node, table):
    """Symbol tables of the functions, classes and lambdas that this statement holds."""
    first = min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", ())])
    return [scope for scope in table.get_children() if first <= scope.get_lineno() <= node.end_lineno]


def driver_of(tree, table):
    """The statements that no definition depends on."""
    statements = [Statement(node, scopes_of(node, table)) for node in tree.body]
    imported = set().union(*(s.binds for s in statements if s.imports))
    own = set().union(*(s.binds for s in statements if not s.imports))
    defined = set().union(*(s.binds for s in statements if s.defines))
    kept = {s for s in statements if s.stays() or s.sets_up(imported, own)}
    while True:
        needed = set().union(*(s.reads for s in kept)) | defined
        more = {s for s in statements if s not in kept and
                (s.binds & needed or s.may_change(needed - imported, defined))}
        if not more:
            return [s.node for s in statements if s not in kept]
        kept |= more


def blank(lines, node):
    """Overwrites a statement by the expression 0; no byte after it moves."""
    first, last = node.lineno - 1, node.end_lineno - 1
    for number in range(first, last + 1):
        line = lines[number]
        start = node.col_offset if number == first else 0
        stop = node.end_col_offset if number == last else len(line.rstrip(b"\r\n"))
        filler = b" " * (stop - start)
        if number == first:
            filler = b"0" + filler[1:]
        lines[number] = line[:start] + filler + line[stop:]


def agrees(definitions, tree, driver):
    """Nothing but the driver has gone. Positions do not fit where the source is not UTF-8, or has lines
    that end in a lone CR."""
    try:
        after = ast.parse(definitions).body
    except (SyntaxError, ValueError):
        return False
    gone = set(driver)
    return len(after) == len(tree.body) and all(
        before in gone or ast.dump(before, include_attributes=True) == ast.dump(now, include_attributes=True)
        for before, now in zip(tree.body, after))


def without_driver(source):
    """(the module with its driver blanked out, digest of the driver or b"")"""
    try:
        tree = ast.parse(source)
        if is_dynamic(tree):
            return source, b""
        driver = driver_of(tree, symtable.symtable(source, "program.py", "exec"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source, b""  # compiling it will say what is wrong
    lines = source.split(b"\n")
    for node in driver:
        blank(lines, node)
    definitions = b"\n".join(lines)
    if not driver or not agrees(definitions, tree, driver):
        return source, b""
    text = "\n".join(map(ast.dump, driver)).encode("utf-8", "replace")
    return definitions, hashlib.sha256(text).hexdigest().encode()


def slice_module(channel, payload):
    """The payload is the source; the one request is answered by the two."""
    channel.receive()
    channel.reply(pack(*without_driver(payload)))
