"""Where the time goes when the program runs as a script: nanoseconds in each of its functions, with what
they call. Entry `hotspots`: the payload holds the source, a limit in seconds and the arguments.

The figures only decide what is looked at first, so a program that disturbs them harms nobody but itself.
"""

import cProfile
import signal
import sys
import types

from recording import TooSlow, alarm, bounded
from session import compile_program, start_program
from wire import pack, unpack


def watch(source, seconds, arguments=()):
    """[(qualified name, nanoseconds)], the whole program first."""
    module = start_program("__main__", "program.py")
    sys.argv.extend(arguments)
    code = compile_program(source, module)
    profiler = cProfile.Profile(builtins=False)
    try:
        with bounded(seconds):
            profiler.runcall(exec, code, module.__dict__)
    except (TooSlow, Exception, SystemExit, KeyboardInterrupt):
        pass
    times = {}
    for entry in profiler.getstats():
        if isinstance(entry.code, types.CodeType) and entry.code.co_filename == module.__file__:
            name = entry.code.co_qualname
            times[name] = times.get(name, 0) + int(entry.totaltime * 1e9)
    return sorted(times.items(), key=lambda item: (item[0] != "<module>", -item[1]))


def hotspots(channel, payload):
    source, seconds, *arguments = unpack(payload)
    channel.receive()
    signal.signal(signal.SIGALRM, alarm)
    times = watch(source, float(seconds), [argument.decode() for argument in arguments])
    fields = []
    for name, spent in times[:1000]:
        fields += name.encode("utf-8", "replace"), b"%d" % spent
    channel.reply(pack(*fields))
