"""Runs a whole program the way `python -I script.py arguments` does and reports how it ended.

Entry `script`: the payload holds the source, the arguments and flags. One request starts the program;
the reply tells the exit status and an uncaught exception. What it printed and which files it left the
sandbox sees by itself.
"""

import atexit
import os
import sys
import threading

import observe
import virtual
from session import PERTURBED, VIRTUAL, compile_program, flush, start_program
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


def run(source, arguments, perturbed):
    """(status, uncaught exception or None)"""
    module = start_program("__main__", "program.py")
    sys.argv.extend(arguments)
    status, uncaught = 0, None
    try:
        exec(compile_program(source, module, perturbed), module.__dict__)
    except SystemExit as error:
        status = exit_status(error)
    except BaseException as error:
        status, uncaught = 1, error
        if sys.excepthook is not sys.__excepthook__:  # the program's own way of telling
            sys.excepthook(type(error), error, error.__traceback__)
        error.__traceback__ = None
    threading._shutdown()
    atexit._run_exitfuncs()
    flush()
    return status, uncaught


def script(channel, payload):
    source, flags, *arguments = unpack(payload)
    channel.receive()
    if VIRTUAL in flags:
        virtual.install()
    owner, whoami, leave = os.getpid(), os.getpid, os._exit
    status, uncaught = run(source, [argument.decode() for argument in arguments],
                           PERTURBED in flags)
    if whoami() != owner:
        leave(status)  # a forked child that came to the end of the program: only one may reply
    encoder = observe.Encoder()
    encoder.encode(uncaught)
    if VIRTUAL in flags:
        encoder.encode(virtual.state())
    text = "" if uncaught is None else f"{type(uncaught).__qualname__}{uncaught.args!r}"
    channel.reply(pack(bytes([status]), b"".join(encoder.out), text.encode("utf-8", "replace")))
