"""Values for parameters: from type hints, from names and use, by mutation, by growth.

A `Maker` draws everything from one seeded generator, so that the same source and seed give the same
inputs. A recipe is a function of no arguments that returns a fresh value.
"""

import ast
import collections
import collections.abc
import inspect
import itertools
import operator
import random
import types
import typing

WORDS = ["", "a", "ab", "abc", "hello", "aba", "racecar", "HELLO world", "the quick brown fox",
         "12345", "1010", "a-b_c", "((()))", "{[()]}", "AbCd123", "1,2,3", "XIV", "3 + 4", "naïve ß"]
CALLABLES = [abs, operator.neg, str, bool, len, int]
MAX_SIZE = 4_000_000  # elements of a grown container

# Words inside a parameter's name and the recipes they suggest, most specific first.
NAME_HINTS = (
    ("matrix grid board mat table maze image rows", ("matrix", "bits", "table")),
    ("graph adj neighbors neighbours edges tree", ("graph", "named_graph", "pairs", "matrix")),
    ("text string word message sentence char pattern name key cipher expr line path", ("text",)),
    ("words names lines strings tokens keys", ("texts",)),
    ("points pairs intervals edges coords", ("pairs",)),
    ("visited seen allowed banned", ("integers", "integer_set")),
    ("arr nums numbers list lst sequence seq collection items values data prices weights array "
     "vector coef records scores ids xs ys", ("integers", "sorted", "floats", "naturals", "texts")),
    ("mapping dict lookup counts index_by", ("text_map", "number_map")),
    ("func fn callback predicate", ("callable",)),
    ("rate ratio alpha beta eps tol weight price temperature", ("real", "integer")),
    ("num int size limit index count step digit width height depth length", ("natural", "integer")),
)
SHORT_NAMES = {
    **dict.fromkeys("n k m i j x y a b c p q".split(), ("natural", "integer", "real")),
    **dict.fromkeys(["s", "t", "st", "sub"], ("text",)),
    **dict.fromkeys(["f", "g", "fn"], ("callable",)),
    **dict.fromkeys(["d", "mp"], ("text_map", "number_map")),
    **dict.fromkeys(["xs", "ys", "l", "ls", "v"], ("integers", "floats")),
}
# Methods called on a parameter.
METHOD_HINTS = {
    **dict.fromkeys("lower upper split strip isalpha isdigit replace encode startswith endswith "
                    "isupper islower find zfill splitlines title".split(), ("text",)),
    **dict.fromkeys("append sort pop extend insert reverse remove".split(), ("integers", "texts")),
    **dict.fromkeys("items keys values get setdefault".split(),
                    ("text_map", "graph", "number_map", "named_graph")),
    **dict.fromkeys("add union discard issubset".split(), ("integer_set",)),
    "decode": ("octets",),
}
# Builtins a parameter is passed to.
CALL_HINTS = {
    **dict.fromkeys("len sorted enumerate sum min max reversed list zip set tuple".split(),
                    ("integers", "text", "sorted")),
    **dict.fromkeys("range bin chr hex isqrt factorial".split(), ("natural", "integer")),
    **dict.fromkeys("abs float round sqrt pow log sin cos exp floor ceil".split(),
                    ("integer", "real", "natural")),
    "ord": ("text",),
}
CLASS_HINTS = {"int": ("integer", "natural"), "str": ("text",), "float": ("real",),
               "list": ("integers", "matrix"), "dict": ("text_map",), "tuple": ("couple",),
               "bool": ("flag",), "bytes": ("octets",)}
FALLBACK = ("integer", "text", "integers", "real", "matrix", "graph", "text_map", "flag", "texts",
            "pairs", "callable", "integer_set", "couple", "named_graph", "octets")


class Maker:
    def __init__(self, seed, node=None):
        self.random = random.Random(seed)
        constants = [] if node is None else [
            inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant)]
        self.integers = [c for c in constants if type(c) is int and abs(c) < 10**6]
        self.texts = [c for c in constants if type(c) is str and len(c) < 40]
        self.recipes = {
            "integer": self.integer, "natural": lambda: abs(self.integer()) % 50,
            "real": self.real, "text": self.text, "flag": lambda: self.random.random() < 0.5,
            "integers": self.many(self.integer), "naturals": self.many(lambda: abs(self.integer())),
            "sorted": lambda: sorted(self.many(self.integer)()), "floats": self.many(self.real),
            "texts": self.many(self.text), "couple": lambda: (self.integer(), self.integer()),
            "pairs": self.many(lambda: (self.integer(), self.integer())),
            "matrix": self.matrix(self.integer), "table": self.matrix(self.real),
            "bits": self.matrix(lambda: self.random.randint(0, 1)),
            "graph": lambda: self.graph(range(6)), "named_graph": lambda: self.graph("ABCDEF"),
            "text_map": lambda: {self.text(): self.integer() for _ in range(self.size() % 5)},
            "number_map": lambda: {self.integer(): self.integer() for _ in range(self.size() % 5)},
            "integer_set": lambda: set(self.many(self.integer)()),
            "octets": lambda: self.text().encode(), "nothing": lambda: None,
            "callable": lambda: self.random.choice(CALLABLES),
        }

    # ---- plain values

    def size(self):
        if self.random.random() < 0.08:  # some code changes its ways when there is much
            return self.random.choice((20, 33, 50, 70, 130))
        return self.random.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 14))

    def integer(self):
        draw = self.random
        if self.integers and draw.random() < 0.15:
            return draw.choice(self.integers) + draw.choice((-1, 0, 1))
        return draw.choice((0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 16, -1, -3, draw.randint(-100, 100),
                            draw.randint(0, 20), draw.randint(0, 1000)))

    def real(self):
        draw = self.random
        return draw.choice((0.0, 1.0, -1.0, 0.5, 2.5, 0.1, draw.uniform(-10, 10),
                            draw.uniform(0, 100)))

    def text(self):
        draw = self.random
        if self.texts and draw.random() < 0.2:
            return draw.choice(self.texts) + draw.choice(("", "x"))
        if draw.random() < 0.5:
            return draw.choice(WORDS)
        return "".join(draw.choice("abcABC 01xyz") for _ in range(self.size()))

    def many(self, recipe):
        return lambda: [recipe() for _ in range(self.size())]

    def matrix(self, recipe):
        def rows():
            height = self.random.choice((1, 2, 3, 4))
            width = height if self.random.random() < 0.7 else self.random.choice((1, 2, 3, 4))
            return [[recipe() for _ in range(width)] for _ in range(height)]
        return rows

    def graph(self, names):
        nodes = list(names)[: self.random.randint(1, 6)]
        return {a: [b for b in nodes if a != b and self.random.random() < 0.5] for a in nodes}

    # ---- from hints

    def from_hint(self, hint, depth=0):
        """A recipe for an annotation, None when we have no idea."""
        if hint is inspect.Parameter.empty:
            return None
        simple = {int: "integer", float: "real", str: "text", bool: "flag", bytes: "octets",
                  list: "integers", dict: "text_map", set: "integer_set", tuple: "couple",
                  type(None): "nothing", collections.abc.Callable: "callable",
                  typing.Any: "integer"}
        try:
            if hint in simple:
                return self.recipes[simple[hint]]
        except TypeError:
            return None
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is collections.abc.Callable:
            return self.recipes["callable"]
        inner = [self.from_hint(argument, depth + 1) for argument in arguments
                 if argument is not Ellipsis]
        if origin is not None and inner and None not in inner:
            return self._generic(origin, arguments, inner)
        if isinstance(hint, typing.TypeVar):
            return self.integer
        return self._instance(hint, depth) if isinstance(hint, type) else None

    def _generic(self, origin, arguments, inner):
        abc = collections.abc
        if origin in (list, abc.Sequence, abc.Iterable, abc.MutableSequence, abc.Collection):
            return self.many(inner[0])
        if origin in (dict, abc.Mapping, abc.MutableMapping) and len(inner) == 2:
            return lambda: {inner[0](): inner[1]() for _ in range(self.size() % 6)}
        if origin in (set, frozenset, abc.Set):
            return lambda: set(inner[0]() for _ in range(self.size()))
        if origin is tuple:
            if arguments[-1] is Ellipsis:
                return lambda: tuple(self.many(inner[0])())
            return lambda: tuple(recipe() for recipe in inner)
        if origin in (typing.Union, types.UnionType):
            return lambda: self.random.choice(inner)()
        return None

    def _instance(self, kind, depth):
        """Builds a user's class through the hints (or names) of its __init__."""
        if depth > 2 or kind.__module__ == "builtins":
            return None
        try:
            parameters = list(inspect.signature(kind).parameters.values())
            hints = typing.get_type_hints(kind.__init__)
        except Exception:
            return None
        recipes = []
        for parameter in required(parameters):
            recipe = self.from_hint(hints.get(parameter.name, inspect.Parameter.empty), depth + 1)
            recipes.append(recipe or self.recipes[self.guess(parameter.name, None)[0]])
        return lambda: kind(*[recipe() for recipe in recipes])

    # ---- from names and use

    def guess(self, name, node):
        """Names of recipes for an unannotated parameter, likeliest first."""
        score = collections.Counter()

        def vote(weight, names):
            for rank, recipe in enumerate(names):
                score[recipe] += weight - 0.1 * rank

        lowered = name.lower()
        vote(2, SHORT_NAMES.get(lowered, ()))
        if lowered.startswith(("is_", "has_", "use_")) or lowered in ("verbose", "reverse"):
            vote(3, ("flag",))
        for words, names in NAME_HINTS:
            if any(word in lowered for word in words.split()):
                vote(2, names)
        for use in ast.walk(node) if node is not None else ():
            for weight, names in uses_of(name, use):
                vote(weight, names)
        ranked = [recipe for recipe, _ in score.most_common()]
        return ranked + [recipe for recipe in FALLBACK if recipe not in score]

    # ---- mutation

    def mutate(self, value):
        """A near variant of the same type."""
        change = MUTATIONS.get(type(value))
        return change(self, value) if change else value

    def _mutate_int(self, value):
        draw = self.random
        return draw.choice((value + 1, value - 1, -value, value * 2, value // 2, 0, 1, value * 10,
                            value + draw.randint(-10, 10), *self.integers[:6]))

    def _mutate_float(self, value):
        return self.random.choice((value + 1, -value, value / 2, value * 2, 0.0,
                                   value + self.random.uniform(-1, 1)))

    def _mutate_str(self, value):
        if not value:
            return self.text()
        draw = self.random
        at = draw.randrange(len(value))
        return draw.choice((value[:at] + value[at + 1:], value[:at] + draw.choice(value) + value[at:],
                            value[::-1], value + value, value.upper(), value[:at],
                            value[:at] + draw.choice("aZ0 -(") + value[at + 1:], self.text()))

    def _mutate_list(self, value):
        draw, copy = self.random, list(value)
        action = draw.random()
        if copy and action < 0.4:
            at = draw.randrange(len(copy))
            copy[at] = self.mutate(copy[at])
        elif copy and action < 0.5:
            copy.pop(draw.randrange(len(copy)))
        elif copy and action < 0.75:
            copy.insert(draw.randrange(len(copy) + 1), self.mutate(draw.choice(copy)))
        elif action < 0.82:
            copy.reverse()
        elif action < 0.9:
            draw.shuffle(copy)
        else:
            copy += [self.mutate(item) for item in copy[:200]]
        return copy

    def _mutate_dict(self, value):
        if not value:
            return value
        copy = dict(value)
        key = self.random.choice(list(copy))
        action = self.random.random()
        if action < 0.5:
            copy[key] = self.mutate(copy[key])
        elif action < 0.75:
            copy[self.mutate(key)] = copy[key]
        else:
            copy.pop(key)
        return copy

    def _mutate_set(self, value):
        return type(value)(self._mutate_list(sorted(value, key=repr)))

    def _mutate_tuple(self, value):
        return tuple(self.mutate(item) if self.random.random() < 0.5 else item for item in value)


MUTATIONS = {
    bool: lambda maker, value: not value, int: Maker._mutate_int, float: Maker._mutate_float,
    str: Maker._mutate_str, list: Maker._mutate_list, dict: Maker._mutate_dict,
    set: Maker._mutate_set, frozenset: Maker._mutate_set, tuple: Maker._mutate_tuple,
    bytes: lambda maker, value: bytes(maker._mutate_list(list(value))[:1]) + value,
}


def required(parameters):
    """Those without a default that can be given by position."""
    return [p for p in parameters if p.default is p.empty
            and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]


def uses_of(name, node):
    """(weight, recipe names) that one syntax node says about the parameter."""
    def is_it(expression):
        return isinstance(expression, ast.Name) and expression.id == name

    if isinstance(node, ast.Call):
        called = node.func
        if is_it(called):
            yield 5, ("callable",)
        if isinstance(called, ast.Attribute) and is_it(called.value):
            yield 4, METHOD_HINTS.get(called.attr, ())
        if any(is_it(argument) for argument in node.args):
            function = getattr(called, "id", getattr(called, "attr", ""))
            yield 3, CALL_HINTS.get(function, ())
            if function == "isinstance" and is_it(node.args[0]):
                for kind in ast.walk(node.args[-1]):
                    yield 4, CLASS_HINTS.get(getattr(kind, "id", ""), ())
    elif isinstance(node, (ast.For, ast.comprehension)) and is_it(node.iter):
        yield 3, ("integers", "text", "texts", "floats")
    elif isinstance(node, ast.Subscript):
        if is_it(node.value):
            yield 2, ("integers", "text", "text_map")
        elif isinstance(node.value, ast.Subscript) and is_it(node.value.value):
            yield 5, ("matrix", "bits", "texts", "pairs")
    elif isinstance(node, ast.BinOp) and (is_it(node.left) or is_it(node.right)):
        if isinstance(node.op, (ast.Mod, ast.FloorDiv, ast.BitAnd, ast.BitOr, ast.RShift)):
            yield 3, ("integer", "natural")
        else:
            yield 1.5, ("integer", "real")
    elif isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        if any(map(is_it, sides)):
            for side in sides:
                kind = type(side.value).__name__ if isinstance(side, ast.Constant) else ""
                yield 3, CLASS_HINTS.get(kind, ())
            if isinstance(node.ops[0], (ast.In, ast.NotIn)) and is_it(node.comparators[0]):
                yield 2, ("integers", "text", "text_map", "integer_set")


# ---- growth for timing

def grown_list(items, factor):
    """About `factor` times as many elements, new ones like the old ones but different."""
    wanted = min(int(len(items) * factor) + 1, MAX_SIZE)
    if not items:
        return items
    if all(type(item) is list for item in items):  # a matrix grows in both directions
        side = max(1.0, factor ** 0.5)
        rows = [grown_list(row, side) for row in items]
        return rows + [list(row) for row in itertools.islice(
            itertools.cycle(rows), max(1, int(len(rows) * side) - len(rows)))]
    numbers = [item for item in items if type(item) is int]
    span = max(numbers) - min(numbers) + 1 if numbers else 1
    grown = list(items)
    for turn in range(1, wanted // len(items) + 2):
        grown.extend(shifted(item, turn, span) for item in items)
    return grown[:wanted]


def shifted(item, turn, span):
    """Another element of the same kind, different from those of earlier turns."""
    kind = type(item)
    if kind is int:
        return item + turn * span
    if kind is float:
        return item + turn * 0.37
    if kind is str:
        return item + str(turn)
    if kind is tuple:
        return tuple(shifted(inner, turn, span) for inner in item)
    if kind is dict:
        return {key: shifted(inner, turn, span) for key, inner in item.items()}
    return item


def grown(value, factor, containers=True, numbers=True):
    kind = type(value)
    if numbers and kind is int:
        return max(value + 1, int(value * factor))
    if not containers:
        return value
    if kind is list:
        return grown_list(value, factor)
    if kind is str:
        wanted = min(int(len(value) * factor) + 1, MAX_SIZE)
        return (value * (wanted // max(1, len(value)) + 1))[:wanted] or value
    if kind is dict:
        keys = grown_list(list(value), factor)
        items = list(value.values())
        return dict(zip(keys, itertools.cycle(items))) if items else value
    if kind in (set, frozenset):
        return kind(grown_list(sorted(value, key=repr), factor))
    if kind is tuple and value and len(value) > 3:
        return tuple(grown_list(list(value), factor))
    return value


# ---- shrinking a counterexample

def smaller(value):
    """Simpler variants, simplest first."""
    kind = type(value)
    if kind is int and value:
        yield from {0, value // 2, value - (1 if value > 0 else -1)} - {value}
    elif kind is float and value:
        yield from (0.0, float(int(value)) if abs(value) < 1e15 else 1.0)
    elif kind in (list, str, tuple, bytes) and value:
        half = len(value) // 2
        yield value[:half]
        yield value[half:]
        for at in range(min(len(value), 12)):
            yield value[:at] + value[at + 1:]
        if kind in (list, tuple):
            for at in range(min(len(value), 12)):
                for simple in itertools.islice(smaller(value[at]), 4):
                    yield value[:at] + kind([simple]) + value[at + 1:]
    elif kind is dict and value:
        for key in list(value)[:12]:
            yield {other: item for other, item in value.items() if other is not key}
    elif kind in (set, frozenset) and value:
        for item in sorted(value, key=repr)[:12]:
            yield value - {item}
