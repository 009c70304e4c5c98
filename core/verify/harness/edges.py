"""Values at which operations that look alike part ways: what to try depends on the operations of which one of
two texts has more than the other.

`x in xs` and `xs.index(x)` find a NaN by identity, a loop with == does not. Floats carry 53 bits: int(sqrt(n)),
log10(n) and n / 2 go wrong beside squares and powers. str(n) refuses more than 4,300 digits. round() and
floor(x + 0.5) differ on halves. isdigit(), [0-9] and \\d differ on digits of other scripts, upper() and casefold() on
letters whose case is no single letter, split() and split(" ") on other spaces, $ and \\Z before a line's end.
"""

import ast
import collections

import hostile

NUMBERS = frozenset("sqrt isqrt cbrt log log2 log10 exp pow hypot fsum fmean mean round int float floor ceil trunc "
                    "divmod comb factorial bit_length bin Decimal Fraction sum prod abs Div FloorDiv Mod Pow RShift "
                    "LShift Mult".split())
WRITTEN = frozenset("str repr format len FormattedValue".split())
IDENTITIES = frozenset("In NotIn Is IsNot Eq NotEq index count remove set frozenset dict fromkeys sorted sort min max "
                       "setdefault get Set SetComp DictComp Dict any all".split())
TEXTS = frozenset("isdigit isdecimal isnumeric isalpha isalnum isspace lower upper casefold title capitalize swapcase "
                  "islower isupper istitle split rsplit splitlines strip lstrip rstrip replace partition rpartition "
                  "startswith endswith match fullmatch search findall finditer sub compile find index count ord chr "
                  "translate maketrans encode decode removeprefix removesuffix zfill join capwords".split())
ODD_TEXTS = ("\n", "\r", "\x0b", "\x1c", "\x85", "\u2028", "\xa0", "\u3000", "\t", "  ", "٣", "²", "½", "Ⅷ", "ß", "İ", "ı",
             "ﬁ", "Σ", "ς", "ǅ", "é", "e\u0301", "_", "'", "\x00", "+", "-", ".", "0", "A", "z")
TWINS = ((1, True, 1.0), (0, False, 0.0, -0.0), (2, 2.0), ("1", 1))


def operations(text):
    """How often a text uses each operator, function and method."""
    found = collections.Counter()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Name, ast.Attribute)):
            found[getattr(node, "id", getattr(node, "attr", ""))] += 1
        else:
            found[type(node).__name__] += 1
    return found


def parted(one, other):
    """Operations of which one of the texts has more."""
    one, other = operations(one), operations(other)
    return {name for name in one.keys() | other.keys() if one[name] != other[name]}


class Edges:
    """Ways to change a value, for hunt.py; `maker` draws plain values and knows the constants."""

    def __init__(self, maker, one, other):
        self.maker, self.draw = maker, maker.draw
        self.limit = 1 << 70  # of whole numbers, lower when the program counts up to them
        names = parted(one, other)
        self.written = bool(names & WRITTEN)
        rows = ((NUMBERS | WRITTEN, self.number), (IDENTITIES, self.twin), (IDENTITIES, self.one_nan), (TEXTS, self.text))
        self.ways = [way for row, way in rows if names & row]

    def number(self, value, args, at, other):
        draw = self.draw
        if type(value) in (list, tuple) and value:
            place = draw.randrange(len(value))
            return type(value)([*value[:place], self.number(value[place], args, at, other), *value[place + 1:]])
        if type(value) is float:
            return draw.choice((draw.randint(-9, 9) + 0.5, round(draw.uniform(-9, 9), 2) + 0.005, -0.0, 0.1 + 0.2, 1e16,
                                2.0 ** 53 + 2, 1e-9, 0.285, 2.675, 1e308, self.maker.real(), value + self.maker.real()))
        if type(value) is int:
            if self.written and draw.random() < 0.1:
                return draw.choice((1, -1)) * 10 ** 4400
            return self.maker.edge(self.limit)
        return value

    def twin(self, value, args, at, other):
        """Values that are equal and no less different, both of them."""
        draw = self.draw
        row = draw.choice(TWINS)
        if type(value) in (list, tuple) and value:
            items = list(value)
            for _ in range(draw.choice((1, 2, 3))):
                items.insert(draw.randrange(len(items) + 1), draw.choice(row))
            return type(value)(items)
        return draw.choice(row) if type(value) in (int, float, bool) else value

    def one_nan(self, value, args, at, other):
        """The same NaN in the value and, mostly, in place of every number."""
        everywhere = self.draw.random() < 0.7
        changed = hostile.one_nan_throughout(args) if everywhere else None
        if changed is None or not isinstance(at, int):
            return hostile.OneNan() if type(value) in (int, float) else value
        args[:] = changed
        return changed[at]

    def text(self, value, args, at, other):
        draw = self.draw
        if type(value) in (list, tuple) and value:
            place = draw.randrange(len(value))
            return type(value)([*value[:place], self.text(value[place], args, at, other), *value[place + 1:]])
        if type(value) is not str:
            return value
        others = [arg for arg in args if type(arg) is str and arg]
        if others and draw.random() < 0.3:  # the same but for its case
            other = draw.choice(others)
            return draw.choice((other.upper(), other.lower(), other.casefold(), other.swapcase(), other.title()))
        where = draw.choice((0, len(value), len(value), draw.randrange(len(value) + 1)))
        return value[:where] + draw.choice(ODD_TEXTS) + value[where:]
