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
iterators are advanced, because what they yield, and when, is what they are. states.py knows the
types that are written in C, behave.py how to use what cannot be looked into.

Grammar (little-endian): an atom is what marshal.dumps(atom, 2) gives; every other token is one
letter of TAGS and a 32-bit number, followed by what the letter announces. A list, tuple or dict that
holds atoms alone is marshalled whole, unless `plain` is off because the service wants to look at
single floats. core/verify/observation.c reads the same grammar.
"""

import dis
import hashlib
import inspect
import sys
import types
from marshal import dumps

import states

ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes, type(...)})

# One letter each, none of them a type code that marshal writes.
LIST, TUPLE, DICT, SET, FROZENSET = b"L", b"P", b"D", b"Q", b"V"
OBJECT, EXCEPTION, FUNCTION, CLASS, MODULE = b"O", b"E", b"J", b"K", b"M"
ITERATOR, ARRAY, ALIAS, EARLIER, STATE, CUT = b"G", b"H", b"@", b"<", b"W", b"!"

HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: made by a class statement

MAX_NODES = 3_000_000  # elements in one observation
MAX_DEPTH = 60_000     # nesting
MAX_ITEMS = 1000       # taken from one iterator
LAZY_ITEMS = 16        # items after which the arguments are looked at again
HASH_ABOVE = 1 << 18   # longer observations travel as a digest

TRUNCATED, OPAQUE, ORDER_FREE = 1, 2, 4  # bits of the first byte of an observation
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


# Where an exception came from: a `raise` of the program, an operation of the program that Python refused,
# anything else. Told by the innermost frame, before the traceback is dropped.
BY_PROGRAM, BY_PYTHON, ELSEWHERE = "program", "Python", "elsewhere"
PROGRAM_FILE = "program.py"
RAISE = dis.opmap["RAISE_VARARGS"]
MISUSES = frozenset({TypeError, AttributeError, UnboundLocalError})
_origins = {}  # id -> (exception, origin), of exceptions without a traceback
MOST_ORIGINS = 4096


def origin_of(error):
    if id(error) in _origins and _origins[id(error)][0] is error:
        return _origins[id(error)][1]
    entry = BaseException.__traceback__.__get__(error)
    if entry is None:
        return ELSEWHERE
    while entry.tb_next is not None:
        entry = entry.tb_next
    code = entry.tb_frame.f_code
    if code.co_filename != PROGRAM_FILE:
        return ELSEWHERE
    return BY_PROGRAM if code.co_code[entry.tb_lasti] == RAISE else BY_PYTHON


def drop_traceback(error):
    """Frames would keep the program's objects alive."""
    if len(_origins) > MOST_ORIGINS:
        forget_origins()
    _origins[id(error)] = error, origin_of(error)
    BaseException.__traceback__.__set__(error, None)


def forget_origins():
    """Due before each call."""
    _origins.clear()


def type_name(kind):
    module = type.__getattribute__(kind, "__module__")
    name = type.__getattribute__(kind, "__qualname__")
    return f"{module}.{name}" if type(module) is str else name


def is_made_inside(value):
    """A function that came out of a call: nothing but calling it shows what it does."""
    return type(value) is types.FunctionType and (
        "<locals>" in value.__qualname__ or value.__name__ == "<lambda>")


def is_iterator(kind):
    return kind.__module__ in ("builtins", "itertools") and hasattr(kind, "__next__")


class Encoder:
    """Encodes values into `out`; remembers every mutable object it met."""

    wordless = False  # for a whole process: what Python says of a misuse is left out, see exception()

    def __init__(self, module=None, plain=True, added=frozenset(), memory=None):
        self.out = []
        self.flags = 0
        self.plain = plain
        self.draining = True    # advance iterators; off for module state, which must stay usable
        self.taken = {}         # id of an iterator -> the items it gave
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
        elif kind in states.IMMUTABLE:
            self.state(value, states.IMMUTABLE[kind])
        elif kind in states.MUTABLE:
            if not self.met(value):
                self.state(value, states.MUTABLE[kind])
        elif self._is_numpy(kind):
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
        for _, item in sorted(((self.alone(item), item) for item in value),
                              key=lambda pair: pair[0]):
            self.encode(item)

    def alone(self, value):
        encoder = Encoder(self._module, self.plain, self._added)
        encoder.draining = False
        encoder.encode(value)
        return b"".join(encoder.out)

    # ---- objects

    def state(self, value, content):
        self.token(STATE)
        self.text(type_name(type(value)))
        try:
            self.encode(content(value))
        except Exception:
            self.flags |= OPAQUE

    def object(self, value, kind):
        if not states.is_value(kind) and self.met(value):
            return
        self.token(OBJECT)
        self.text(type_name(kind))
        known = self.content(value, kind)
        known = self.attributes(value, kind) or known
        if not known and not kind.__flags__ & HEAP_TYPE:  # a C type that we cannot look into
            self.flags |= OPAQUE

    def content(self, value, kind):
        """What a subclass of a builtin, or a type of a late module, carries below its attributes."""
        late = states.late_state(kind)
        row = late or next((row for base, row in states.BASES if issubclass(kind, base)), None)
        if row is None:
            return False
        try:
            self.encode(row(value))
        except Exception:
            self.flags |= OPAQUE
        return True

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
        # "'<' not supported between …" names the operator that met the odd value first: wording that no
        # program determines, and that CPython changes between versions.
        wordless = self.wordless and kind in MISUSES and origin_of(value) == BY_PYTHON
        self.token(EXCEPTION)
        self.text(type_name(kind))
        self.encode(list(() if wordless else BaseException.args.__get__(value)))
        self.encode(BaseException.__cause__.__get__(value))
        self.encode(BaseException.__context__.__get__(value))
        self.encode(bool(BaseException.__suppress_context__.__get__(value)))
        if wordless:
            self.encode(object.__getattribute__(value, "__dict__"))
        else:
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
        if is_made_inside(value):
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

    def chosen(self, names, prefix=""):
        return sorted(name for name in names
                      if name not in UNOBSERVED and prefix + name not in self._added
                      and (prefix or not self._is_imported(name, names)))

    def _is_imported(self, name, names):
        """What a module imports it does not offer, unless it says so."""
        value = names[name]
        kind = type(value)
        if issubclass(kind, type):
            imported = type_name(value) == f"{type.__getattribute__(value, '__module__')}.{name}" and (
                type.__getattribute__(value, "__module__") != self._module.__name__)
        elif kind in (types.FunctionType, types.BuiltinFunctionType):
            imported = value.__name__ == name and value.__module__ != self._module.__name__
        else:
            imported = kind is types.ModuleType
        if not imported:
            return False
        offered = names.get("__all__")
        return type(offered) not in (list, tuple) or name not in offered

    def namespace(self, names, prefix=""):
        chosen = self.chosen(names, prefix)
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
        items = self.taken[id(value)] = []
        self._between_items(0)
        try:
            for item in value:
                items.append(item)
                self.encode(item)
                self._between_items(len(items))
                if len(items) >= MAX_ITEMS:
                    if type(value) is types.GeneratorType:
                        value.close()
                    break
        except BaseException as error:
            drop_traceback(error)
            self.encode(error)
        self.token(ITERATOR, len(items))

    def _between_items(self, count):
        """Side effects belong to the item after which they show."""
        if self.watched is None:
            return
        try:
            sys.stdout.write(ITEM_MARK)
        except Exception:
            pass  # the program replaced or closed it
        if count <= LAZY_ITEMS:
            look = Encoder(self._module, self.plain, self._added)
            look.draining = False
            look.encode(self.watched)
            if self._globals is not None:
                look.namespace(self._globals)
            self.out.append(dumps(hashlib.sha256(b"".join(look.out)).digest(), 2))

    @staticmethod
    def _is_numpy(kind):
        numpy = sys.modules.get("numpy")
        return numpy is not None and issubclass(kind, (numpy.ndarray, numpy.generic))

    def numpy(self, value, kind):
        ndarray = sys.modules["numpy"].ndarray
        if not issubclass(kind, ndarray):  # a scalar
            self.token(ARRAY)
            self.text(f"{type_name(kind)} {value.dtype.str}")
            self.encode(value.tobytes())
            return
        if self.met(value):
            return
        array = ndarray.view(value, ndarray)
        flags = array.flags
        self.token(ARRAY, array.ndim)
        self.text(type_name(kind))
        self.encode([str(array.dtype.descr), list(array.shape), flags.c_contiguous,
                     flags.f_contiguous, value.flags.writeable])
        if not (flags.c_contiguous or flags.f_contiguous):
            self.encode([step for step, size in zip(array.strides, array.shape) if size > 1])
        owner = value
        while type(owner.base) is kind:
            owner = owner.base
        if owner is not value and not self.met(owner):
            self.token(ARRAY)
        self.encode(array.tolist() if array.dtype.hasobject else array.tobytes())
        if kind is not ndarray:
            self.attributes(value, kind)


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


class Observation:
    """What one call did. On the wire: flags, kind, eight bytes that identify the outcome, eight that
    are the nanoseconds it slept, the digest of the order-free form when it is asked for, then the
    encoding or, of a long one, its digest."""

    waited = 0

    def __init__(self, flags, kind, outcome, body, order_free=None):
        self.flags, self.kind, self.outcome = flags, kind, outcome
        self.body, self.order_free = body, order_free

    def add(self, other):
        """`other` belongs to the same call: what further use of its outcome showed."""
        self.body += other.body
        self.waited += other.waited
        if self.order_free is not None:
            self.order_free = hashlib.sha256(self.order_free + other.order_free).digest()

    def pack(self):
        flags = self.flags | (ORDER_FREE if self.order_free is not None else 0)
        return (bytes([flags]) + self.kind + self.outcome + self.waited.to_bytes(8, "big") +
                (self.order_free or b"") + self.body)


class Observer:
    """Looks at a module after each call. `added`: names that the candidate brought along;
    `form`: unordered.normal_form when the order of sets may differ."""

    def __init__(self, module, plain=True, added=frozenset(), form=None):
        self.module, self.plain, self.added, self.form = module, plain, added, form
        self.memory = Memory()

    def look(self, kind, value, args, kwargs, state):
        """`state` is what the process looks like, as a list."""
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 3 * MAX_DEPTH))
        try:
            encoder = Encoder(self.module, self.plain, self.added, self.memory)
            encoder.watched = [args, kwargs]
            encoder.encode(value)
            encoder.watched = None
            self.memory.add(encoder)
            flags = encoder.flags
            outcome = hashlib.sha256(b"".join(encoder.out)).digest()[:8]
            encoder.encode([args, kwargs])
            encoder.draining = False
            encoder.namespace(self.module.__dict__)
            encoder.encode(state)
            order_free = self.form and self._order_free(encoder, [value, args, kwargs, state])
        finally:
            sys.setrecursionlimit(limit)
        flags |= encoder.flags & TRUNCATED
        body = b"".join(encoder.out)
        if self.plain and len(body) > HASH_ABOVE:
            body = CUT + len(body).to_bytes(8, "little") + hashlib.sha256(body).digest()
        return Observation(flags, kind, outcome, body, order_free)

    def data(self, names):
        """Those of the names that are observed and hold neither code nor modules."""
        return [name for name in Encoder(self.module, self.plain, self.added).chosen(names)
                if not isinstance(names[name], (type, types.FunctionType, types.ModuleType))]

    def _order_free(self, encoder, values):
        state = self.module.__dict__
        values += [[name, state[name]] for name in encoder.chosen(state)]
        form = self.form(values, encoder.alone, encoder.taken)
        return hashlib.sha256(form).digest()
