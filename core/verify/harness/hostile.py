"""Values that break what code tends to assume, and helpers that inputs are made of.

This text is also part of every reproducer, which opens the same pickles: it stands alone.
"""

import collections
import copy
import fractions
import itertools


class ListSubclass(list):
    """A list that is not exactly a list."""


class IntSubclass(int):
    """An int that is not exactly an int."""


class StrSubclass(str):
    """A str that is not exactly a str."""


class DictSubclass(dict):
    """A dict that is not exactly a dict."""


class DictThatAnswers(dict):
    """A dict whose lookups are its own: get() and iteration do not go through them."""

    def __getitem__(self, key):
        return "asked", dict.get(self, key)


class Same:
    """Equal to its like by value, and hashable: neither identical nor a builtin."""

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return isinstance(other, Same) and self.value == other.value

    def __hash__(self):
        return hash(self.value) & 7

    def __lt__(self, other):
        return self.value < other.value

    def __repr__(self):
        return f"Same({self.value!r})"


class AlwaysEqual:
    """Equal to everything, and counted as unhashable."""

    __hash__ = None

    def __eq__(self, other):
        return True

    def __repr__(self):
        return "AlwaysEqual()"


class Thing:
    """An object with just the attributes that the code asks for."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)

    def __hash__(self):  # that of an address would order a set by chance
        return len(self.__dict__)

    def __repr__(self):
        inside = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"Thing({inside})"


class Answer:
    """A function that gives the same answer whatever it is asked."""

    def __init__(self, value):
        self.value = value

    def __call__(self, *args, **kwargs):
        return self.value

    def __repr__(self):
        return f"Answer({self.value!r})"


def make_file(name, text):
    """Opening the pickle writes the file; what the program gets is its name."""
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
    return name


NAN = float("nan")


def the_nan():
    return NAN


class OneNan:
    """Stands for one and the same NaN wherever it occurs, until it is pickled: `in`, index() and count()
    find it by identity, == does not."""

    def __reduce__(self):
        return the_nan, ()


class TextFile:
    """Stands for the path of a file with this text, until it is pickled."""

    def __init__(self, text):
        self.text = text

    def __reduce__(self):
        return make_file, (f"input_{len(self.text)}_{sum(map(ord, self.text)) % 9973}.txt", self.text)


class Meddler:
    """An iterator that puts what it gives into another argument as well, before the code has seen it."""

    def __init__(self, items, other):
        self.items, self.other = items, other

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        item = self.items.pop(0)
        self.other.append(item)
        return item

    def __repr__(self):
        return f"Meddler({self.items!r}, ...)"


def deep(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def variants(value, args):
    """Values that break what code tends to assume about a value like this one."""
    kind = type(value)
    if kind in (int, float, bool):
        yield from (0, -1, True, False, 0.0, -0.0, 1.0, float("nan"), float("inf"), -float("inf"), 10**20,
                    -(10**6), 2**63, 10**15 - 1, 1.14, None, "1", [], IntSubclass(int(value) if value - value == 0 else 0),
                    fractions.Fraction(1, 3))
    elif kind is str:
        yield from ("", " ", value + "\n", "ÀÉ𝔘", "\x00", "a" * 300, "\ud800", b"ab", None, 7, ["a", "b"],
                    StrSubclass(value), "İß", "e\u0301", "\r\n", "\u2028", "٣", "ΑΣ", "ǅ", "a\rb\xa0c\td  e", value.title() + "Σ")
    elif kind is list:
        yield from _lists(value)
    elif kind is dict:
        yield from ({}, None, list(value), {None: value}, DictSubclass(value), DictThatAnswers(value),
                    collections.OrderedDict(reversed(value.items())),
                    collections.defaultdict(list, value), {1: "a", True: "b", 1.5: "c"})
    elif kind in (set, frozenset):
        yield from (set(), frozenset(value), list(value), None, {1, 1.5, "a"})
    elif kind is tuple:
        yield from ((), list(value), value + value, value[::-1], None)
    else:
        yield from (None, 0, [], "")
    for other in args:  # the same object twice
        if other is not value and type(other) is kind and kind in (list, dict, set):
            yield other


def one_nan_throughout(args):
    """The arguments with the same NaN in every list and instead of every number."""
    some = any(type(value) in (list, tuple) for value in args)
    return [[*value, OneNan()] if type(value) is list else
            (*value, OneNan()) if type(value) is tuple else
            OneNan() if type(value) in (int, float) else value for value in args] if some else None


def entangled(args):
    """The arguments again, one list standing in two places: inside another argument, or changed by reading another."""
    for at, other in itertools.permutations(range(len(args)), 2):
        same = copy.deepcopy(list(args))
        if type(same[at]) is not list:
            continue
        for held, key in itertools.islice(_slots(same[other]), 1):
            held[key] = same[at]
            yield same
        if type(args[other]) in (list, tuple, set, dict):
            same = copy.deepcopy(list(args))
            same[other] = Meddler(list(same[other]), same[at])
            yield same


def _slots(value, depth=2):
    """[(container, key)] of the lists inside a list, a dict or the attributes of an object."""
    inside = value if type(value) is dict else dict(enumerate(value)) if type(value) is list else getattr(value, "__dict__", {})
    for key, item in inside.items():
        if type(item) is list:
            yield (value if type(value) in (list, dict) else inside), key
        elif depth:
            yield from _slots(item, depth - 1)


LEAVES = (0, 1, 2, -1, True, False, None, "", "x", "1", 0.0, -0.0, 1.0, 0.5, float("nan"), [], [0], (), {},
          2**70, b"", IntSubclass(1), StrSubclass("x"))


def planted(value, leaf, draw, depth=0):
    """A copy with one thing inside it replaced by `leaf`, at a place that is drawn."""
    kind = type(value)
    if depth > 5 or kind not in (list, tuple, dict) or not value or (depth and draw.random() < 0.3):
        return leaf
    if kind is dict:
        key = draw.choice(list(value))
        return {**value, key: planted(value[key], leaf, draw, depth + 1)}
    at = draw.randrange(len(value))
    return kind([*value[:at], planted(value[at], leaf, draw, depth + 1), *value[at + 1:]])


def _lists(value):
    yield from ([], value + value, value[::-1], tuple(value), iter(list(value)), ListSubclass(value),
                None, "text", [None], [[]], [1, 1.0, True], [float("nan"), -0.0, 0.0], [value, value],
                [Same(2), Same(1), Same(2)], [AlwaysEqual(), 1], [[1], [1]], ["b", "a", "b"], deep(90),
                collections.deque(value), dict.fromkeys(range(len(value)), 1), range(4),
                [2**64, -1, 10**30], [1.5, 2, 1.5], [(1, 2), (1, 2)])
    if value:
        yield value[:1] * 5
        yield [*value, "odd one"]
        yield [*value, []]
        yield [*value, float("nan"), value[0]]
        yield [IntSubclass(item) if type(item) is int else item for item in value]
        yield [StrSubclass(item) if type(item) is str else item for item in value]
