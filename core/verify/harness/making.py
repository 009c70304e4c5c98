"""Makes values of a Shape, and learns from what the calls came to.

Each time a kind is chosen for a shape, the choice is noted; when the call returns or reaches a new line
the belief in the kinds it was made with grows, when it ends in a TypeError or an AttributeError it
shrinks. So guesses that were wrong die out, at every depth of a nested value.
"""

import ast
import collections
import datetime
import decimal
import enum
import fractions
import inspect
import io
import operator
import pathlib
import re
import sys

import hostile
import shapes
import texts
import values
from kinds import METHODS

LINKS = frozenset("next left right child prev previous parent head tail root first last link".split())
LINK_LISTS = frozenset("children neighbors neighbours edges nodes items successors".split())
NO_ARGUMENT = (list, int, dict, str)
ONE_ARGUMENT = (abs, str, bool, len, operator.neg, int, repr, sorted, list, hash)
TWO_ARGUMENTS = (operator.add, max, min, operator.lt, operator.eq, operator.mul, operator.sub, pow)
SCALARS = dict(int=3, text=2, real=1)
DEEP = 4          # below this only plain values are made
LEAST, MOST = 0.02, 2.0  # belief in a kind: what its votes are multiplied by
# What from the standard library a program may ask for by name.
LIBRARY = {
    "Decimal": lambda maker: decimal.Decimal(maker.draw.choice(("1.5", "-2", "0", "10.00", "1e3"))),
    "Fraction": lambda maker: fractions.Fraction(maker.integer(), abs(maker.integer()) + 1),
    "date": lambda maker: datetime.date(2020, maker.draw.randint(1, 12), maker.draw.randint(1, 28)),
    "timedelta": lambda maker: datetime.timedelta(maker.integer(), maker.integer()),
    "deque": lambda maker: collections.deque(maker.many(maker.integer)()),
    "OrderedDict": lambda maker: collections.OrderedDict(a=1, b=maker.integer()),
    "Counter": lambda maker: collections.Counter(maker.text()),
    "Path": lambda maker: pathlib.PurePosixPath(maker.draw.choice(("a/b.txt", "/x", "."))),
    "complex": lambda maker: complex(maker.real(), maker.real()),
    "range": lambda maker: range(maker.natural()),
    "bytearray": lambda maker: bytearray(maker.text().encode("utf-8", "replace")),
    "Pattern": lambda maker: re.compile(maker.draw.choice((r"a+", r"\d+", r"(x)?y"))),
}


class Builder(values.Maker):
    """A Maker that knows the program: its module, its classes and what its code asks for."""

    def __init__(self, seed, node, program):
        super().__init__(seed, node)
        self.program, self.module = program, None
        self.choices = {}
        self.trust = 2          # in the votes: the power they are raised to
        self.recent = []        # scalars of the attempt: equal ones take other ways
        self.usual = {}         # id of a shape -> the kind of this attempt
        self._attributes = {}   # class name -> names its instances have
        self._parameters = {}   # class name -> shapes of what __init__ takes

    # ---- choosing

    def choose(self, shape, depth):
        votes = {kind: weight for kind, weight in shape.votes.items() if weight > 0}
        if depth and len(shape.fields) > 1 and not votes:
            shape.vote(tuple=1, list=0.5)
        if not votes or (depth and sum(votes.values()) < 1):
            votes = dict(SCALARS, **votes)
            shape.votes.update({kind: w for kind, w in SCALARS.items() if kind not in shape.votes})
        if depth > DEEP:
            votes = {kind: w for kind, w in votes.items() if kind in SCALARS} or {"int": 1}
        kinds = list(votes)
        if self.draw.random() < (0.08 if depth == 0 else 0.03):
            return self.draw.choice(kinds + ["int", "text", "real", "none", "list", "tuple", "dict"][
                :3 if depth > 1 else 7])
        weights = [(votes[kind] * shape.belief.get(kind, 1.0)) ** self.trust for kind in kinds]
        return self.draw.choices(kinds, weights)[0]

    def make(self, shape, depth=0):
        kind = self.choose(shape, depth)
        return self.of_kind(shape, kind, depth)

    def of_kind(self, shape, kind, depth):
        self.choices[id(shape), kind] = shape, depth
        return getattr(self, "_a_" + kind)(shape, depth)

    def start(self):
        """A new attempt."""
        self.choices.clear()
        self.recent.clear()
        self.usual.clear()
        self.trust = self.draw.choice((2, 2, 2, 1, 1, 0.5))

    def _again(self, kind):
        """A value of this type that the attempt has already, now and then."""
        if self.recent and self.draw.random() < 0.2:
            found = [value for value in self.recent if type(value) is kind]
            return self.draw.choice(found) if found else None
        return None

    def learn(self, factor):
        for (_, kind), (shape, _) in self.choices.items():
            belief = shape.belief.get(kind, 1.0)
            shape.belief[kind] = min(MOST, max(LEAST, belief * factor))

    # ---- plain kinds

    def _constant(self, shape, *kinds):
        found = [value for value in shape.constants if type(value) in kinds]
        return self.draw.choice(found) if found and self.draw.random() < 0.5 else None

    def _a_int(self, shape, depth):
        value = self._again(int)
        if value is None:
            value = self._constant(shape, int)
            if value is not None:
                value += self.draw.choice((0, 0, 0, -1, 1))
            elif self.draw.random() < 0.03:
                value = self.edge() if self.draw.random() < 0.5 else self.draw.getrandbits(
                    self.draw.choice((20, 40, 64, 130, 700)))
            else:
                value = self.natural() if self.draw.random() < 0.6 else self.integer()
        self.recent.append(value)
        return value

    def _a_real(self, shape, depth):
        value = self._constant(shape, float, int)
        return float(value) if value is not None else self.real()

    def _a_text(self, shape, depth):
        value = self._again(str)
        if value is None:
            value = self._new_text(shape)
        self.recent.append(value)
        return value

    def _new_text(self, shape):
        draw = self.draw
        if shape.patterns and draw.random() < 0.7:
            text = texts.from_pattern(draw.choice(shape.patterns), draw)
            if text is not None:
                return text
        if (shape.prefixes or shape.suffixes) and draw.random() < 0.3:
            return draw.choice(shape.prefixes or [""]) + self.text() + draw.choice(shape.suffixes or [""])
        chance = draw.random()
        constants = [value if type(value) is str else value.decode("latin-1")
                     for value in shape.constants if type(value) in (str, bytes) and value]
        if constants and chance < 0.5:
            return draw.choice(constants) if draw.random() < 0.5 else texts.spliced(constants, draw, self.integers)
        if chance < 0.65:
            text = texts.by_name(shape.names, draw)
            if text is not None:
                return text
        return self.text()

    def _a_bytes(self, shape, depth):
        value = self._constant(shape, bytes)
        if value is not None:
            return value
        text = self._a_text(shape, depth)
        if type(text) is bytes or self.draw.random() < 0.25:
            return text if type(text) is bytes else bytes(self.draw.randrange(256) for _ in range(
                self.draw.choice((1, 2, 4, 8, 16))))
        return text.encode("utf-8", "replace")

    def _a_flag(self, shape, depth):
        return self.draw.random() < 0.5

    def _a_none(self, shape, depth):
        return None

    def _a_date(self, shape, depth):
        draw = self.draw
        day = datetime.datetime(draw.choice((1999, 2000, 2020, 2023)), draw.randint(1, 12),
                                draw.randint(1, 28), draw.randrange(24), draw.randrange(60))
        return day if draw.random() < 0.7 else day.date()

    def _a_type(self, shape, depth):
        own = [self.module.__dict__.get(name) for name in self.program.classes]
        return self.draw.choice([int, str, list, dict, float, object, bool,
                                 *(kind for kind in own if isinstance(kind, type))])

    def _a_callable(self, shape, depth):
        if shape.result is not None and self.draw.random() < 0.4:
            return hostile.Answer(self.make(shape.result, depth + 1))
        if shape.arguments == 0 and self.draw.random() < 0.5:
            return self.draw.choice(NO_ARGUMENT)
        return self.draw.choice(TWO_ARGUMENTS if shape.arguments > 1 else ONE_ARGUMENT)

    # ---- files

    def _lines(self, shape):
        line = shape.items or shape
        return "\n".join(str(self._a_text(line, 1)) for _ in range(self.size() % 7)) + "\n"

    def _a_text_file(self, shape, depth):
        return io.StringIO(self._lines(shape))

    def _a_byte_file(self, shape, depth):
        return io.BytesIO(self._a_bytes(shape, depth) + self._lines(shape).encode("utf-8", "replace"))

    def _a_path(self, shape, depth):
        return hostile.TextFile(self._lines(shape))

    # ---- containers

    def _items(self, shape, depth):
        """Some items; mostly of one kind, as code expects."""
        size = self.size() if depth == 0 else self.size() % (7 if depth == 1 else 4)
        item = shape.item()
        if self.draw.random() < 0.12:
            return [self.make(item, depth + 1) for _ in range(size)]
        kind = self._usual(item, depth + 1)
        return [self.of_kind(item, kind, depth + 1) for _ in range(size)]

    def _field(self, shape, depth):
        """One field of a record: of a kind throughout the records."""
        return self.of_kind(shape, self._usual(shape, depth, 0.03), depth)

    def _usual(self, shape, depth, other=0.15):
        """The kind that this attempt has taken for the shape before: what is compared is alike."""
        if id(shape) not in self.usual or self.draw.random() < other:
            self.usual[id(shape)] = self.choose(shape, depth)
        return self.usual[id(shape)]

    def _rows(self, shape, depth):
        height = self.draw.choice((1, 2, 3, 3, 4, 5))
        width = height if self.draw.random() < 0.7 else self.draw.choice((1, 2, 3, 4))
        cell = shape.item().item()
        kind = self.choose(cell, depth + 2)
        row = lambda: [self.of_kind(cell, kind, depth + 2) for _ in range(width)]
        rows = [row() for _ in range(height)]
        if shape.item().votes["text"] > shape.item().votes["list"]:
            return ["".join(str(value)[:1] or "." for value in row) for row in rows]
        return rows

    def _a_list(self, shape, depth):
        if len(shape.fields) > 1 and shape.items is None:
            return list(self._fields(shape, depth))
        self._merge_fields(shape)
        ranked = shape.item().ranked()
        rows = shape.square or (ranked and ranked[0] == "list" and not shape.item().fields)
        if rows and shape.item().votes["dict"] < 3 and self.draw.random() < 0.7:
            return self._rows(shape, depth)
        return self._items(shape, depth)

    @staticmethod
    def _merge_fields(shape):
        """table[0] says what every row is like."""
        item = shape.item()
        for part in shape.fields.values() if shape.votes["tuple"] < 3 else ():
            item.votes.update(part.votes)
            item.items, item.keys = item.items or part.items, item.keys or part.keys
            item.square = item.square or part.square
            item.named.update(part.named)
            item.attributes.update(part.attributes)
            item.constants += part.constants
        if shape.votes["tuple"] < 3:
            shape.fields = {}

    def _fields(self, shape, depth):
        wanted = max(shape.fields) + 1
        return tuple(self._field(shape.part(shape.fields, at), depth + 1) for at in range(wanted))

    def _a_tuple(self, shape, depth):
        value = self._constant(shape, tuple)
        if value is not None:
            return value + (self._fields(shape, depth)[len(value):] if shape.fields else ())
        if shape.fields:
            return self._fields(shape, depth)
        return tuple(self._items(shape, depth)[:4])

    def _hashable(self, shape, depth):
        value = self.make(shape, depth)
        try:
            hash(value)
            return value
        except TypeError:
            return self.text() if self.draw.random() < 0.5 else self.integer()

    def _a_set(self, shape, depth):
        """At most one object that is hashed by its address: more would be in an order of chance."""
        made = {self._hashable(shape.item(), depth + 1) for _ in range(self.size() % 9)}
        arbitrary = [value for value in made if type(value).__hash__ is object.__hash__]
        return made.difference(arbitrary[1:])

    def _a_dict(self, shape, depth):
        draw = self.draw
        missing = 0.1 if draw.random() < 0.15 else 0  # records are complete, or the table is not
        made = {name: self._field(part, depth + 1) for name, part in shape.named.items()
                if draw.random() >= missing}
        for name in shape.constants:
            if type(name) is str and draw.random() < 0.4:
                made[name] = self.make(shape.item(), depth + 1)
        if not shape.named or draw.random() < 0.2:
            if not shape.key().votes:
                shape.key().vote(text=2, int=1.5)
            kind = self.choose(shape.key(), depth + 1)
            inner = self.choose(shape.item(), depth + 1)
            for _ in range(self.size() % 6):
                key = self.of_kind(shape.key(), kind, depth + 1)
                if type(key) in values.HASHABLE:
                    made[key] = self.of_kind(shape.item(), inner, depth + 1)
        if draw.random() < 0.6:
            self._connect(made)
        return made

    def _connect(self, made):
        """Values that hold keys: what makes a dict a graph."""
        keys = list(made)
        for key, value in made.items() if keys else ():
            if type(value) is list and all(type(item) in (int, str) for item in value):
                made[key] = [self.draw.choice(keys) for _ in value]
            elif type(value) is dict and all(type(item) in (int, float) for item in value.values()):
                made[key] = {self.draw.choice(keys): item for item in value.values()}
            elif type(value) is set:
                made[key] = {self.draw.choice(keys) for _ in value}

    def _a_array(self, shape, depth):
        numpy = sys.modules.get("numpy")
        if numpy is None:
            return self._a_list(shape, depth)
        draw = self.draw
        rows = draw.choice((1, 2, 3, 4, 7))
        size = rows if not shape.square and draw.random() < 0.6 else (rows, draw.choice((rows, 2, 3)))
        generator = numpy.random.default_rng(draw.randrange(1 << 30))
        return generator.integers(-9, 10, size) if draw.random() < 0.4 else generator.normal(size=size)

    def _a_graph(self, shape, depth):
        """Of networkx, where the program has it; else a dict that is one."""
        networkx, draw = sys.modules.get("networkx"), self.draw
        nodes = list(range(draw.choice((1, 2, 3, 4, 5, 7)))) if draw.random() < 0.6 else list("abcde")[:draw.randint(1, 5)]
        pairs = [(one, draw.choice(nodes)) for one in nodes for _ in range(draw.choice((0, 1, 1, 2)))]
        if draw.random() < 0.5:
            pairs += zip(nodes, nodes[1:])  # all of it hangs together
        if networkx is None:
            return {node: [other for one, other in pairs if one == node] for node in nodes}
        made = draw.choice((networkx.Graph, networkx.Graph, networkx.DiGraph, networkx.MultiGraph))()
        made.add_nodes_from(nodes)
        for one, other in pairs:
            if one != other or draw.random() < 0.1:
                made.add_edge(one, other, **({"weight": self.natural()} if draw.random() < 0.6 else {}))
        return made

    def _a_element(self, shape, depth):
        """A tree of XML elements."""
        library, draw = sys.modules.get("xml.etree.ElementTree"), self.draw
        if library is None:
            return self._a_object(shape, depth)
        names = [text for text in self.texts if text.isidentifier()] or ["a", "b", "item"]
        made = library.Element(draw.choice(names), {draw.choice(names): self.text() for _ in range(draw.choice((0, 1, 2)))})
        made.text, made.tail = draw.choice((None, self.text())), draw.choice((None, None, "\n"))
        for _ in range(draw.choice((0, 1, 2, 3)) if depth < DEEP - 1 else 0):
            made.append(self._a_element(shape, depth + 1))
        return made

    # ---- objects

    def attributes_of(self, name):
        """Names that instances of a class of the module have: methods, class level, self.x = …"""
        if name not in self._attributes:
            found = self._attributes[name] = set()
            node = self.program.classes.get(name)
            for inner in ast.walk(node) if node else ():
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    found.add(inner.name)
                elif isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
                    found.add(inner.attr)
                elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    found.add(inner.id)
            for base in node.bases if node else ():
                found |= self.attributes_of(getattr(base, "id", "")) if getattr(
                    base, "id", name) != name else set()
        return self._attributes[name]

    def _a_object(self, shape, depth):
        wanted = set(shape.attributes)
        fitting = [name for name in self.program.classes
                   if name in shape.classes or (wanted and wanted <= self.attributes_of(name))]
        if fitting and self.draw.random() < 0.9:
            made = self.instance(self.draw.choice(fitting), depth)
            if made is not None:
                return made
        if fitting or shape.classes:
            made = self._of_library(shape.classes)
            if made is not None:
                return made
        library = [make for name, make in LIBRARY.items() if name in shape.classes]
        if library:
            return self.draw.choice(library)(self)
        return hostile.Thing(**{name: self._attribute(part, depth + 1)
                                for name, part in shape.attributes.items()})

    def _of_library(self, names):
        """An object of an imported class that takes nothing, a text or a number."""
        kinds = [kind for name in names if isinstance(kind := self.module.__dict__.get(name), type)
                 and kind.__name__ not in LIBRARY]
        for arguments in ((self.text(),), (), (self.natural(),)):
            try:
                return self.draw.choice(kinds)(*arguments)
            except Exception:
                continue
        return None

    def _attribute(self, shape, depth):
        if shape.votes["callable"] >= max(shape.votes.values(), default=0) > 0:
            return hostile.Answer(self.make(shape.call(), depth))
        return self.make(shape, depth)

    def instance(self, name, depth=0):
        """An object of a class of the module, made by its own constructor; None when that fails."""
        kind = getattr(self.module, name, None)
        if not isinstance(kind, type) or depth > DEEP:
            return None
        if issubclass(kind, enum.Enum):
            return self.draw.choice(list(kind)) if len(kind) else None
        for _ in range(3):
            try:
                made = kind(*self._constructor_arguments(kind, name, depth))
            except Exception:
                continue
            self._link(made, name, depth)
            return made
        return None

    def _constructor_arguments(self, kind, name, depth):
        if name not in self._parameters:
            node = self.program.method(name, "__init__")
            found = self.program.infer(node, name) if node else {}
            self._parameters[name] = {
                parameter.name: (self.from_hint(self.hint(kind, parameter.name), depth),
                                 found.get(parameter.name) or shapes.Shape(parameter.name))
                for parameter in values.required(inspect.signature(kind).parameters.values())}
        return [recipe() if recipe else self.make(shape, depth + 1)
                for recipe, shape in self._parameters[name].values()]

    def _link(self, made, name, depth):
        """Nodes come in chains and trees: empty links are filled with more of the same class."""
        attributes = getattr(made, "__dict__", {})
        for attribute, value in list(attributes.items()):
            if value is None and attribute in LINKS and depth < DEEP and self.draw.random() < 0.6:
                setattr(made, attribute, self.instance(name, depth + 1))
            elif value == [] and attribute in LINK_LISTS and depth < 2:
                value += filter(None, (self.instance(name, depth + 1)
                                       for _ in range(self.draw.randrange(3))))

    def used(self, name, most=3):
        """An instance on which some of its methods were called before."""
        made = self.instance(name)
        node = self.program.classes.get(name)
        methods = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)
                   and not inner.name.startswith("__") and not inner.decorator_list] if node else []
        for _ in range(self.draw.randint(0, most) if methods and made is not None else 0):
            method = self.draw.choice(methods)
            found = self.program.infer(method, name)
            arguments = [self.make(found[argument.arg], 1) for argument in method.args.args[1:]]
            try:
                getattr(made, method.name)(*arguments)
            except Exception:
                pass  # the state it leaves is a state as well
        return made

    # ---- what one parameter of the target gets

    def hint(self, target, name):
        try:
            hints = values.typing.get_type_hints(target.__init__ if isinstance(target, type) else target)
        except Exception:
            return inspect.Parameter.empty
        return hints.get(name, inspect.Parameter.empty)

    def _instance(self, kind, depth):
        """What a type hint that names a class stands for."""
        if kind.__name__ in self.program.classes and kind.__module__ == self.module.__name__:
            return lambda: self.instance(kind.__name__, depth)
        make = LIBRARY.get(kind.__name__)
        return (lambda: make(self)) if make else super()._instance(kind, depth)


# ---- relations between arguments

def same_length(args, draw):
    sized = [arg for arg in args if type(arg) in (list, str, tuple)]
    length = min(map(len, sized)) if sized else 0
    return [arg[:length] if type(arg) in (list, str, tuple) else arg for arg in args]


def within(args, draw):
    """Numbers that can be indexes into the sequence before them."""
    length = next((len(arg) for arg in args if type(arg) in (list, str, tuple) and arg), 0)
    return [arg % length if length and type(arg) is int else arg for arg in args]


def ordered(args, draw):
    """Lists in order, numbers not decreasing."""
    numbers = iter(sorted(arg for arg in args if type(arg) is int))
    made = [next(numbers) if type(arg) is int else arg for arg in args]
    return [sorted(arg) if type(arg) is list and len({*map(type, arg)}) == 1 and
            type(arg[0]) in (int, float, str) else arg for arg in made]


def contained(args, draw):
    """A later argument that is an element, a key or a piece of an earlier container."""
    made = list(args)
    for at, arg in enumerate(args):
        if type(arg) in (list, dict, str) and arg:
            for later in range(len(args)):
                if later == at or type(args[later]) in (list, dict):
                    continue
                if type(arg) is str and type(args[later]) is str:
                    start = draw.randrange(len(arg))
                    made[later] = arg[start:start + draw.randint(1, 4)]
                elif type(arg) is not str:
                    made[later] = draw.choice(list(arg))
            break
    return made


def multiplied(args, draw):
    """Two matrices that can be multiplied: square ones of one size."""
    tables = [arg for arg in args if type(arg) is list and arg and type(arg[0]) is list]
    side = min((min(len(table), *map(len, table)) for table in tables), default=0)
    return [[row[:side] for row in arg[:side]] if side and any(arg is t for t in tables) else arg
            for arg in args]


def overlapping(args, draw):
    """Lists that have elements in common."""
    made = list(args)
    lists = [at for at, arg in enumerate(args) if type(arg) is list and arg]
    for at in lists[1:]:
        first = args[lists[0]]
        made[at] = args[at][:len(args[at]) // 2] + [draw.choice(first) for _ in range(
            draw.randint(1, 4))]
    return made


RELATIONS = (same_length, overlapping, within, ordered, contained, multiplied)


def relate(args, draw):
    if len(args) and draw.random() < 0.55:
        try:
            return draw.choice(RELATIONS)(args, draw)
        except TypeError:
            pass  # elements that cannot be put in order
    return args


# ---- what an exception says about the arguments

NO_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
# Messages that name the type that was given, and those that name the one that is wanted.
GIVEN = (
    (re.compile(r"'(\w+)' object is not iterable|cannot unpack non-iterable (\w+)|'(\w+)' object is not an "
                r"iterator|argument of type '(\w+)' is not iterable|object of type '(\w+)' has no len"),
     dict(list=1)),
    (re.compile(r"'(\w+)' object is not subscriptable|'(\w+)' object does not support item assignment"),
     dict(list=0.7, dict=0.7)),
    (re.compile(r"(list|tuple|str)ing? indices must be integers"), dict(dict=1)),
    (re.compile(r"'(\w+)' object is not callable"), dict(callable=1)),
    (re.compile(r"unhashable type: '(\w+)'"), dict(int=0.5, text=0.5)),
    (re.compile(r"'(\w+)' object cannot be interpreted as an integer"), dict(int=1)),
    (re.compile(r"must be str, not (\w+)|expected str instance, (\w+) found|bad operand type for unary .: "
                r"'(\w+)'|must be real number, not (\w+)"), dict(text=0.4, int=0.4)),
)
WANTED = (
    (re.compile("expected string|must be a string|a string is required"), dict(text=1)),
    (re.compile("bytes-like object is required|expected bytes|must be bytes"), dict(bytes=1)),
    (re.compile("an integer is required|must be an integer"), dict(int=1)),
)
KIND_OF_TYPE = {"int": "int", "float": "real", "str": "text", "list": "list", "dict": "dict",
                "tuple": "tuple", "bool": "flag", "NoneType": "none", "bytes": "bytes", "set": "set",
                "Thing": "object"}
HEARD_MOST = 4  # votes for a kind that messages alone can give


def _hear(shape, votes):
    if max(shape.votes.values(), default=0) > HEARD_MOST:
        return  # the code itself says it clearly
    for kind, weight in votes.items():
        if shape.votes[kind] < HEARD_MOST:
            shape.vote(**{kind: weight})


def _made_as(given, choices):
    """The shapes that a value of this kind was made for, the outermost ones."""
    found = [(shape, depth) for (_, chosen), (shape, depth) in choices if chosen == given]
    outermost = min((depth for _, depth in found), default=0)
    return [shape for shape, depth in found if depth == outermost]


def _missing_attribute(given, attribute, choices):
    for shape in _made_as(given, choices):
        if not attribute.startswith("__"):
            votes = METHODS.get(attribute, dict(object=2))
            _hear(shape, {kind: weight / 2 for kind, weight in votes.items()})
            if given == "object" or attribute not in METHODS:
                shape.part(shape.attributes, attribute)


def listen(error, choices):
    """Votes that the message of a failed call suggests for the shapes it was made with."""
    text, choices = str(error)[:400], list(choices.items())
    if type(error) is AttributeError and (match := NO_ATTRIBUTE.search(text)):
        _missing_attribute(KIND_OF_TYPE.get(match[1]), match[2], choices)
    elif type(error) is KeyError and error.args and type(error.args[0]) is str:
        for shape in _made_as("dict", choices):
            if shape.named and len(shape.named) < 30:
                shape.part(shape.named, error.args[0])
    elif type(error) is TypeError:
        for pattern, votes in GIVEN:
            if match := pattern.search(text):
                given = KIND_OF_TYPE.get(next(filter(None, match.groups()), ""))
                for shape in _made_as(given, choices):
                    _hear(shape, votes)
        for pattern, votes in WANTED:
            if pattern.search(text):
                for _, (shape, depth) in choices:
                    if depth == 0:
                        _hear(shape, votes)
