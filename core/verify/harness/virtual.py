"""Clocks and entropy that give the same values in every run, and one record of what is shown.

Installed before a program is loaded for comparison, never for timing. Each look at a clock moves it
on by a fixed step and is counted, so that the number and order of looks is observed as well
(`ticks`). The machinery of threads, processes and event loops looks at the real ones, uncounted.

Sleeps and the timers of event loops take no time where no other thread runs: the clock of a loop that
has nothing else to do jumps to its next timer, so timers still fire in their order.

Standard output and standard error are separate pipes. Which came first is told by `shown`: runs of
bytes per stream in the order of writing, and between them warnings, log records and the exceptions
that ended threads. What cannot be replaced from Python (date.today(), process ids, object addresses)
shows up as nondeterminism when the original is run against itself.
"""

import asyncio.selector_events
import datetime
import hashlib
import io
import logging
import os
import random
import selectors
import sys
import threading
import time
import uuid
import warnings

import states

EPOCH = 1_700_000_000_000_000_000  # ns since 1970: an ordinary day
STEP = 1_000_000                   # 1 ms per look

MACHINERY = frozenset("multiprocessing threading concurrent asyncio selectors subprocess queue".split())

_real_sleep, _real_urandom = time.sleep, os.urandom
ticks = [0, 0, 0]  # looks at a clock, bytes of entropy drawn, nanoseconds slept
_told = 0          # of the nanoseconds slept, those that waited() has told
_counting = threading.Lock()
hurrying = True    # off: sleeps and timers wait, because their time is what is looked for
shown = []         # since the last observation: [stream number, bytes], ["warning", …], …
MAX_SHOWN = 20_000
_replaced = []     # streams that would close their descriptors if they were dropped


def _asked_by_machinery():
    """Whether the function that called the replacement belongs to the library's own machinery."""
    return sys._getframe(2).f_globals.get("__name__", "").partition(".")[0] in MACHINERY


def _clock(real, read):
    def look():
        if _asked_by_machinery():
            return real()
        ticks[0] += 1
        return read(EPOCH + ticks[0] * STEP + ticks[2])
    return look


def _sleep(seconds):
    """Counted, whichever thread it is; real only where other threads may go on meanwhile."""
    if _asked_by_machinery():
        return _real_sleep(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    with _counting:
        ticks[2] += int(seconds * 1e9)
    if threading.active_count() > 1 or not hurrying:
        _real_sleep(seconds)


class _Impatient(selectors.DefaultSelector):
    """Does not wait for a timer: what its loop takes for the time is put on instead."""

    ahead = 0.0  # seconds

    def select(self, timeout=None):
        if timeout is None or timeout <= 0 or threading.active_count() > 1 or not hurrying:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self.ahead += timeout
        return ready


def _loop_init(self, selector=None, real=asyncio.selector_events.BaseSelectorEventLoop.__init__):
    real(self, selector or _Impatient())


def _loop_time(self, real=asyncio.base_events.BaseEventLoop.time):
    return real(self) + getattr(self._selector, "ahead", 0.0)


def _urandom(size):
    if _asked_by_machinery():
        return _real_urandom(size)
    start = ticks[1]
    ticks[1] += size
    return bytes((start + i) * 167 + 13 & 255 for i in range(size))


def _with_now(convert):
    """gmtime(), localtime() and ctime() without an argument mean now."""
    return lambda *when: convert(*when) if when and when[0] is not None else convert(time.time())


def _strftime(layout, *when, convert=time.strftime):
    return convert(layout, *(when or (time.localtime(),)))


def _seed(self, a=None, version=2, real=random.Random.seed):
    real(self, int.from_bytes(_urandom(32), "little") if a is None else a, version)


def _show(*event):
    if len(shown) >= MAX_SHOWN:
        shown[:] = [["earlier", hashlib.sha256(repr(shown).encode()).digest()]]
    shown.append(list(event))


class _Output(io.BufferedWriter):
    """The bytes below a text stream; the text layer passes on each write at once."""

    def write(self, data):
        number = self.raw.fileno()
        if shown and shown[-1][0] == number:
            shown[-1][1] += len(data)
        else:
            _show(number, len(data))
        return super().write(data)


def _output(stream, number):
    _replaced.append(stream)
    raw = io.FileIO(number, "w", closefd=False)
    raw.name = stream.name
    replaced = io.TextIOWrapper(_Output(raw), stream.encoding, stream.errors, write_through=True,
                                line_buffering=stream.line_buffering)
    replaced.mode = "w"
    return replaced


def _log(logger, record, real=logging.Logger.callHandlers):
    text = record.msg if type(record.msg) is str else type(record.msg).__name__
    _show("log", record.name, record.levelno, text)
    return real(logger, record)


def _uncaught_in_thread(failure):
    if failure.exc_type is not SystemExit:
        _show("thread", failure.exc_type.__qualname__,
              repr(BaseException.args.__get__(failure.exc_value)))


def _virtual_datetime(real):
    """datetime.now() and its like look at the virtual clock; everything else is inherited."""
    class Moment(real):
        __slots__ = ()

        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

        @classmethod
        def utcnow(cls):
            return cls.utcfromtimestamp(time.time())

    Moment.__module__, Moment.__qualname__ = "datetime", "datetime"
    Moment.__name__ = "datetime.datetime"  # what repr() of an instance begins with
    return Moment


def _install_datetime():
    moment = _virtual_datetime(datetime.datetime)
    states.IMMUTABLE[moment] = states.IMMUTABLE[datetime.datetime]
    datetime.datetime = moment


def _install_clocks():
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        offset = 0 if name == "time" else EPOCH
        setattr(time, name, _clock(getattr(time, name), lambda ns, since=offset: (ns - since) / 1e9))
        setattr(time, name + "_ns",
                _clock(getattr(time, name + "_ns"), lambda ns, since=offset: ns - since))
    for name in ("gmtime", "localtime", "ctime"):
        setattr(time, name, _with_now(getattr(time, name)))
    time.strftime = _strftime


def install_sleep():
    """Alone, for the process that makes inputs."""
    time.sleep = _sleep
    asyncio.selector_events.BaseSelectorEventLoop.__init__ = _loop_init
    asyncio.selector_events.BaseSelectorEventLoop.time = _loop_time


def install():
    _install_clocks()
    install_sleep()
    _install_datetime()
    os.urandom = random._urandom = _urandom
    random.Random.seed = _seed
    random.seed = random._inst.seed
    uuid._generate_time_safe = uuid._UuidCreate = None
    uuid._node = 0x020000000001
    sys.stdout = sys.__stdout__ = _output(sys.stdout, 1)
    sys.stderr = sys.__stderr__ = _output(sys.stderr, 2)
    logging.Logger.callHandlers = _log
    threading.excepthook = _uncaught_in_thread
    warnings.showwarning = lambda message, category, *where, **more: _show(
        "warning", category.__name__, str(message))


def words():
    """The same for people."""
    return [("looks at a clock", str(ticks[0])), ("random bytes drawn", str(ticks[1])),
            ("seconds slept", f"{ticks[2] / 1e9:g}"), ("shown in this order", repr(shown))]


def state():
    """What was looked at so far, and what was shown since the last time."""
    events, shown[:] = [tuple(event) for event in shown], []
    return [ticks[:2], events]


def waited():
    """Nanoseconds slept since the last time, by all threads together."""
    global _told
    before, _told = _told, ticks[2]
    return ticks[2] - before
