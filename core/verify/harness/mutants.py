"""Small faults, planted one at a time into the changed lines of a program.

If the inputs used would not have shown a fault so close to the change, they would not have shown one in
the change either (DeMillo, Lipton and Sayward, "Hints on test data selection", 1978; the operators are
those found sufficient by Offutt et al., 1996, and some that suit Python). A mutant whose bytecode is
that of the program is none. The source is parsed and compiled here, never run.

Entry `mutants`: the payload holds the source, the program it is to stand for, where to plant ("functions", or
"module" for the code outside them), the highest number of mutants, and first and last line of each changed range.
The one request is answered by five fields per mutant: its line, what was done, the text, "undone" when that is the
other program again, and for a fault in the condition of an `if` the number of that condition, followed by "!" when it
is turned round. They come in rounds over the lines, so that the first few are spread over the whole change.
"""

import ast
import random
import time
import types

from wire import pack, unpack

SECONDS = 0.6  # of processor time
MAX_BYTES = 24 << 20

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.FloorDiv,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr,
    ast.MatMult: ast.Mult,
}
CALLEES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "reversed": "list",
           "sum": "len", "abs": "int", "append": "extend", "extend": "append",
           "lower": "upper", "upper": "lower", "lstrip": "strip", "rstrip": "strip", "strip": "lstrip",
           "find": "rfind", "rfind": "find", "startswith": "endswith", "endswith": "startswith",
           "items": "keys", "keys": "values", "union": "intersection"}
COPIES = frozenset(("set", "frozenset", "list", "tuple", "deque", "Counter"))


DROPPED = "statement dropped"


def one():
    return ast.Constant(1)


def shifted(node, operator):
    return ast.BinOp(node, operator(), one())


def negated(node):
    return ast.UnaryOp(ast.Not(), node)


class Change:
    """What to write in place of a node: another expression, or the text of a statement."""

    def __init__(self, node, new, what):
        self.node, self.new, self.what = node, new, what
        self.condition = ""  # of which it changes a part


def copied(node, **fields):
    values = {name: getattr(node, name, None) for name in node._fields}
    return type(node)(**{**values, **fields})


def changes_of_compare(node):
    for at, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            ops = [*node.ops[:at], other(), *node.ops[at + 1:]]
            yield copied(node, ops=ops), f"{other.__name__} for {type(operator).__name__}"


def changes_of_constant(node):
    kind = type(node.value)
    if kind is bool:
        yield ast.Constant(not node.value), f"{not node.value} for {node.value}"
    elif kind is int:
        yield ast.Constant(node.value + 1), f"{node.value + 1} for {node.value}"
        yield ast.Constant(node.value - 1), f"{node.value - 1} for {node.value}"
    elif kind is float and node.value == node.value:
        yield ast.Constant(node.value * 2 + 1), "another float"
    elif kind in (str, bytes):
        yield ast.Constant(node.value + node.value[:1] if node.value else kind(b"?" if kind is bytes else "?")), \
            "another string"


def changes_of_call(node):
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", None)
    if name in COPIES and isinstance(function, ast.Name) and len(node.args) == 1:
        kept = ast.Subscript(ast.Call(ast.Name("list", ast.Load()), node.args, []),
                             ast.Slice(None, ast.UnaryOp(ast.USub(), one())), ast.Load())
        yield copied(node, args=[kept]), f"{name} loses an item"
    if name in CALLEES:
        other = CALLEES[name]
        new = ast.Name(other, ast.Load()) if isinstance(function, ast.Name) else copied(function, attr=other)
        yield copied(node, func=new), f"{other} for {name}"
    arguments = node.args
    plain = not any(isinstance(argument, ast.Starred) for argument in arguments)
    if plain and len(arguments) >= 2 and ast.dump(arguments[0]) != ast.dump(arguments[1]):
        yield copied(node, args=[arguments[1], arguments[0], *arguments[2:]]), "arguments swapped"
    if name == "range" and plain and arguments:
        at = 0 if len(arguments) == 1 else 1
        yield (copied(node, args=[*arguments[:at], shifted(arguments[at], ast.Sub), *arguments[at + 1:]]),
               "range ends one earlier")
        if at:
            yield copied(node, args=[shifted(arguments[0], ast.Add), *arguments[1:]]), "range starts one later"


def changes_of_slice(node):
    if node.lower is not None:
        yield copied(node, lower=shifted(node.lower, ast.Add)), "slice starts one later"
    if node.upper is not None:
        yield copied(node, upper=shifted(node.upper, ast.Sub)), "slice ends one earlier"


def changes_of_expression(node):
    """(expression in place of this one, what was done)"""
    if isinstance(node, ast.Compare):
        yield from changes_of_compare(node)
    elif isinstance(node, ast.Constant):
        yield from changes_of_constant(node)
    elif isinstance(node, ast.Call):
        yield from changes_of_call(node)
    elif isinstance(node, ast.BinOp):
        other = ARITHMETIC[type(node.op)]
        yield copied(node, op=other()), f"{other.__name__} for {type(node.op).__name__}"
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield copied(node, op=other()), f"{other.__name__} for {type(node.op).__name__}"
        for at in range(len(node.values)):
            rest = node.values[:at] + node.values[at + 1:]
            yield (rest[0] if len(rest) == 1 else copied(node, values=rest)), "operand dropped"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub, ast.Invert)):
        yield node.operand, f"{type(node.op).__name__} dropped"
    elif isinstance(node, ast.IfExp):
        yield copied(node, body=node.orelse, orelse=node.body), "branches swapped"
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) \
            and isinstance(node.slice, ast.Name):
        yield copied(node, slice=shifted(node.slice, ast.Sub)), "index one less"


def changes_of_statement(node):
    if isinstance(node, ast.AugAssign):
        other = ARITHMETIC[type(node.op)]
        yield copied(node, op=other()), f"{other.__name__} for {type(node.op).__name__}"
    if isinstance(node, ast.Return) and node.value is not None and not (
            isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None)), "None returned"
    elif isinstance(node, ast.Break):
        yield ast.Continue(), "continue for break"
    elif isinstance(node, ast.Continue):
        yield ast.Break(), "break for continue"
    elif isinstance(node, (ast.AugAssign, ast.Delete, ast.Raise, ast.Assert, ast.Assign)) or (
            isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)):
        yield ast.Pass(), DROPPED


def changes_of(node):
    if isinstance(node, ast.Slice):
        for new, what in changes_of_slice(node):
            yield Change(node, new, what)
    elif isinstance(node, ast.expr):
        for new, what in changes_of_expression(node):
            yield Change(node, new, what)
    elif isinstance(node, ast.stmt):
        for new, what in changes_of_statement(node):
            yield Change(node, new, what)
    if isinstance(node, (ast.If, ast.While)):
        yield Change(node.test, negated(node.test), "condition negated")
    elif isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield Change(condition, negated(condition), "condition negated")


def is_untouchable(node):
    """Positions inside f-strings are not those of the text; annotations and patterns are not run."""
    return isinstance(node, (ast.JoinedStr, ast.pattern, ast.Import, ast.ImportFrom))


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def children_of(node):
    """Without annotations, decorators and docstrings."""
    if isinstance(node, ast.AnnAssign):
        children = [node.value] if node.value is not None else []
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        children = node.body
    else:
        children = ast.iter_child_nodes(node)
    return [child for child in children
            if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant))]


def visited(tree, in_functions):
    """The nodes to change: those in functions, or those outside."""
    todo = [(tree, False)]
    while todo:
        node, inside = todo.pop()
        if is_untouchable(node) or (inside and not in_functions):
            continue
        if inside == in_functions:
            yield node
        inside = inside or isinstance(node, FUNCTIONS)
        todo.extend((child, inside) for child in children_of(node))


def same_code(one_code, other):
    """Equal apart from positions."""
    if (one_code.co_code, one_code.co_names, one_code.co_varnames, one_code.co_freevars) != \
            (other.co_code, other.co_names, other.co_varnames, other.co_freevars):
        return False
    if len(one_code.co_consts) != len(other.co_consts):
        return False
    for a, b in zip(one_code.co_consts, other.co_consts):
        both = isinstance(a, types.CodeType) and isinstance(b, types.CodeType)
        if not (same_code(a, b) if both else type(a) is type(b) and repr(a) == repr(b)):
            return False
    return True


def bare(text):
    """The code of the program without `pass` among other statements, which leaves a trace in it."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and len(block) > 1:
                rest = [statement for statement in block if not isinstance(statement, ast.Pass)]
                setattr(node, field, rest or block[:1])
    return compile(tree, "program.py", "exec", dont_inherit=True)


class Source:
    def __init__(self, text):
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.code = compile(text, "program.py", "exec", dont_inherit=True)

    def with_change(self, change):
        node = change.node
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        new = ast.unparse(ast.fix_missing_locations(change.new))
        if isinstance(node, ast.expr) and not isinstance(node, ast.Slice):
            new = f"({new})"
        new = new.encode()
        return self.text[:start] + new + self.text[end:]

    def compiled(self, text):
        """The code of a mutant; None when the text is none."""
        try:
            code = compile(text, "program.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        return None if same_code(self.code, code) else code


def mark_conditions(tree, changes):
    """Tells the changes in the condition of an `if` which one it is."""
    conditions = {}
    for number, node in enumerate(node for node in ast.walk(tree) if isinstance(node, (ast.If, ast.IfExp))):
        conditions.update(dict.fromkeys(map(id, ast.walk(node.test)), str(number)))
        conditions[id(node)] = f"{number}!"
    for change in changes:
        turned = change.what in ("condition negated", "branches swapped")
        number = conditions.get(id(change.node), "")
        change.condition = number.rstrip("!") + "!" if number and turned else number


def in_rounds(changes):
    """One of each line, then a second one of each, and so on; in each line by chance, always the same, but for
    conditions that are turned round: they come first, because they tell what the others are worth."""
    by_line = {}
    for change in changes:
        by_line.setdefault(change.node.lineno, []).append(change)
    draw = random.Random(1)
    for alike in by_line.values():
        draw.shuffle(alike)
        alike.sort(key=lambda change: not change.condition.endswith("!"))
    for turn in range(max(map(len, by_line.values()), default=0)):
        for line in sorted(by_line):
            if turn < len(by_line[line]):
                yield by_line[line][turn]


def mutants_of(text, wanted, count, in_functions=True, original=b""):
    """[(line, what was done, text, whether it is the original again, condition)]"""
    source, tree = Source(text), ast.parse(text)
    aim = compile(original, "program.py", "exec", dont_inherit=True)
    bare_aim = bare(original)
    changes = [change for node in visited(tree, in_functions) for change in changes_of(node)
               if getattr(change.node, "lineno", 0) in wanted]
    mark_conditions(tree, changes)
    end = time.process_time() + SECONDS
    found, size, known = [], 0, set()
    for change in in_rounds(changes):
        if len(found) >= count or size > MAX_BYTES or time.process_time() > end:
            break
        mutated = source.with_change(change)
        if mutated not in known and (code := source.compiled(mutated)):
            known.add(mutated)
            undone = same_code(aim, code) or change.what == DROPPED and same_code(bare_aim, bare(mutated))
            found.append((change.node.lineno, change.what, mutated, undone, change.condition))
            size += len(mutated)
    return found


def mutants(channel, payload):
    text, original, where, count, *limits = unpack(payload)
    channel.receive()
    numbers = [int(limit) for limit in limits]
    wanted = {line for first, last in zip(numbers[::2], numbers[1::2]) for line in range(first, last + 1)}
    fields = []
    for line, what, mutated, undone, condition in mutants_of(text, wanted, int(count), where == b"functions", original):
        fields += [str(line).encode(), what.encode(), mutated, b"undone" if undone else b"", condition.encode()]
    channel.reply(pack(*fields))
