"""Runs a whole program the way `python -I script.py arguments` does and reports how it ended.

Entry `script`: the payload holds the source, flags, ranges of lines to trace (none: no tracing) and
the arguments. One request starts the program; the reply tells the exit status, an uncaught exception and
what was traced. What it printed and which files it left the
sandbox sees by itself.
"""

import atexit
import os
import sys
import threading

import observe
import virtual
from session import PERTURBED, VIRTUAL, Tracer, compile_program, flush, start_program
from wire import pack, unpack


def exit_status(error):
    """As CPython's handle_system_exit(): an int is the status, None is 0, anything else is shown."""
    code = SystemExit.code.__get__(error)
    if code is None:
        return 0
    if isinstance(code, int):
        return int(code) & 0xFF
    print(code, file=sys.stderr)
    return 1


def run(source, arguments, perturbed, ranges=()):
    """(status, uncaught exception or None, what a tracer saw of the ranges of lines, if any)"""
    module = start_program("__main__", "program.py")
    sys.argv.extend(arguments)
    status, uncaught, tracer = 0, None, None
    try:
        code = compile_program(source, module, perturbed)
        if ranges:
            tracer = Tracer(code, ranges, module_too=True)
            sys.settrace(tracer.call)
        exec(code, module.__dict__)
    except SystemExit as error:
        status = exit_status(error)
    except BaseException as error:
        status, uncaught = 1, error
        if sys.excepthook is not sys.__excepthook__:  # the program's own way of telling
            sys.excepthook(type(error), error, error.__traceback__)
        observe.drop_traceback(error)
    sys.settrace(None)
    threading._shutdown()
    atexit._run_exitfuncs()
    flush()
    return status, uncaught, tracer.report() if tracer else ()


def script(channel, payload):
    source, flags, limits, *arguments = unpack(payload)
    numbers = [int(limit) for limit in limits.split()]
    ranges = list(zip(numbers[::2], numbers[1::2]))
    channel.receive()
    if VIRTUAL in flags:
        virtual.install()
    owner, whoami, leave = os.getpid(), os.getpid, os._exit
    status, uncaught, traced = run(source, [argument.decode() for argument in arguments],
                                   PERTURBED in flags, ranges)
    if whoami() != owner:
        leave(status)  # a forked child that came to the end of the program: only one may reply
    encoder = observe.Encoder()
    encoder.encode(uncaught)
    if VIRTUAL in flags:
        encoder.encode([*virtual.state(), virtual.waited()])
    text = "" if uncaught is None else f"{type(uncaught).__qualname__}{uncaught.args!r}"
    channel.reply(pack(bytes([status]), b"".join(encoder.out), text.encode("utf-8", "replace"),
                       *traced))
