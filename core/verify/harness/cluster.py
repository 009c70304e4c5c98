"""Stands in for dask.distributed and mpi4py.futures where they are not installed.

Code for a cluster asks one of these libraries for an executor. Here forked processes of this machine
play it: functions and calls travel as they would (pickled), results come back in order, the first
failure, by position, is raised. What no machine but a cluster shows stays unseen, and the answer
says so.
"""

import importlib.util
import multiprocessing
import os
import pickle
import sys
import types


def _share(first, workers, text, sender):
    try:
        function, calls = pickle.loads(text)
        sender.send([function(*call) for call in calls[first::workers]])
    except BaseException:
        sender.close()


class Executor:
    """Of concurrent.futures, as far as emitted code uses it."""

    def __init__(self, *args, **options):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return False

    def map(self, function, *iterables):
        return self.starmap(function, zip(*iterables))

    def starmap(self, function, calls):
        calls = list(calls)
        text = pickle.dumps((function, calls))
        workers = max(1, min(len(os.sched_getaffinity(0)), len(calls)))
        context, started = multiprocessing.get_context("fork"), []
        try:
            for first in range(workers):
                receiver, sender = context.Pipe(duplex=False)
                worker = context.Process(target=_share, args=(first, workers, text, sender))
                worker.start()
                sender.close()
                started.append((worker, receiver))
            results = [None] * len(calls)
            for first, (worker, receiver) in enumerate(started):
                results[first::workers] = receiver.recv()
        finally:
            for worker, receiver in started:
                receiver.close()
                worker.kill()
                worker.join()
        return iter(results)


class Client:
    """What dask.distributed.get_client() gives."""

    def get_executor(self, **options):
        return Executor()


def _module(name, **content):
    module = types.ModuleType(name)
    module.__dict__.update(content)
    module.__path__ = []
    sys.modules[name] = module
    package, _, last = name.rpartition(".")
    if package:
        setattr(sys.modules[package], last, module)


def install(source):
    """Plays the libraries that the source names and this machine does not have."""
    if b"dask.distributed" in source and importlib.util.find_spec("dask") is None:
        _module("dask")
        _module("dask.distributed", get_client=Client)
    if b"mpi4py.futures" in source and importlib.util.find_spec("mpi4py") is None:
        _module("mpi4py")
        _module("mpi4py.futures", MPIPoolExecutor=Executor)
