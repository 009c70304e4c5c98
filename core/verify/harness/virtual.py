"""Clocks and entropy that give the same values in every run.

Installed before a program is loaded for comparison, never for timing. Each look at a clock moves it
on by a fixed step and is counted, so that the number and order of looks is observed as well
(`ticks`). The machinery of threads, processes and event loops looks at the real ones, uncounted. What cannot be replaced from Python (datetime.now(), process ids, object addresses) shows
up as nondeterminism when the original is run against itself.
"""

import os
import random
import sys
import threading
import time
import uuid
import warnings

EPOCH = 1_700_000_000_000_000_000  # ns since 1970: an ordinary day
STEP = 1_000_000                   # 1 ms per look

MACHINERY = frozenset("multiprocessing threading concurrent asyncio selectors subprocess queue".split())

_real_sleep, _real_urandom = time.sleep, os.urandom
ticks = [0, 0, 0]  # looks at a clock, bytes of entropy drawn, nanoseconds slept
_counting = threading.Lock()
shown = []         # warnings: [category, message]


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
    if threading.active_count() > 1:
        _real_sleep(seconds)


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


def install():
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        offset = 0 if name == "time" else EPOCH
        setattr(time, name, _clock(getattr(time, name), lambda ns, since=offset: (ns - since) / 1e9))
        setattr(time, name + "_ns",
                _clock(getattr(time, name + "_ns"), lambda ns, since=offset: ns - since))
    for name in ("gmtime", "localtime", "ctime"):
        setattr(time, name, _with_now(getattr(time, name)))
    time.strftime = _strftime
    time.sleep = _sleep
    os.urandom = random._urandom = _urandom
    uuid._generate_time_safe = uuid._UuidCreate = None
    uuid._node = 0x020000000001
    warnings.showwarning = lambda message, category, *where, **more: shown.append(
        [category.__name__, str(message)])


def state():
    return [ticks, shown]
