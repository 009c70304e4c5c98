"""Wrong and right rewrites of a function: faults for which verification must not be taken in, and
rewrites that Python's own rules make equivalent, which it should let pass.

The fault operators are kept apart from those of core/verify/harness/mutants.py on purpose.
"""
import ast
import copy
import random


def function_of(tree, name):
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)


# ---- faults: each is (does it apply to this node, how it changes it in place)

FLIP = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
        ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}
SWAP = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
        ast.BitAnd: ast.BitXor, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift}


def flip_comparison(node):
    node.ops[0] = FLIP[type(node.ops[0])]()


def swap_operator(node):
    node.op = SWAP[type(node.op)]()


def swap_and_or(node):
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def next_constant(node):
    node.value = node.value + 1


def other_text(node):
    node.value = node.value + "x"


def never(node):
    node.test = ast.BoolOp(ast.And(), [node.test, ast.Constant(False)])


def lose_first(node):
    node.iter = ast.Subscript(ast.Call(ast.Name("list", ast.Load()), [node.iter], []),
                              ast.Slice(ast.Constant(1), None), ast.Load())


def lose_last(node):
    node.iter = ast.Subscript(ast.Call(ast.Name("list", ast.Load()), [node.iter], []),
                              ast.Slice(None, ast.Constant(-1)), ast.Load())


def backwards(node):
    node.iter = ast.Subscript(ast.Call(ast.Name("list", ast.Load()), [node.iter], []),
                              ast.Slice(None, None, ast.Constant(-1)), ast.Load())


def drop_first_statement(node):
    node.body[0] = ast.Pass()


def drop_else(node):
    node.orelse = []


def return_twice(node):
    node.value = ast.Tuple([node.value, node.value], ast.Load())


def for_long_ones_only(node):
    """Wrong for sequences of more than twelve items only."""
    node.iter = ast.parse("(lambda _v: _v[:12] if hasattr(_v, '__getitem__') and hasattr(_v, '__len__') and "
                          "not isinstance(_v, dict) else _v)(0)", mode="eval").body
    return node


def truncate_loop(node):
    inner = node.iter
    for_long_ones_only(node)
    node.iter.args = [inner]


FAULTS = (
    (lambda n: isinstance(n, ast.Compare) and type(n.ops[0]) in FLIP, flip_comparison),
    (lambda n: isinstance(n, (ast.BinOp, ast.AugAssign)) and type(n.op) in SWAP, swap_operator),
    (lambda n: isinstance(n, ast.BoolOp), swap_and_or),
    (lambda n: isinstance(n, ast.Constant) and type(n.value) is int, next_constant),
    (lambda n: isinstance(n, ast.Constant) and type(n.value) is str, other_text),
    (lambda n: isinstance(n, (ast.If, ast.While)), never),
    (lambda n: isinstance(n, (ast.For, ast.comprehension)), lose_first),
    (lambda n: isinstance(n, (ast.For, ast.comprehension)), lose_last),
    (lambda n: isinstance(n, (ast.For, ast.comprehension)), backwards),
    (lambda n: isinstance(n, (ast.For, ast.comprehension)), truncate_loop),
    (lambda n: isinstance(n, (ast.If, ast.For, ast.While)), drop_first_statement),
    (lambda n: isinstance(n, (ast.If, ast.Try)) and n.orelse, drop_else),
    (lambda n: isinstance(n, ast.Return) and n.value is not None, return_twice),
)


def body_nodes(function):
    """Nodes of the body in a fixed order; no docstrings, f-strings or annotations."""
    todo, found = list(reversed(function.body)), []
    while todo:
        node = todo.pop()
        documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.JoinedStr) or documents:
            continue
        found.append(node)
        todo.extend(reversed(list(ast.iter_child_nodes(node))))
    return found


def faulty(program, count, seed):
    """Up to `count` texts with one fault each: (what, text)."""
    tree = ast.parse(program.text)
    nodes = body_nodes(function_of(tree, program.function))
    places = [(at, k) for at, node in enumerate(nodes) for k, (applies, _) in enumerate(FAULTS) if applies(node)]
    random.Random(seed).shuffle(places)
    made = []
    for at, k in places:
        if len(made) == count:
            break
        changed = copy.deepcopy(tree)
        FAULTS[k][1](body_nodes(function_of(changed, program.function))[at])
        text = ast.unparse(ast.fix_missing_locations(changed)) + "\n"
        if text != program.text:
            made.append((FAULTS[k][1].__name__, text))
    return made


# ---- rewrites that change nothing

class Renamed(ast.NodeTransformer):
    """Local variables that are no parameters get other names."""

    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        if node.id in self.names:
            node.id = f"{node.id}_0"
        return node


def rename_locals(function, draw):
    parameters = {argument.arg for argument in function.args.args}
    nested = any(isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.Global, ast.Nonlocal, ast.Import,
                                   ast.ImportFrom, ast.ExceptHandler, ast.Match))
                 for statement in function.body for node in ast.walk(statement))
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    if nested or not names - parameters:
        return False
    Renamed(names - parameters).visit(function)
    return True


def swap_branches(function, draw):
    choices = [node for node in ast.walk(function) if isinstance(node, ast.If) and node.orelse]
    if not choices:
        return False
    node = draw.choice(choices)
    node.test, node.body, node.orelse = ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body
    return True


def name_the_result(function, draw):
    done = False

    class Return(ast.NodeTransformer):
        def visit_FunctionDef(self, node):
            return node

        visit_Lambda = visit_AsyncFunctionDef = visit_FunctionDef

        def visit_Return(self, node):
            nonlocal done
            if node.value is None:
                return node
            done = True
            return [ast.Assign([ast.Name("result_", ast.Store())], node.value),
                    ast.Return(ast.Name("result_", ast.Load()))]

    function.body = [part for statement in function.body
                     for part in (lambda x: x if isinstance(x, list) else [x])(Return().visit(statement))]
    return done


def loop_forever(function, draw):
    choices = [node for node in ast.walk(function) if isinstance(node, ast.While) and not node.orelse]
    if not choices:
        return False
    node = draw.choice(choices)
    node.body = [ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], []), *node.body]
    node.test = ast.Constant(True)
    return True


def explicit_iterator(function, draw):
    choices = [node for node in ast.walk(function) if isinstance(node, ast.For)]
    if not choices:
        return False
    node = draw.choice(choices)
    node.iter = ast.Call(ast.Name("iter", ast.Load()), [node.iter], [])
    return True


def nest_the_rest(function, draw):
    """`if c: return a` and what follows becomes its else."""
    for at, node in enumerate(function.body):
        if isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], (ast.Return, ast.Raise)) \
                and function.body[at + 1:]:
            node.orelse = function.body[at + 1:]
            function.body = function.body[:at + 1]
            return True
    return False


REWRITES = (rename_locals, swap_branches, name_the_result, loop_forever, explicit_iterator, nest_the_rest)


def equivalent(program, seed):
    """One text that does the same, by up to three rewrites: (what, text), or None."""
    tree = ast.parse(program.text)
    function = function_of(tree, program.function)
    draw = random.Random(seed)
    applied = [rewrite.__name__ for rewrite in draw.sample(REWRITES, 3) if rewrite(function, draw)]
    text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return (" ".join(applied), text) if applied and text != program.text else None
