"""Asks CPython whether a source is valid, and what its syntax tree looks like.

The source is compiled, never run. check() answers one request on a channel; dump_tree() does
the work. The dump is one record of five little-endian uint32 per node that CPython gives a
position, in source order: kind | op << 16, first line, first column, last line, end column.
Columns count UTF-8 bytes. KINDS stands in the order of include/hasten/py_kinds.def, OPS in the
order of enum py_op; tests/frontend holds them against the headers.

Inside an f-string CPython 3.11 has no trustworthy positions: the records there have zeros.
"""
import ast
import json
import struct
import warnings

KINDS = (
    "Module FunctionDef AsyncFunctionDef ClassDef Return Delete Assign AugAssign AnnAssign For "
    "AsyncFor While If With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global "
    "Nonlocal Expr Pass Break Continue BoolOp NamedExpr BinOp UnaryOp Lambda IfExp Dict Set "
    "ListComp SetComp DictComp GeneratorExp Await Yield YieldFrom Compare Call FormattedValue "
    "JoinedStr Constant Attribute Subscript Starred Name List Tuple Slice comprehension "
    "ExceptHandler arguments arg keyword alias withitem match_case MatchValue MatchSingleton "
    "MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr cmpop identifier").split()
OPS = (
    "- Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv Invert Not "
    "UAdd USub And Or Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn").split()
CONTEXTS = {ast.Load: 0, ast.Store: 1 << 16, ast.Del: 2 << 16}
CONSTANTS = {type(None): 1, type(...): 4, int: 5, float: 6, complex: 7, str: 8, bytes: 9}

# Fields whose order in `_fields` is not the order in the source.
FIELDS = {
    "FunctionDef": ("decorator_list", "args", "returns", "body"),
    "AsyncFunctionDef": ("decorator_list", "args", "returns", "body"),
    "IfExp": ("body", "test", "orelse"),
    "DictComp": ("key", "value", "generators"),
}


def _op(node):
    return OPS.index(type(node.op).__name__) << 16


def _context(node):
    return CONTEXTS[type(node.ctx)]


def _constant(node):
    if isinstance(node.value, bool):
        return (2 if node.value else 3) << 16
    return CONSTANTS[type(node.value)] << 16


def _conversion(node):
    return max(node.conversion, 0) << 16


def _level(node):
    return (node.level or 0) << 16


def _by_position(node):
    return (node.lineno, node.col_offset)


def _of_class(node):
    yield from node.decorator_list
    yield from sorted(node.bases + node.keywords, key=_by_position)
    yield from node.body


def _of_call(node):
    yield node.func
    if node.keywords:
        yield from sorted(node.args + node.keywords, key=_by_position)
    else:
        yield from node.args


def _of_dict(node):
    for key, value in zip(node.keys, node.values):
        if key is not None:
            yield key
        yield value


def _of_mapping(node):
    for key, pattern in zip(node.keys, node.patterns):
        yield key
        yield pattern


def _of_arguments(node):
    positional = node.posonlyargs + node.args
    bare = len(positional) - len(node.defaults)
    for i, arg in enumerate(positional):
        yield arg
        if i >= bare:
            yield node.defaults[i - bare]
    if node.vararg:
        yield node.vararg
    for arg, default in zip(node.kwonlyargs, node.kw_defaults):
        yield arg
        if default is not None:
            yield default
    if node.kwarg:
        yield node.kwarg


SPECIAL = {"ClassDef": _of_class, "Call": _of_call, "Dict": _of_dict,
           "MatchMapping": _of_mapping, "arguments": _of_arguments}
EXTRA = {"BoolOp": _op, "BinOp": _op, "UnaryOp": _op, "AugAssign": _op, "Attribute": _context,
         "Subscript": _context, "Starred": _context, "Name": _context, "List": _context,
         "Tuple": _context, "Constant": _constant, "FormattedValue": _conversion,
         "ImportFrom": _level}
# Fields that hold identifiers, numbers or operators, never nodes to visit.
PLAIN = set("ctx op ops type_comment kind type_ignores id attr name asname module level rest "
            "kwd_attrs conversion simple arg is_async".split())
LEAVES = {"Constant", "Global", "Nonlocal", "MatchSingleton"}


def _plan(cls):
    """How to treat a node class: kind, has a position, extra bits, child fields, children."""
    name = cls.__name__
    fields = () if name in LEAVES else tuple(
        f for f in FIELDS.get(name, cls._fields) if f not in PLAIN)
    return (KINDS.index(name), "lineno" in cls._attributes, EXTRA.get(name), fields,
            SPECIAL.get(name))


def _children(node, fields):
    found = []
    for field in fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            found.extend(value)
        elif value is not None:
            found.append(value)
    return found


def dump_tree(source):
    """Compiles the source (bytes) and returns the dump of its tree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(source, "<input>", "exec", dont_inherit=True)
        tree = compile(source, "<input>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    plans = {}
    numbers = []
    add = numbers.extend
    todo = [tree]
    floor = -1  # entries of `todo` that lie outside the f-string we are in, -1 outside
    while todo:
        node = todo.pop()
        if len(todo) < floor:
            floor = -1
        cls = node.__class__
        plan = plans.get(cls) or plans.setdefault(cls, _plan(cls))
        kind, positioned, extra, fields, special = plan
        if positioned:
            if extra is not None:
                kind |= extra(node)
            if floor < 0:
                add((kind, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
            else:
                add((kind, 0, 0, 0, 0))
        if special is not None:
            children = list(special(node))
        else:
            children = _children(node, fields)
        if cls is ast.JoinedStr and floor < 0:
            floor = len(todo)
        children.reverse()
        todo += children
    return struct.pack("<%dI" % len(numbers), *numbers)


def check(channel, payload):
    """The payload is the source; the one request is answered b"K" + dump or b"E" + JSON."""
    channel.receive()
    try:
        channel.reply(b"K" + dump_tree(payload))
        return
    except SyntaxError as error:
        report = {"message": error.msg or "invalid syntax", "line": error.lineno or 0,
                  "column": error.offset or 0}
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        report = {"message": str(error) or type(error).__name__, "line": 0, "column": 0}
    channel.reply(b"E" + json.dumps(report).encode())
