"""What a call leaves behind in the process, outside of objects: a list that the observation encodes.

Files are not here: the sandbox compares the scratch directory when the process has ended.
"""

import atexit
import decimal
import gc
import hashlib
import os
import random
import signal
import sys
import threading

import states

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGUSR1,
           signal.SIGUSR2, signal.SIGCHLD, signal.SIGPIPE)


WHAT = ("working directory kept", "environment", "sys.path kept", "recursion limit", "garbage collection",
        "functions at exit", "threads", "signal handlers kept", "replaced streams", "decimal context kept",
        "random state")  # in the order of Start.changes()


class Start:
    """What the process looked like before the program; later looks tell the difference only."""

    def __init__(self):
        self.directory = os.getcwd()
        self.environment = dict(os.environ._data)
        self.path = list(sys.path)
        self.handlers = list(map(signal.getsignal, SIGNALS))
        self.hooks = self._hooks()
        self.context = states.reduced(decimal.getcontext())
        self.numpy = sys.modules.get("numpy")

    @staticmethod
    def _hooks():
        return [sys.stdout, sys.stderr, sys.stdin, sys.excepthook, sys.displayhook]

    def _environment(self):
        environment = os.environ._data
        if environment == self.environment:
            return None
        return [sorted(environment.items() - self.environment.items()),
                sorted(self.environment.keys() - environment.keys())]

    def _replaced(self):
        return [now if now is not before else None
                for now, before in zip(self._hooks(), self.hooks)]

    def changes(self):
        handlers = list(map(signal.getsignal, SIGNALS))
        context = states.reduced(decimal.getcontext())
        return [
            os.getcwd() == self.directory, self._environment(), sys.path == self.path or sys.path,
            sys.getrecursionlimit(), gc.isenabled(), atexit._ncallbacks(),
            threading.active_count(), handlers == self.handlers or handlers, self._replaced(),
            context == self.context or context, self._random(),
        ]

    def words(self):
        return [(what, repr(change)) for what, change in zip(WHAT, self.changes())]

    def _random(self):
        _, words, gauss = random.getstate()
        state = [hash(words), gauss]
        if self.numpy is not None:
            name, keys, *rest = self.numpy.random.get_state()
            state += [name, hashlib.sha256(keys.tobytes()).digest(), rest]
        return state
