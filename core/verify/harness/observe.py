"""Canonical encoding of everything a call can be seen to have done.

One pass over the outcome, the arguments, the module's state and the process's state, so that an
object reachable from two of them is recognised as the same one. The service compares the bytes;
nothing here decides anything. Two encodings are equal exactly when

  - types are identical (bool is not int, a subclass is not its base),
  - floats have the same bits, strings and bytes the same content,
  - lists, tuples and dicts have equal elements in the same order, sets equal elements,
  - mutable objects are shared in the same places (aliasing and cycles),
  - exceptions agree in type, arguments, cause, context, notes and attributes,
  - NumPy arrays agree in dtype, shape, layout, writeability, sharing and every bit,
  - functions and classes agree in name, signature and state; their code is free to differ.

User code is never asked: no __eq__, __hash__, __repr__ or __reduce__ of a user's class runs. Only
iterators are advanced, because what they yield, and when, is what they are.

Grammar (little-endian): an atom is what marshal.dumps(atom, 2) gives; every other token is one
letter of TAGS and a 32-bit number, followed by what the letter announces. A list, tuple or dict that
holds atoms alone is marshalled whole, unless `plain` is off because the service wants to look at
single floats. core/verify/observation.c reads the same grammar.
"""

import array
import asyncio
import collections
import datetime
import decimal
import hashlib
import inspect
import io
import os
import pathlib
import random
import re
import sys
import types
from marshal import dumps

ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes, type(...)})

# One letter each, none of them a type code that marshal writes.
LIST, TUPLE, DICT, SET, FROZENSET = b"L", b"P", b"D", b"Q", b"V"
OBJECT, EXCEPTION, FUNCTION, CLASS, MODULE = b"O", b"E", b"J", b"K", b"M"
ITERATOR, ARRAY, ALIAS, EARLIER, STATE, CUT = b"G", b"H", b"@", b"<", b"W", b"!"

MAX_NODES = 3_000_000  # elements in one observation
MAX_DEPTH = 60_000     # nesting
MAX_ITEMS = 1000       # taken from one iterator
LAZY_ITEMS = 16        # items after which the arguments are looked at again
HASH_ABOVE = 1 << 18   # longer observations travel as a digest

TRUNCATED, OPAQUE = 1, 2  # bits of the first byte of an observation
ITEM_MARK = "\x1e"        # printed after each item taken from the outcome

# Names of a module or class that say where it came from rather than what it is.
UNOBSERVED = frozenset(
    "__builtins__ __cached__ __file__ __loader__ __spec__ __package__ __name__ __warningregistry__ "
    "__dict__ __weakref__ __module__ __qualname__ __firstlineno__ __static_attributes__ "
    "__abstractmethods__ _abc_impl __annotations__ __parameters__ __orig_bases__".split()
)

MemberDescriptor = types.MemberDescriptorType
CODE_KIND = (
    inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR
    | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
)


def _datetime_state(value):
    return [value.isoformat(), getattr(value, "fold", 0), getattr(value, "tzinfo", None)]


def _stream_state(value):
    return ["closed"] if value.closed else [value.getvalue(), value.tell()]


def _match_state(value):
    return [value.re, value.string, value.pos, value.endpos, value.regs]


def _method_state(value):
    return [value.__func__, value.__self__]


def _view_state(value):
    return [value.format, value.shape, value.readonly, value.tobytes()]


# Exact types whose state is not in a __dict__ or in slots: type -> function giving a list.
STATES = {
    bytearray: lambda value: [bytes(value)],
    range: lambda value: [value.start, value.stop, value.step],
    slice: lambda value: [value.start, value.stop, value.step],
    memoryview: _view_state,
    array.array: lambda value: [value.typecode, value.tobytes()],
    collections.deque: lambda value: [value.maxlen, *value],
    decimal.Decimal: lambda value: list(value.as_tuple()),
    datetime.datetime: _datetime_state,
    datetime.date: _datetime_state,
    datetime.time: _datetime_state,
    datetime.timedelta: lambda value: [value.days, value.seconds, value.microseconds],
    datetime.timezone: lambda value: [str(value)],
    io.StringIO: _stream_state,
    io.BytesIO: _stream_state,
    re.Pattern: lambda value: [value.pattern, value.flags],
    re.Match: _match_state,
    random.Random: lambda value: [value.getstate()],
    types.MethodType: _method_state,
    types.MappingProxyType: lambda value: [dict(value)],
    types.GenericAlias: lambda value: [value.__origin__, value.__args__],
    property: lambda value: [value.fget, value.fset, value.fdel],
    staticmethod: lambda value: [value.__func__],
    classmethod: lambda value: [value.__func__],
    type({}.keys()): list,
    type({}.values()): list,
    type({}.items()): list,
    object: lambda value: [],
    type(NotImplemented): lambda value: [],
}
STATES.update({kind: lambda value: [str(value)] for kind in (
    pathlib.PosixPath, pathlib.PurePosixPath, pathlib.PureWindowsPath)})

# Subclasses of these carry their content in the base: base -> function giving an encodable value.
BASES = (
    (dict, lambda value: [[key, item] for key, item in dict.items(value)]),
    (list, lambda value: list(list.__iter__(value))),
    (tuple, lambda value: list(tuple.__iter__(value))),
    (set, lambda value: set(set.__iter__(value))),
    (frozenset, lambda value: set(frozenset.__iter__(value))),
    (str, lambda value: str.__str__(value)),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
    (bytearray, lambda value: bytes(bytearray.__getitem__(value, slice(None)))),
    (int, lambda value: int.__int__(value)),
    (float, lambda value: float.__float__(value)),
    (complex, lambda value: complex.__complex__(value)),
    (collections.deque, lambda value: [collections.deque.maxlen.__get__(value),
                                       *collections.deque.__iter__(value)]),
    (decimal.Decimal, lambda value: list(decimal.Decimal.as_tuple(value))),
)


def type_name(kind):
    module = type.__getattribute__(kind, "__module__")
    name = type.__getattribute__(kind, "__qualname__")
    return f"{module}.{name}" if type(module) is str else name


def is_iterator(kind):
    return kind.__module__ in ("builtins", "itertools") and hasattr(kind, "__next__")


class Encoder:
    """Encodes values into `out`; remembers every mutable object it met."""

    def __init__(self, module=None, plain=True, added=frozenset(), memory=None):
        self.out = []
        self.flags = 0
        self.plain = plain
        self.draining = True    # advance iterators; off for module state, which must stay usable
        self.watched = None     # arguments to look at between the items of the outcome
        self._module = module
        self._globals = None if module is None else module.__dict__
        self._added = added     # names the candidate brought along: "name", "Class.name"
        self._memory = memory   # objects that earlier calls gave out
        self._seen = {}         # id -> position in the order of first meeting
        self._kept = []         # keeps those objects alive, so that ids stay unique
        self._nodes = 0
        self._depth = 0

    # ---- plumbing

    def token(self, tag, number=0):
        self.out.append(tag + number.to_bytes(4, "little"))

    def text(self, text):
        self.out.append(dumps(text, 2))

    def met(self, value):
        """True, with an alias token written, when `value` was met before."""
        position = self._seen.get(id(value))
        if position is not None:
            self.token(ALIAS, position)
            return True
        self._seen[id(value)] = len(self._seen)
        self._kept.append(value)
        if self._memory is not None and id(value) in self._memory.numbers:
            self.token(EARLIER, self._memory.numbers[id(value)])
        return False

    def _flat(self, values):
        return self.plain and ATOMS.issuperset(map(type, values))

    # ---- dispatch

    def encode(self, value):
        kind = type(value)
        if kind in ATOMS:
            self._nodes += 1
            self.out.append(dumps(value, 2))
            return
        if self._nodes > MAX_NODES or self._depth > MAX_DEPTH:
            self.flags |= TRUNCATED
            self.token(CUT)
            return
        self._nodes += 1
        self._depth += 1
        handler = HANDLERS.get(kind)
        if handler is not None:
            handler(self, value)
        else:
            self._other(value, kind)
        self._depth -= 1

    def _other(self, value, kind):
        if isinstance(kind, type) and issubclass(kind, type):
            self.class_(value)
        elif issubclass(kind, BaseException):
            self.exception(value)
        elif kind in STATES:
            self.state(value)
        elif kind.__module__ == "numpy" and hasattr(kind, "dtype"):
            self.numpy(value, kind)
        elif is_iterator(kind):
            self.iterator(value)
        else:
            self.object(value, kind)

    # ---- containers

    def list_(self, value):
        if self.met(value):
            return
        self._nodes += len(value)
        if self._flat(value):
            self.out.append(dumps(value, 2))
            return
        self.token(LIST, len(value))
        for item in value:
            self.encode(item)

    def tuple_(self, value):
        # The identity of an immutable tuple is not compared; what it holds is.
        self._nodes += len(value)
        if self._flat(value):
            self.out.append(dumps(value, 2))
            return
        self.token(TUPLE, len(value))
        for item in value:
            self.encode(item)

    def dict_(self, value):
        if self.met(value):
            return
        self._nodes += len(value)
        if self._flat(value) and self._flat(value.values()):
            self.out.append(dumps(value, 2))
            return
        self.token(DICT, len(value))
        for key, item in value.items():
            self.encode(key)
            self.encode(item)

    def set_(self, value):
        if not self.met(value):
            self._members(SET, value)

    def frozenset_(self, value):
        self._members(FROZENSET, value)

    def _members(self, tag, value):
        self.token(tag, len(value))
        self._nodes += len(value)
        if ATOMS.issuperset(map(type, value)):
            self.out.extend(sorted(dumps(item, 2) for item in value))
            return
        # Sorted by their encoding on their own, then encoded for real, so that sharing shows.
        for _, item in sorted(((self._alone(item), item) for item in value),
                              key=lambda pair: pair[0]):
            self.encode(item)

    def _alone(self, value):
        encoder = Encoder(self._module, self.plain, self._added)
        encoder.draining = False
        encoder.encode(value)
        return b"".join(encoder.out)

    # ---- objects

    def state(self, value):
        if self.met(value):
            return
        self.token(STATE)
        self.text(type_name(type(value)))
        self.encode(STATES[type(value)](value))

    def object(self, value, kind):
        if self.met(value):
            return
        self.token(OBJECT)
        self.text(type_name(kind))
        known = False
        for base, content in BASES:
            if issubclass(kind, base):
                self.encode(content(value))
                known = True
                break
        known = self.attributes(value, kind) or known
        if not known and not kind.__flags__ & (1 << 9):  # a C type that we cannot look into
            self.flags |= OPAQUE

    def attributes(self, value, kind):
        """__dict__ and every slot or C member, through their own descriptors."""
        found = False
        try:
            attributes = object.__getattribute__(value, "__dict__")
        except AttributeError:
            attributes = None
        if type(attributes) is dict:
            found = True
            self.encode(attributes)
        for base in type.__getattribute__(kind, "__mro__"):
            for name, member in type.__getattribute__(base, "__dict__").items():
                if type(member) is MemberDescriptor and name not in UNOBSERVED:
                    found = True
                    self.text(name)
                    try:
                        self.encode(member.__get__(value, kind))
                    except AttributeError:
                        self.token(CUT)  # an empty slot
        return found

    def exception(self, value):
        if self.met(value):
            return
        kind = type(value)
        self.token(EXCEPTION)
        self.text(type_name(kind))
        self.encode(list(BaseException.args.__get__(value)))
        self.encode(BaseException.__cause__.__get__(value))
        self.encode(BaseException.__context__.__get__(value))
        self.encode(bool(BaseException.__suppress_context__.__get__(value)))
        self.attributes(value, kind)

    def function(self, value):
        if self.met(value):
            return
        self.token(FUNCTION)
        self.text(f"{value.__module__}.{value.__qualname__}")
        if value.__globals__ is not self._globals:
            return
        code = value.__code__
        count = code.co_argcount + code.co_kwonlyargcount
        self.encode((code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount,
                     code.co_flags & CODE_KIND, code.co_varnames[:count]))
        self.encode(value.__defaults__)
        self.encode(value.__kwdefaults__)
        self.encode(value.__dict__)
        self.encode(value.__doc__)
        for cell in value.__closure__ or ():
            try:
                self.encode(cell.cell_contents)
            except ValueError:
                self.token(CUT)  # an empty cell
        if "<locals>" in value.__qualname__ or value.__name__ == "<lambda>":
            self.flags |= OPAQUE

    def builtin(self, value):
        self.token(FUNCTION)
        self.text(f"{value.__module__}.{value.__qualname__}")
        owner = getattr(value, "__self__", None)
        if owner is not None and not isinstance(owner, (type, types.ModuleType)):
            self.encode(owner)

    def class_(self, value):
        if self.met(value):
            return
        self.token(CLASS)
        self.text(type_name(value))
        if self._module is None or value.__module__ != self._module.__name__:
            return
        self.encode([base for base in type.__getattribute__(value, "__bases__")])
        self.namespace(type.__getattribute__(value, "__dict__"), value.__qualname__ + ".")

    def namespace(self, names, prefix=""):
        chosen = sorted(name for name in names
                        if name not in UNOBSERVED and prefix + name not in self._added)
        self.token(DICT, len(chosen))
        for name in chosen:
            self.text(name)
            self.encode(names[name])

    def module(self, value):
        self.token(MODULE)
        self.text(value.__name__)

    # ---- iterators, coroutines, arrays

    def iterator(self, value):
        if self.met(value):
            return
        self.token(ITERATOR)
        self.text(type_name(type(value)))
        if not self.draining:
            return
        count = 0
        try:
            for item in value:
                self.encode(item)
                count += 1
                self._between_items(count)
                if count >= MAX_ITEMS:
                    if type(value) is types.GeneratorType:
                        value.close()
                    break
        except BaseException as error:
            error.__traceback__ = None
            self.encode(error)
        self.token(ITERATOR, count)

    def _between_items(self, count):
        if self.watched is None:
            return
        try:
            sys.stdout.write(ITEM_MARK)
        except Exception:
            pass  # the program replaced or closed it
        if count <= LAZY_ITEMS:
            self.out.append(dumps(hashlib.sha256(self._alone(self.watched)).digest(), 2))

    def numpy(self, value, kind):
        if kind.__name__ != "ndarray":  # a scalar
            self.token(ARRAY)
            self.text(f"{type_name(kind)} {value.dtype.str}")
            self.encode(value.tobytes())
            return
        if self.met(value):
            return
        self.token(ARRAY, value.ndim)
        self.encode([str(value.dtype.descr), list(value.shape), value.flags.c_contiguous,
                     value.flags.f_contiguous, value.flags.writeable])
        owner = value
        while type(owner.base) is kind:
            owner = owner.base
        if owner is not value and not self.met(owner):
            self.token(ARRAY)
        self.encode(value.tolist() if value.dtype.hasobject else value.tobytes())


class Memory:
    """Mutable objects that earlier outcomes held: a cache that hands them out again is seen."""

    LIMIT = 20_000

    def __init__(self):
        self.numbers = {}
        self._kept = []

    def add(self, encoder):
        for value in encoder._kept[: self.LIMIT - len(self._kept)]:
            if self.numbers.setdefault(id(value), len(self._kept)) == len(self._kept):
                self._kept.append(value)


HANDLERS = {
    list: Encoder.list_,
    tuple: Encoder.tuple_,
    dict: Encoder.dict_,
    set: Encoder.set_,
    frozenset: Encoder.frozenset_,
    type: Encoder.class_,
    types.FunctionType: Encoder.function,
    types.BuiltinFunctionType: Encoder.builtin,
    types.ModuleType: Encoder.module,
}

RETURNED, RAISED, EXHAUSTED = b"R", b"X", b"L"


async def _collect(stream):
    return [item async for item in stream]


def _settle(value):
    """What a caller would get from the returned value; runs coroutines."""
    kind = type(value)
    if kind is types.CoroutineType:
        return ["coroutine", asyncio.run(value)]
    if kind is types.AsyncGeneratorType:
        return ["async generator", asyncio.run(_collect(value))]
    return value


def invoke(function, args, kwargs):
    """(RETURNED, value), (RAISED, exception), or (EXHAUSTED, exception) when Python itself gave up."""
    try:
        return RETURNED, _settle(function(*args, **kwargs))
    except (RecursionError, MemoryError) as error:
        error.__traceback__ = None
        return EXHAUSTED, error
    except BaseException as error:
        error.__traceback__ = None
        return RAISED, error


class Start:
    """What the process looked like before the program; later looks tell the difference only."""

    def __init__(self):
        self.directory = os.getcwd()
        self.environment = dict(os.environ._data)

    def changes(self):
        environment = os.environ._data
        if environment == self.environment:
            changed = None
        else:
            changed = [sorted(environment.items() - self.environment.items()),
                       sorted(self.environment.keys() - environment.keys())]
        _, words, gauss = random.getstate()
        state = [os.getcwd() == self.directory, changed, sys.getrecursionlimit(), hash(words), gauss]
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            name, keys, *rest = numpy.random.get_state()
            state += [name, hashlib.sha256(keys.tobytes()).digest(), rest]
        return state


def observation(kind, value, args, kwargs, module, start, plain=True, added=frozenset(),
                memory=None, extra=()):
    """flags, kind, eight bytes that identify the outcome, then the encoding (or its digest)."""
    limit = sys.getrecursionlimit()
    state = start.changes()
    sys.setrecursionlimit(max(limit, 3 * MAX_DEPTH))
    try:
        encoder = Encoder(module, plain, added, memory)
        encoder.watched = [args, kwargs]
        encoder.encode(value)
        encoder.watched = None
        if memory is not None:
            memory.add(encoder)
        flags = encoder.flags
        outcome = hashlib.sha256(b"".join(encoder.out)).digest()[:8]
        encoder.encode([args, kwargs])
        encoder.draining = False
        encoder.namespace(module.__dict__)
        encoder.encode([state, *extra])
    finally:
        sys.setrecursionlimit(limit)
    flags |= encoder.flags & TRUNCATED
    body = b"".join(encoder.out)
    if plain and len(body) > HASH_ABOVE:
        body = CUT + len(body).to_bytes(8, "little") + hashlib.sha256(body).digest()
    return bytes([flags]) + kind + outcome + body
