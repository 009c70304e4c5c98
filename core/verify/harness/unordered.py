"""The relaxation `unordered_set_iteration`: the order in which a set is iterated may be another one.

Two things are needed. First, to know where that order shows at all: Perturb rewrites a copy of the
original so that sets are iterated backwards; an input on which this copy behaves like the original is
compared strictly as ever. Second, for the inputs on which it differs, a form of an observation in which
order does not count: normal_form(). The original and its perturbed copy must agree in that form, or
else the input stays strict: what a program picks out of a set is not a matter of order alone.
"""

import ast
import collections
import re
from marshal import dumps

import observe

WORD = re.compile(r"\w+|\W")
CONSUMERS = frozenset("list tuple iter enumerate map filter zip deque join extend fromkeys chain "
                      "reduce accumulate islice Counter sum".split())
MAX_DEPTH = 200


# ---- the perturbed original

def backwards(value):
    return list(value)[::-1] if type(value) in (set, frozenset) else value


def popped(value, *arguments):
    if type(value) is not set or arguments:
        return value.pop(*arguments)
    item = list(value)[-1] if value else value.pop()
    value.remove(item)
    return item


def _call(name, *arguments):
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class Perturb(ast.NodeTransformer):
    def visit_For(self, node):
        self.generic_visit(node)
        node.iter = _call("__backwards__", node.iter)
        return node

    def visit_comprehension(self, node):
        self.generic_visit(node)
        if not node.is_async:
            node.iter = _call("__backwards__", node.iter)
        return node

    def visit_Starred(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = _call("__backwards__", node.value)
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CONSUMERS:
            node.args = [argument if isinstance(argument, ast.Starred)
                         else _call("__backwards__", argument) for argument in node.args]
        elif name == "pop" and isinstance(node.func, ast.Attribute) and not node.keywords:
            return _call("__popped__", node.func.value, *node.args)
        return node


def perturbed(source):
    """The program with every set iterated backwards, as a tree to compile."""
    return ast.fix_missing_locations(Perturb().visit(ast.parse(source)))


NAMES = {"__backwards__": backwards, "__popped__": popped}


# ---- a form in which order does not count

def _text(text):
    return dumps(sorted(WORD.findall(text)), 2)


def normal_form(value, encode, taken, depth=0):
    """Bytes; equal for values that differ in the order of their elements only. `encode` gives the
    strict encoding of what has no order, `taken` the items that iterators have given."""
    kind = type(value)
    inner = lambda item: normal_form(item, encode, taken, depth + 1)
    if kind is str:
        return b"s" + _text(value)
    if kind in observe.ATOMS:
        return b"a" + dumps(value, 2)
    if depth > MAX_DEPTH:
        return b"!"
    if id(value) in taken:
        return b"i" + dumps(sorted(map(inner, taken[id(value)])), 2)
    if kind in (list, tuple, set, frozenset, collections.deque):
        return kind.__name__.encode() + dumps(sorted(map(inner, value)), 2)
    if issubclass(kind, dict) and kind.__module__ in ("builtins", "collections"):
        return kind.__name__.encode() + dumps(
            sorted(inner(key) + inner(item) for key, item in dict.items(value)), 2)
    return b"o" + encode(value)
