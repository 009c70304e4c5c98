"""Calling a function, and using what it returns as far as only use shows what it is.

A coroutine is awaited, an asynchronous generator taken item by item. A generator is iterated by the
encoder; then the call is made again to see what close(), throw() and send() do to it half-way. A
function made inside the call is called with some arguments of each kind and with those of the call,
and so is a function that it returns in turn. All of this is bounded and the same for both programs.
"""

import asyncio
import collections
import functools
import sys
import types
from pickle import loads

import observe

RETURNED, RAISED, EXHAUSTED = b"R", b"X", b"L"

STREAM_ITEMS = 200    # taken from an asynchronous generator
CALL_THROUGH = 24     # calls of functions that were returned
MOST_INSIDE = 8       # iterators that a list or tuple holds
FUNCTIONS_AT_ONCE = 4  # looked for in one returned container
PROBES = (abs, 3, -2, 2.5, "ab", [3, 1, 2], (1, 2), {"a": 1}, None)


class Awaited:
    """What a coroutine or an asynchronous generator came to; `value` may be an exception."""

    __slots__ = ("what", "value")

    def __init__(self, what, value):
        self.what, self.value = what, value


async def _collect(stream):
    items = []
    async for item in stream:
        items.append(item)
        try:
            sys.stdout.write(observe.ITEM_MARK)
        except Exception:
            pass  # the program replaced or closed it
        if len(items) == STREAM_ITEMS:
            await stream.aclose()
            break
    return items


def _settle(value):
    """(kind, what a caller would get from the returned value in the end)"""
    kind = type(value)
    if kind is types.CoroutineType:
        what, run = "coroutine", value
    elif kind is types.AsyncGeneratorType:
        what, run = "async generator", _collect(value)
    else:
        return RETURNED, value
    try:
        return RETURNED, Awaited(what, asyncio.run(run))
    except (RecursionError, MemoryError):
        raise
    except BaseException as error:
        observe.drop_traceback(error)
        return RAISED, Awaited(what, error)


def invoke(function, args, kwargs):
    """(RETURNED, value), (RAISED, exception), or (EXHAUSTED, exception) when Python itself gave up."""
    try:
        return _settle(function(*args, **kwargs))
    except (RecursionError, MemoryError) as error:
        observe.drop_traceback(error)
        return EXHAUSTED, error
    except BaseException as error:
        observe.drop_traceback(error)
        return RAISED, error


def find(module, name):
    """What "C.method" or "function" names; of a property the function behind it."""
    target = module
    for part in name.split("."):
        if part.startswith("__") and not part.endswith("__") and isinstance(target, type):
            part = f"_{target.__name__.lstrip('_')}{part}"
        target = getattr(target, part)
    if type(target) is property:
        return target.fget
    return target.func if type(target) is functools.cached_property else target


# ---- generators, half-way

def _steps(generator, actions):
    seen = []
    for action in actions:
        try:
            seen.append(action(generator))
        except BaseException as error:
            observe.drop_traceback(error)
            seen.append(error)
    return seen


def _close(generator):
    return generator.close()


def _throw(generator):
    return generator.throw(LookupError("thrown in"))


def _send(value):
    return lambda generator: generator.send(value)


DRIVES = (
    (next, next, _close, next),
    (next, _throw, next, next),
    (next, _send(7), _send("sent"), next),
    (_throw, next),
)


def drive(generator, actions):
    return _steps(generator, actions) if type(generator) is types.GeneratorType else generator


# ---- functions that were returned

def returned_functions(value):
    """Functions made inside the call, the value itself or what a returned container holds."""
    if observe.is_made_inside(value):
        return [value]
    kind = type(value)
    if kind is functools.partial:
        return [value] if observe.is_made_inside(value.func) else []
    items = value.values() if kind is dict else value if kind in (list, tuple) else ()
    return [item for item in list(items)[:64] if observe.is_made_inside(item)][:FUNCTIONS_AT_ONCE]


def _wanted(function):
    """How many arguments it must have at least, and whether it takes one more."""
    if type(function) is functools.partial:
        return 1, False
    code = function.__code__
    least = code.co_argcount - len(function.__defaults__ or ())
    return least, code.co_argcount > least or bool(code.co_flags & 4)


def _probe_arguments(function, data):
    """Argument tuples made anew for each call: of one kind throughout, mixed, the call's own."""
    least, more = _wanted(function)
    args, _ = loads(data)
    pool = [*args, *PROBES]
    if least == 0:
        yield from ((), (), ())
    for count in {least or 1, least + 1} if more else {least} - {0}:
        for at in range(len(pool)):
            probe = loads(data)[0][at] if at < len(args) else PROBES[at - len(args)]
            if type(probe) in (list, dict):
                probe = type(probe)(probe)
            follow = [pool[(at + step) % len(pool)] for step in range(1, count)]
            yield (probe, *([probe] * (count - 1)))
            if count > 1:
                yield (probe, *follow)


def call_through(value, data):
    """[(kind, value), …] of calls of the functions in a returned value; None when it has none.
    `data` is the pickle of the call's own arguments."""
    waiting = collections.deque((function, 2) for function in returned_functions(value))
    if not waiting:
        return None
    results = []
    share = CALL_THROUGH // (2 * len(waiting))
    while waiting and len(results) < CALL_THROUGH:
        function, depth = waiting.popleft()
        calls = share if depth == 2 else share // 2
        for _, arguments in zip(range(calls), _probe_arguments(function, data)):
            kind, result = invoke(function, arguments, {})
            if type(result) is types.GeneratorType:
                result = _steps(result, [next] * 4)
            results.append([kind, result])
            deeper = returned_functions(result) if depth and kind == RETURNED else []
            waiting.extendleft((inner, depth - 1) for inner in deeper[:1] if len(waiting) < 3)
            if len(results) >= CALL_THROUGH:
                break
    return results


def told_something(results):
    return any(kind == RETURNED for kind, _ in results)


def exercise(value, data):
    """All that session.py and the encoder would do with a returned value, for its time and its lines."""
    inside = list(value)[:MOST_INSIDE] if type(value) in (list, tuple) else [value]
    iterators = [item for item in inside if observe.is_iterator(type(item))]
    for iterator in iterators:
        for _ in zip(range(observe.MAX_ITEMS), iterator):
            pass
    if not iterators:
        call_through(value, data)
