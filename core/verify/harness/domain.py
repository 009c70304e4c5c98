"""Which calls keep to what a function says about its parameters: the annotations, widened by what the
body itself asks for (`isinstance(x, str)`, `x is None`) and by defaults.

Python does not enforce annotations, so nothing is proved by them. They tell whether a caller who keeps
the contract can make a call at all. What cannot be judged (no annotation, a name that does not resolve,
a protocol) is kept to.
"""

import ast
import collections
import collections.abc
import functools
import inspect
import types
import typing

import behave
import observe

MOST_ITEMS = 500  # of a container that are looked at
ANYTHING = (inspect.Parameter.empty, typing.Any, object)
# PEP 484: int is acceptable where float is asked for, and so on.
PROMOTED = {float: (float, int), complex: (complex, float, int), bytes: (bytes, bytearray, memoryview)}
UNIONS = (typing.Union, types.UnionType)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def accepts(hint, value):
    """False only where the value cannot be what the annotation says."""
    try:
        return _accepts(hint, value)
    except Exception:
        return True  # a protocol, a class that answers oddly


def _accepts(hint, value):
    if hint in ANYTHING or isinstance(hint, (str, typing.TypeVar, typing.ForwardRef)):
        return True
    if hint is None or hint is type(None):
        return value is None
    if hasattr(hint, "__supertype__"):  # NewType
        return _accepts(hint.__supertype__, value)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in UNIONS:
        return any(accepts(inner, value) for inner in arguments)
    if origin is typing.Literal:
        return any(type(value) is type(one) and value == one for one in arguments)
    if origin in (typing.Annotated, typing.Final, typing.ClassVar):
        return _accepts(arguments[0], value)
    if typing.is_typeddict(hint):
        return isinstance(value, dict) and hint.__required_keys__ <= set(value)
    if origin is not None:
        return _accepts(origin, value) and _holds(origin, arguments, value)
    if hint is dict and type(value).__getitem__ is not dict.__getitem__:
        return False  # made to be odd, as no contract foresees
    return not isinstance(hint, type) or isinstance(value, PROMOTED.get(hint, hint))


def _holds(origin, arguments, value):
    """What is in a container is what its annotation says; iterators are left alone."""
    if origin is tuple and arguments[-1:] != (...,):
        return not arguments or len(value) == len(arguments) and all(map(accepts, arguments, value))
    if not isinstance(value, collections.abc.Collection) or not arguments:
        return True
    if isinstance(value, dict) and len(arguments) == 2:
        return all(accepts(arguments[0], key) and accepts(arguments[1], item)
                   for key, item in list(value.items())[:MOST_ITEMS])
    return all(accepts(arguments[0], item) for _, item in zip(range(MOST_ITEMS), value))


def tested_for(function):
    """{name: names of the classes that the body tests it for}"""
    found = collections.defaultdict(set)
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance" and len(node.args) == 2:
            subject, classes = node.args
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot, ast.Eq, ast.NotEq, ast.In)):
            subject, classes = node.left, node.comparators[0]
            is_none = isinstance(classes, ast.Constant) and classes.value is None
            if isinstance(subject, ast.Call) and getattr(subject.func, "id", "") == "type" and len(subject.args) == 1:
                subject = subject.args[0]
            elif not is_none:
                continue
        else:
            continue
        if isinstance(subject, ast.Name):
            found[subject.id] |= {getattr(inner, "id", getattr(inner, "attr", "NoneType")) for inner in ast.walk(classes)
                                  if isinstance(inner, (ast.Name, ast.Attribute, ast.Constant))}
    return found


class Domain:
    """Of a function, method or class of a module; `node` is its definition, None when that is not known."""

    def __init__(self, module, name, node=None):
        self.hints, self.signature = {}, None
        self.tested, self.owner = tested_for(node), self._owner(module, name)
        try:
            target = behave.find(module, name)
            self.signature = inspect.signature(target)
            self.hints = typing.get_type_hints(target.__init__ if isinstance(target, type) else target)
        except Exception:
            pass  # with names that do not resolve nothing is said
        self.first = next(iter(self.signature.parameters), None) if self.signature else None

    @staticmethod
    def _owner(module, name):
        """The class of an unbound method: what it is called on."""
        owner, _, last = name.rpartition(".")
        kind = getattr(module, owner, None) if owner else None
        raw = vars(kind).get(last) if isinstance(kind, type) else None
        return kind if isinstance(raw, (types.FunctionType, property, functools.cached_property)) else None

    def holds(self, args, kwargs):
        """Whether a caller who keeps to the annotations can make this call."""
        if self.signature is None or not self.hints and self.owner is None:
            return True
        try:
            given = self.signature.bind(*args, **kwargs).arguments
        except TypeError:
            return True  # how that fails shows in the signature
        return all(self._fits(name, value) for name, value in given.items())

    def asks_for(self, kind, args, kwargs):
        """Every argument of this kind stands for a parameter that is annotated, and not with just anything."""
        try:
            given = self.signature.bind(*args, **kwargs).arguments
        except (AttributeError, TypeError):
            return False
        return all(self.hints.get(name, object) not in ANYTHING for name, value in given.items() if type(value) is kind)

    def _fits(self, name, value):
        parameter = self.signature.parameters[name]
        if name == self.first and self.owner is not None:
            return isinstance(value, self.owner)
        hint = self.hints.get(name, inspect.Parameter.empty)
        if parameter.kind is parameter.VAR_POSITIONAL:
            return all(accepts(hint, item) for item in value)
        if parameter.kind is parameter.VAR_KEYWORD:
            return all(accepts(hint, item) for item in value.values())
        return accepts(hint, value) or type(value) is type(parameter.default) or any(
            base.__name__ in self.tested[name] for base in type(value).__mro__[:-1])


def is_deliberate(error):
    """The program refuses the call itself: what it does then is part of what it does."""
    return error is not None and observe.origin_of(error) == observe.BY_PROGRAM
