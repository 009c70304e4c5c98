"""Values for parameters: plain ones, by type hint, and by mutation of a value.

A `Maker` draws everything from one seeded generator, so that the same source and seed give the same
inputs. A recipe is a function of no arguments that returns a fresh value.
"""

import ast
import collections
import collections.abc
import copy
import inspect
import operator
import random
import types
import typing

import arrays
import texts

CALLABLES = [abs, operator.neg, str, bool, len, int]
HASHABLE = (int, str, float, bool, tuple, type(None), bytes, frozenset)


# Hints that stand for a recipe by themselves; a bare container is one of whole numbers.
SIMPLE = {int: "integer", float: "real", str: "text", bool: "flag", bytes: "octets",
          list: "integers", dict: "text_map", set: "integer_set", tuple: "couple",
          type(None): "nothing", collections.abc.Callable: "callable", typing.Callable: "callable",
          typing.Any: "integer", object: "integer", collections.abc.Sequence: "integers",
          collections.abc.Iterable: "integers", collections.abc.Mapping: "text_map",
          collections.abc.Hashable: "text", frozenset: "integer_set", complex: "real"}


class Maker:
    def __init__(self, seed, node=None):
        self.draw = random.Random(seed)
        constants = [] if node is None else [
            inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant)]
        self.integers = [c for c in constants if type(c) is int and abs(c) < 10**6]
        self.reals = [c for c in constants if type(c) is float]
        self.texts = [c for c in constants if type(c) is str and 0 < len(c) < 40]
        self.recipes = {
            "integer": self.integer, "natural": self.natural, "real": self.real, "text": self.text,
            "flag": lambda: self.draw.random() < 0.5, "integers": self.many(self.integer),
            "couple": lambda: (self.integer(), self.integer()),
            "text_map": lambda: {self.text(): self.integer() for _ in range(self.size() % 5)},
            "integer_set": lambda: set(self.many(self.integer)()),
            "octets": lambda: self.text().encode("utf-8", "replace"), "nothing": lambda: None,
            "callable": lambda: self.draw.choice(CALLABLES),
        }

    # ---- plain values

    def size(self):
        if self.draw.random() < 0.09:  # some code changes its ways when there is much
            return self.draw.choice((20, 33, 50, 70, 130))
        return self.draw.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 14))

    def natural(self):
        draw = self.draw
        if self.integers and draw.random() < 0.1:
            return abs(draw.choice(self.integers)) + draw.choice((0, 0, 1))
        return draw.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, draw.randint(0, 30)))

    def integer(self):
        draw = self.draw
        if self.integers and draw.random() < 0.15:
            return draw.choice(self.integers) + draw.choice((-1, 0, 1))
        return draw.choice((0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 16, -1, -3, draw.randint(-100, 100),
                            draw.randint(0, 20), draw.randint(0, 1000)))

    def edge(self, limit=1 << 70):
        """A whole number where floats, logarithms, roots or texts of numbers begin to go wrong."""
        draw = self.draw
        bits, root = max(1, limit.bit_length() - 1), min(10**9, int(limit ** 0.5) + 1)
        base = draw.choice((2 ** draw.randint(1, bits), 10 ** draw.randint(1, max(1, bits // 4)),
                            draw.randint(1, root) ** 2, draw.randint(1, 40) ** draw.choice((2, 3))))
        return draw.choice((base, base, base - 1, base + 1, -base))

    def real(self):
        draw = self.draw
        if self.reals and draw.random() < 0.15:
            return draw.choice(self.reals) * draw.choice((1, 1, -1, 2, 10))
        return draw.choice((0.0, 1.0, -1.0, 0.5, 2.5, 0.1, draw.uniform(-10, 10),
                            draw.uniform(0, 1), draw.uniform(0, 100), draw.randint(-20, 20) + 0.5,
                            round(draw.uniform(0, 10), 2) + 0.005))

    def text(self):
        draw = self.draw
        chance = draw.random()
        if self.texts and chance < 0.15:
            return draw.choice(self.texts) + draw.choice(("", "x"))
        if self.texts and chance < 0.3:
            return texts.spliced(self.texts, draw, self.integers)
        if chance < 0.7:
            return draw.choice(texts.WORDS)
        return "".join(draw.choice("abcABC 01xyz") for _ in range(self.size()))

    def many(self, recipe):
        return lambda: [recipe() for _ in range(self.size())]

    # ---- from hints

    def from_hint(self, hint, depth=0):
        """A recipe for an annotation, None when we have no idea."""
        if hint is inspect.Parameter.empty:
            return None
        try:
            if hint in SIMPLE:
                return self.recipes[SIMPLE[hint]]
        except TypeError:
            return None
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Literal:
            return lambda: self.draw.choice(arguments)
        if origin in (typing.Annotated, typing.Final, typing.ClassVar):
            return self.from_hint(arguments[0], depth)
        if origin is collections.abc.Callable:
            return self.recipes["callable"]
        if origin in SIMPLE and not arguments:  # typing.List
            return self.recipes[SIMPLE[origin]]
        if isinstance(hint, typing.TypeVar):
            bound = hint.__bound__ or next(iter(hint.__constraints__), int)
            return self.from_hint(bound, depth)
        if hasattr(hint, "__supertype__"):  # NewType
            return self.from_hint(hint.__supertype__, depth)
        inner = [self.from_hint(argument, depth + 1) for argument in arguments
                 if argument is not Ellipsis]
        if origin is not None and inner and None not in inner:
            return self._generic(origin, arguments, inner)
        if typing.is_typeddict(hint):
            return self._typed_dict(hint, depth)
        return self._instance(hint, depth) if isinstance(hint, type) else None

    def _generic(self, origin, arguments, inner):
        abc = collections.abc
        if origin in (list, abc.Sequence, abc.Iterable, abc.MutableSequence, abc.Collection,
                      abc.Reversible):
            return self.many(inner[0])
        if origin in (abc.Iterator, abc.Generator):
            return lambda: iter(self.many(inner[0])())
        if origin is collections.deque:
            return lambda: collections.deque(self.many(inner[0])())
        if origin in (dict, abc.Mapping, abc.MutableMapping) and len(inner) == 2:
            return lambda: {inner[0](): inner[1]() for _ in range(self.size() % 6)}
        if origin in (collections.defaultdict, collections.OrderedDict) and len(inner) == 2:
            return lambda: self._library_dict(origin, inner)
        if origin is collections.Counter:
            return lambda: collections.Counter(self.many(inner[0])())
        if origin in (set, abc.Set, abc.MutableSet):
            return lambda: set(inner[0]() for _ in range(self.size()))
        if origin is frozenset:
            return lambda: frozenset(inner[0]() for _ in range(self.size()))
        if origin is tuple:
            if arguments[-1] is Ellipsis:
                return lambda: tuple(self.many(inner[0])())
            return lambda: tuple(recipe() for recipe in inner)
        if origin in (typing.Union, types.UnionType):
            return lambda: self.draw.choice(inner)()
        return None

    def _library_dict(self, origin, inner):
        made = collections.defaultdict(int) if origin is collections.defaultdict else origin()
        made.update((inner[0](), inner[1]()) for _ in range(self.size() % 6))
        return made

    def _typed_dict(self, hint, depth):
        recipes = {name: self.from_hint(inner, depth + 1)
                   for name, inner in typing.get_type_hints(hint).items()}
        if None in recipes.values():
            return None
        return lambda: {name: recipe() for name, recipe in recipes.items()
                        if name in hint.__required_keys__ or self.draw.random() < 0.5}

    def _instance(self, kind, depth):
        """Builds an object through the hints of its class's constructor."""
        if depth > 2 or kind.__module__ == "builtins":
            return None
        try:
            parameters = required(inspect.signature(kind).parameters.values())
            hints = typing.get_type_hints(kind.__init__)
        except Exception:
            return None
        recipes = [self.from_hint(hints.get(parameter.name, inspect.Parameter.empty), depth + 1)
                   for parameter in parameters]
        if None in recipes:
            return None
        return lambda: kind(*[recipe() for recipe in recipes])

    # ---- mutation

    def mutate(self, value):
        """A near variant of the same type."""
        change = MUTATIONS.get(type(value))
        if change is not None:
            return change(self, value)
        if isinstance(value, (dict, collections.deque)):
            return self._mutate_library(value)
        if isinstance(value, tuple) and hasattr(value, "_make"):
            return type(value)._make(self._mutate_tuple(tuple(value)))
        if arrays.is_array(type(value)):
            return arrays.mutated(value, self.draw, self.mutate)
        return self._mutate_object(value)

    def _mutate_library(self, value):
        """A copy that stays of its class: a defaultdict keeps its factory, a deque its bound."""
        changed = self.mutate(dict(value) if isinstance(value, dict) else list(value))
        made = copy.copy(value)
        made.clear()
        getattr(made, "update" if isinstance(value, dict) else "extend")(changed)
        return made

    def _mutate_object(self, value):
        """Changes an attribute in place: what was unpickled belongs to nobody else."""
        attributes = getattr(value, "__dict__", None)
        if type(attributes) is dict and attributes and not callable(value):
            name = self.draw.choice(list(attributes))
            try:
                setattr(value, name, self.mutate(attributes[name]))
            except Exception:
                pass  # frozen, or a property that refuses
        return value

    def _mutate_int(self, value):
        draw = self.draw
        return draw.choice((value + 1, value - 1, -value, value * 2, value // 2, 0, 1, value * 10,
                            value + draw.randint(-10, 10), *self.integers[:6]))

    def _mutate_float(self, value):
        return self.draw.choice((value + 1, -value, value / 2, value * 2, 0.0,
                                 value + self.draw.uniform(-1, 1)))

    def _mutate_str(self, value):
        if not value:
            return self.text()
        draw = self.draw
        at = draw.randrange(len(value))
        return draw.choice((value[:at] + value[at + 1:], value[:at] + draw.choice(value) + value[at:],
                            value[::-1], value + value, value.upper(), value[:at], value + "\n",
                            value[:at] + draw.choice("aZ0 -(") + value[at + 1:], self.text()))

    def _mutate_list(self, value):
        draw, made = self.draw, list(value)
        action = draw.random()
        if made and action < 0.4:
            at = draw.randrange(len(made))
            made[at] = self.mutate(made[at])
        elif made and action < 0.5:
            made.pop(draw.randrange(len(made)))
        elif made and action < 0.75:
            made.insert(draw.randrange(len(made) + 1), self.mutate(draw.choice(made)))
        elif action < 0.82:
            made.reverse()
        elif action < 0.9:
            draw.shuffle(made)
        else:
            made += [self.mutate(item) for item in made[:200]]
        return made

    def _mutate_dict(self, value):
        if not value:
            return value
        made = dict(value)
        key = self.draw.choice(list(made))
        action = self.draw.random()
        if action < 0.5:
            made[key] = self.mutate(made[key])
        elif action < 0.75:
            made[self.mutate(key)] = made[key]
        else:
            made.pop(key)
        return made

    def _mutate_set(self, value):
        return type(value)(self._mutate_list(sorted(value, key=repr)))

    def _mutate_tuple(self, value):
        return tuple(self.mutate(item) if self.draw.random() < 0.5 else item for item in value)


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
