"""Programs of one function each, cut out of the Python files that are installed on this machine.

A function is taken with the imports, constants, helpers and classes of its module that it needs, and
nothing else (of our own programs all is taken: they call the function); the text is printed from the syntax tree, so that a planted change is a change of one line.
Nothing that is found is stored anywhere but in a temporary database of jobs.
"""
import ast
import builtins
import pathlib
import random

ROOTS = (pathlib.Path("/usr/lib/python3.11"), pathlib.Path("/usr/lib/python3/dist-packages"))
HERE = pathlib.Path(__file__).resolve().parent.parent
OURS = (HERE / "gain" / "programs", HERE.parent / "examples")
SKIPPED = {"test", "tests", "idlelib", "lib2to3", "distutils", "__pycache__", "turtledemo", "tkinter",
           "site.py", "antigravity.py", "this.py"}
# What a function that looks outside, waits or draws at random would do in a comparison is not the question.
OUTSIDE = set("os sys io socket subprocess threading time random open input print exec eval globals locals "
              "ctypes select signal tempfile shutil logging warnings __import__ id hash vars dir".split())
BUILTINS = set(dir(builtins))
STATEMENTS = range(4, 40)


class Program:
    def __init__(self, name, function, text):
        self.name, self.function, self.text = name, function, text


def files(seed):
    found = [path for root in ROOTS for path in sorted(root.rglob("*.py"))
             if not SKIPPED.intersection(path.parts)]
    random.Random(seed).shuffle(found)
    return sorted(path for root in OURS for path in root.glob("*.py")) + found


def bound_names(statement):
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in statement.names}
    return {node.id for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def used_names(node):
    return {inner.id for inner in ast.walk(node)
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)}


def needed_by(function, statements):
    """The statements of the module that the function needs, or None when a name has no single one."""
    binding = {}
    for statement in statements:
        for name in bound_names(statement):
            binding.setdefault(name, []).append(statement)
    needed, todo = {function}, [function]
    while todo:
        node = todo.pop()
        for name in used_names(node):
            if name in OUTSIDE or len(binding.get(name, ())) > 1:
                return None
            for statement in binding.get(name, ()):
                if isinstance(statement, ast.ImportFrom) and (statement.level or statement.module == "__future__"):
                    return None
                if statement not in needed:
                    needed.add(statement)
                    todo.append(statement)
    return [statement for statement in statements if statement in needed]


def is_suitable(function):
    if not isinstance(function, ast.FunctionDef):
        return False
    inner = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    arguments = function.args
    return (not function.decorator_list and len(inner) in STATEMENTS and not arguments.vararg and not arguments.kwarg
            and not arguments.kwonlyargs and 1 <= len(arguments.args) <= 4
            and any(isinstance(node, ast.Return) and node.value for node in inner)
            and not any(isinstance(node, (ast.Global, ast.Yield, ast.YieldFrom, ast.Await))
                        for node in ast.walk(function)))


def programs_of(path, at_most=3):
    """The first suitable functions of one file."""
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (SyntaxError, ValueError, OSError):
        return
    ours = any(root in path.parents for root in OURS)  # these have a script part, with real calls
    taken = 0
    for function in filter(is_suitable, tree.body):
        statements = tree.body if ours else needed_by(function, tree.body)
        if taken >= at_most or statements is None or len(statements) > 12:
            continue
        text = ast.unparse(ast.Module(statements, [])) + "\n"
        if len(text) < 12000:
            taken += 1
            yield Program(f"{path.stem}.{function.name}", function.name, text)


def programs(seed):
    for path in files(seed):
        yield from programs_of(path)
