"""Shows that two versions of a module behave differently."""

import contextlib
import io
import pickle
import sys
import time
import types

# DATA

hostile = sys.modules["hostile"] = types.ModuleType("hostile")
exec(HOSTILE, hostile.__dict__)

PLAIN = (int, float, complex, bool, str, bytes, bytearray, range, type(None))
SLEEP = time.sleep


def form(value, known):
    """The value, its exact types, and which of its parts are one and the same object."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    if kind in PLAIN:
        return repr(value)
    if id(value) in known:
        return f"<the same as {known[id(value)][0]}>"
    known[id(value)] = len(known), value
    if kind in (list, tuple):
        return f"{name}({', '.join(form(item, known) for item in value)})"
    if kind is dict:
        return f"dict({', '.join(f'{form(k, known)}: {form(v, known)}' for k, v in value.items())})"
    if kind in (set, frozenset):
        return f"{name}({', '.join(sorted(form(item, known) for item in value))})"
    if isinstance(value, BaseException):
        parts = [form(list(value.args), known)]
        parts += [f"{link} {form(getattr(value, link), known)}" for link in ("__cause__", "__context__")
                  if getattr(value, link) is not None]
        return f"{name}{' '.join(parts)}{getattr(value, '__notes__', '')}"
    if hasattr(kind, "__next__"):
        return f"{name} of {form([item for item, _ in zip(value, range(1000))], known)}"
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)):
        return f"<{kind.__name__} {value.__name__}>"
    content = [form(vars(value), known)] if hasattr(value, "__dict__") else []
    for base, method in ((list, iter), (tuple, iter), (dict, dict.items), (str, str), (int, int), (float, float)):
        if isinstance(value, base):
            content.append(form(list(method(value)) if method in (iter, dict.items) else method(value), known))
    return f"{name} {' '.join(content)}" if content or " at 0x" in repr(value) else f"{name} {value!r}"


def outcome(function, args, kwargs, known):
    try:
        return "returns " + form(function(*args, **kwargs), known)
    except BaseException as error:
        error.__traceback__ = None
        return "raises " + form(error, known)


def run(source):
    module = sys.modules["program"] = types.ModuleType("program")
    printed, complained, slept = io.StringIO(), io.StringIO(), []
    time.sleep = lambda seconds: slept.append(seconds) or SLEEP(seconds)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            exec(compile(source, "program.py", "exec"), module.__dict__)
            seen, args, kwargs, known = "loads", (), {}, {}
            for call in CALLS:
                function, known = module, {}
                for part in ENTRY.split("."):
                    function = getattr(function, part)
                args, kwargs = pickle.loads(bytes.fromhex(call))
                seen = outcome(getattr(function, "fget", function), args, kwargs, known)
        except BaseException as error:
            return f"cannot be loaded: {form(error, {})}"
        left = {name: value for name, value in vars(module).items() if not name.startswith("_")
                and not callable(value) and not isinstance(value, types.ModuleType)}
        return (f"{seen}; arguments afterwards {form([args, kwargs], known)}; globals {form(left, known)}; "
                f"slept {sum(slept):g} s; printed {printed.getvalue()!r} {complained.getvalue()!r}")


before, after = run(ORIGINAL), run(CANDIDATE)
print("original: ", before)
print("candidate:", after)
assert before == after, "the two programs differ"
