#!/usr/bin/env python3
"""On how many ordinary untyped functions do the inputs that hasten makes reach what there is?

Functions are taken from the standard library and from Debian's Python packages, in the order of the
SHA-256 of `module:function`, at most three of a module and twelve of a package; nothing of them is kept here. Their
annotations and the docstrings of their modules are taken out, so that neither hints nor doctests help.
A function counts as reached when at least 90 % of its lines ran and at least one call returned.

Functions with an even hash are those that the generator may be tuned on; the rate of the others is
the figure. Ordinary: a top-level function without decorators that takes parameters, has 4 to 60 lines
and a branch or a loop, and does not talk to the operating system, the network or the interpreter.

    HASTEN_BUILD=build bench/inputs/run.py [even|odd|both] [COUNT]
"""
import ast
import collections
import hashlib
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(os.environ.get("HASTEN_BUILD", "build")).resolve()
LIBRARY, PACKAGED = "/usr/lib/python3.11", "/usr/lib/python3/dist-packages"
# Import names of the packages that tools/deps.sh installs for this; what else is there does not count.
PACKAGES = ("toolz networkx mpmath tabulate docutils markdown dateutil sortedcontainers chardet html5lib bs4 "
            "jinja2 humanize sqlparse more_itertools pyparsing toml yaml packaging attr").split()
PER_MODULE, PER_PACKAGE = 3, 12
SHARE = 0.9

# Directories and modules that are about the system, a display, or the interpreter itself.
LEFT_OUT = set(
    "test tests testing idlelib tkinter turtledemo lib2to3 ensurepip asyncio multiprocessing concurrent "
    "dbm curses wsgiref venv pydoc_data ctypes unittest distutils importlib encodings msilib "
    "site-packages dist-packages xmlrpc http email __pycache__ numpy setuptools pip pkg_resources "
    "_distutils_hack apt aptsources softwareproperties gi py _pytest cryptography OpenSSL flask "
    "gunicorn dbus lazr launchpadlib debian examples".split())
SYSTEM = set(
    "socket subprocess threading signal select input exit quit exec eval compile __import__ open "
    "importlib sys os shutil tempfile ctypes gc inspect linecache tokenize pdb time asyncio "
    "multiprocessing logging warnings getpass platform urlopen zipfile tarfile mmap fcntl".split())


def is_branch(node):
    return isinstance(node, (ast.If, ast.For, ast.While, ast.comprehension, ast.IfExp))


def is_ordinary(node):
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or node.name.startswith("__"):
        return False
    arguments = node.args.posonlyargs + node.args.args
    if not arguments or arguments[0].arg in ("self", "cls") or node.name.startswith(("test", "main")):
        return False
    inner = [n for statement in node.body for n in ast.walk(statement)]
    lines = {n.lineno for n in inner if isinstance(n, ast.stmt)}
    names = {n.id for n in inner if isinstance(n, ast.Name)}
    imports = any(isinstance(n, (ast.Import, ast.ImportFrom)) for n in inner)
    return (4 <= len(lines) <= 60 and any(map(is_branch, inner)) and not names & SYSTEM
            and not imports)


class Strip(ast.NodeTransformer):
    """Without annotations of functions and without docstrings."""

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.returns = None
        for argument in ast.walk(node.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
        return self._without_docstring(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def _without_docstring(self, node):
        if node.body and isinstance(node.body[0], ast.Expr) and isinstance(
                node.body[0].value, ast.Constant) and type(node.body[0].value.value) is str:
            node.body[0] = ast.copy_location(ast.Pass(), node.body[0])
        return node

    def visit_ClassDef(self, node):
        self.generic_visit(node)
        return self._without_docstring(node)

    def visit_Module(self, node):
        self.generic_visit(node)
        return self._without_docstring(node) if node.body else node


class Absolute(ast.NodeTransformer):
    """from .x import y → from package.x import y: the module is run by itself."""

    def __init__(self, package):
        self.package = package

    def visit_ImportFrom(self, node):
        if node.level:
            base = self.package[:len(self.package) - node.level + 1]
            node.module = ".".join([*base, *([node.module] if node.module else [])])
            node.level = 0
        return node


def modules():
    library, packaged = pathlib.Path(LIBRARY), pathlib.Path(PACKAGED)
    found = [(library, library.rglob("*.py"))]
    for name in PACKAGES:
        found.append((packaged, [packaged / f"{name}.py"] if (packaged / f"{name}.py").exists()
                      else (packaged / name).rglob("*.py")))
    for root, paths in found:
        for path in sorted(paths):
            parts = path.relative_to(root).with_suffix("").parts
            if not set(parts) & LEFT_OUT and not parts[-1].startswith(("test_", "conftest")):
                yield path, parts


def stripped(path, parts):
    tree = ast.parse(path.read_bytes())
    package = parts[:-1]
    return ast.unparse(ast.fix_missing_locations(Absolute(package).visit(Strip().visit(tree))))


LOAD = """
import sys
names = {"__name__": "program"}
exec(compile(sys.stdin.read(), "m", "exec"), names)
own = [name for name, value in names.items()
       if getattr(getattr(value, "__code__", None), "co_filename", "") == "m"]
sys.__stdout__.write("\\nNAMES " + " ".join(own))
"""


def loaded_names(source):
    """Functions that the module has when it is imported alone: not those that a version in C
    replaces, none when it takes too long or fails."""
    try:
        done = subprocess.run(["/usr/bin/python3", "-c", LOAD], input=source, text=True, timeout=5,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return set()
    return set(done.stdout.rpartition("\nNAMES ")[2].split()) if done.returncode == 0 else set()


def population():
    """(hash, path, parts, function name) of every ordinary function, in order of the hash."""
    found = []
    for path, parts in modules():
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        names = [node.name for node in tree.body if is_ordinary(node)]
        hashes = sorted((hashlib.sha256(f"{'.'.join(parts)}:{name}".encode()).digest(), name)
                        for name in names)
        found += [(digest, path, parts, name) for digest, name in hashes[:PER_MODULE]]
    return sorted(found)


def sample(half, count, directory):
    """(label, file, function) of the first `count` that can be loaded, of the asked half."""
    chosen, files, packages = [], {}, collections.Counter()
    for digest, path, parts, name in population():
        if half != "both" and digest[-1] % 2 != (half == "odd"):
            continue
        if packages[parts[0]] == PER_PACKAGE:
            continue
        if path not in files:
            source = stripped(path, parts)
            file_name = os.path.join(directory, f"{len(files)}.py")
            files[path] = file_name, loaded_names(source)
            with open(file_name, "w", encoding="utf-8") as file:
                file.write(source)
        file_name, names = files[path]
        if name in names:
            packages[parts[0]] += 1
            chosen.append((f"{'.'.join(parts)}:{name}", file_name, name))
        if len(chosen) == count:
            break
    return chosen


def draw(chosen):
    request = "".join(f"{file}\t{name}\n" for _, file, name in chosen)
    done = subprocess.run([BUILD / "bench" / "inputs"], input=request, text=True,
                          stdout=subprocess.PIPE, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return [(*map(int, row[:5]), row[5]) for row in rows]


def main():
    half = sys.argv[1] if len(sys.argv) > 1 else "odd"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 160
    with tempfile.TemporaryDirectory() as directory:
        chosen = sample(half, count, directory)
        answers = draw(chosen)
    good = 0
    for (label, _, _), (lines, reached, returning, raising, ms, remark) in zip(chosen, answers):
        if returning and reached >= SHARE * lines:
            good += 1
        else:
            print(f"missed {label}: {reached} of {lines} lines, {returning} returned, "
                  f"{raising} raised, {ms} ms; {remark}")
    times = [answer[4] for answer in answers]
    print(f"{half} half: {good} of {len(answers)} functions reached ({100 * good / len(answers):.1f} %); "
          f"median {statistics.median(times):.0f} ms, slowest {max(times)} ms")


if __name__ == "__main__":
    main()
