"""What the state of a library object is: tables from exact types to functions that list it.

Objects of a program's own classes keep theirs in a __dict__, in slots and in the builtin they derive
from; those of types written in C do not, so each such type that programs hand around has a row here.
A row is trusted to read and never to change, and to ask no user code. What has no row is opaque.
"""

import _hashlib
import array
import collections
import datetime
import decimal
import fractions
import functools
import io
import operator
import pathlib
import random
import re
import struct
import sys
import threading
import types
import uuid
import weakref


def _datetime_state(value):
    return [value.isoformat(), getattr(value, "fold", 0), getattr(value, "tzinfo", None)]


def _memory_stream(value):
    return ["closed"] if value.closed else [value.getvalue(), value.tell()]


def _open_file(value):
    """Where a file stands; what is in it is compared when the process has ended."""
    mode = getattr(value, "mode", None)
    if value.closed:
        return [value.name, mode, "closed"]
    try:
        return [value.name, mode, value.tell()]
    except (OSError, ValueError):
        return [value.name, mode, None]  # a pipe, or a text file that is being iterated over


def _match_state(value):
    return [value.re, value.string, value.pos, value.endpos, value.regs]


def _view_state(value):
    return [value.format, value.shape, value.readonly, value.tobytes()]


def _element_state(value):
    return [value.tag, value.attrib, value.text, value.tail, *value]


def reduced(value):
    """The arguments of the constructor, for builtin types that can be pickled."""
    return list(value.__reduce__()[1:])


def _by_text(value):
    return [str(value)]


# Two equal ones cannot be told apart but by `is`, which is not compared for immutable values.
IMMUTABLE = {
    range: lambda value: [value.start, value.stop, value.step],
    slice: lambda value: [value.start, value.stop, value.step],
    decimal.Decimal: lambda value: list(value.as_tuple()),
    fractions.Fraction: lambda value: [value._numerator, value._denominator],
    uuid.UUID: lambda value: [value.int],
    datetime.datetime: _datetime_state,
    datetime.date: _datetime_state,
    datetime.time: _datetime_state,
    datetime.timedelta: lambda value: [value.days, value.seconds, value.microseconds],
    datetime.timezone: _by_text,
    pathlib.PosixPath: _by_text,
    pathlib.PurePosixPath: _by_text,
    pathlib.PureWindowsPath: _by_text,
    re.Pattern: lambda value: [value.pattern, value.flags],
    struct.Struct: lambda value: [value.format],
    types.MethodType: lambda value: [value.__func__, value.__self__],
    types.GenericAlias: lambda value: [value.__origin__, value.__args__],
    types.UnionType: lambda value: [value.__args__],
    type(NotImplemented): lambda value: [],
}

MUTABLE = {
    bytearray: lambda value: [bytes(value)],
    memoryview: _view_state,
    array.array: lambda value: [value.typecode, value.tobytes()],
    collections.deque: lambda value: [value.maxlen, *value],
    decimal.Context: reduced,
    io.StringIO: _memory_stream,
    io.BytesIO: _memory_stream,
    io.FileIO: _open_file,
    io.BufferedReader: _open_file,
    io.BufferedWriter: _open_file,
    io.BufferedRandom: _open_file,
    io.TextIOWrapper: _open_file,
    re.Match: _match_state,
    random.Random: lambda value: [value.getstate()],
    types.MappingProxyType: lambda value: [dict(value)],
    types.TracebackType: lambda value: [],
    property: lambda value: [value.fget, value.fset, value.fdel],
    staticmethod: lambda value: [value.__func__],
    classmethod: lambda value: [value.__func__],
    weakref.ref: lambda value: [value()],
    functools._lru_cache_wrapper: lambda value: [value.__wrapped__, value.cache_parameters()],
    operator.itemgetter: reduced,
    operator.attrgetter: reduced,
    operator.methodcaller: reduced,
    type(threading.Lock()): lambda value: [value.locked()],
    _hashlib.HASH: lambda value: [value.name, value.hexdigest()],
    type({}.keys()): list,
    type({}.values()): list,
    type({}.items()): list,
    object: lambda value: [],
}

# Types of modules that are not loaded for every program: (module, name) -> function.
LATE = {
    ("xml.etree.ElementTree", "Element"): _element_state,
    ("zoneinfo", "ZoneInfo"): lambda value: [value.key],
    ("numpy.random._generator", "Generator"): lambda value: [value.bit_generator],
    ("numpy.random.mtrand", "RandomState"): lambda value: [repr(value.get_state(legacy=False))],
    ("numpy.random._pcg64", "PCG64"): lambda value: [repr(value.state)],
    ("numpy", "dtype"): lambda value: [str(value.descr)],
}


def late_state(kind):
    """The row for a type of a module that was loaded meanwhile, None when it has none."""
    for base in type.__getattribute__(kind, "__mro__"):
        key = (type.__getattribute__(base, "__module__"), type.__getattribute__(base, "__name__"))
        row = LATE.get(key) if type(key[0]) is str else None
        if row is not None and getattr(sys.modules.get(key[0]), key[1], None) is base:
            return row
    return None


def _items(value):
    return [[key, item] for key, item in dict.items(value)]


def _ordered_items(value):
    """move_to_end() changes the order that iteration follows, not the order of the dict below."""
    return [[key, dict.__getitem__(value, key)]
            for key in collections.OrderedDict.__iter__(value)]


# Subclasses of these carry their content in the base: base -> function giving an encodable value.
BASES = (
    (collections.OrderedDict, _ordered_items),
    (dict, _items),
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
    (datetime.datetime, lambda value: [datetime.datetime.isoformat(value),
                                       datetime.datetime.tzinfo.__get__(value)]),
    (datetime.date, lambda value: [datetime.date.isoformat(value)]),
    (datetime.timedelta, lambda value: [datetime.timedelta.total_seconds(value)]),
    (array.array, lambda value: [array.array.typecode.__get__(value),
                                 array.array.tobytes(value)]),
    (random.Random, lambda value: [random.Random.getstate(value)]),
    (io.StringIO, lambda value: [io.StringIO.getvalue(value), io.StringIO.tell(value)]),
    (io.BytesIO, lambda value: [io.BytesIO.getvalue(value), io.BytesIO.tell(value)]),
)

VALUES = (str, bytes, int, float, complex, tuple, frozenset, decimal.Decimal, datetime.date,
          datetime.timedelta)


def is_value(kind):
    """Whether objects of this class cannot change: a namedtuple, a subclass without attributes."""
    return issubclass(kind, VALUES) and type.__getattribute__(kind, "__dictoffset__") == 0
