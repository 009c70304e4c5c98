"""The zygote: a Python interpreter that has imported what programs usually need and the harness
modules, never anything from a user, and forks one locked-up child per run.

Started by the supervisor as `python -s -B -c BOOT`, in an environment built from nothing, with
fd 3 = socket to the supervisor, 4 = this text, 5 = the harness modules, 6 = libhasten_sandbox.so
(preloaded, so its functions are global symbols). Arguments: Landlock cap, layers around us,
1 for NumPy. `-s` and not `-I`, because -I ignores PYTHONHASHSEED.

In the child, Channel and everything else that later steps need are bound before user code exists;
what a hostile program changes afterwards, it changes for itself only: the verdict is elsewhere.
"""

import os

# What the standard library wants done around a fork: locks and random state made anew. A run child
# is the copy of a single thread that holds none of these locks, so only programs that fork
# themselves need it; in every child it would cost a quarter of the run.
fork_handlers = []


def keep_fork_handlers(**handlers):
    fork_handlers.append(handlers)


register_at_fork, os.register_at_fork = os.register_at_fork, keep_fork_handlers

import ctypes
import gc
import importlib
import importlib.util
import platform
import struct
import sys
import traceback
import types

# Imported once here instead of in every run. Modules that bring side effects or that programs
# inspect for having been imported do not belong here.
PRELOAD = """
    abc argparse array ast base64 bisect builtins calendar cmath codecs collections
    collections.abc contextlib copy csv dataclasses datetime decimal difflib enum errno fractions
    functools gc hashlib heapq html inspect io itertools json keyword linecache locale logging
    marshal math numbers operator os os.path pathlib pickle platform pprint queue random re
    secrets select selectors shutil signal statistics string struct subprocess sys tempfile
    textwrap threading time timeit token tokenize traceback types typing unicodedata unittest
    urllib.parse uuid warnings weakref zlib asyncio concurrent.futures.process
    concurrent.futures.thread multiprocessing multiprocessing.connection multiprocessing.heap
    multiprocessing.pool multiprocessing.queues multiprocessing.synchronize doctest
""".split()

CONTROL_FD, MODULES_FD, LIBRARY_FD = 3, 5, 6
CHANNEL_FD = 3  # in the child it takes the place of the control socket
FRAME = struct.Struct("<II16sQ")  # magic, sequence number, nonce, length: struct wire_frame
REQUEST, REPLY = 0x51525348, 0x52525348
CHUNK = 1 << 20
REHEARSALS = 50

library = ctypes.PyDLL(None, use_errno=True)
library.hasten_entry.restype = library.hasten_home.restype = ctypes.c_char_p
library.hasten_prepare.restype = ctypes.c_bool
library.hasten_receive.restype = ctypes.c_bool
library.hasten_ready.restype = ctypes.c_bool
library.hasten_forked.restype = ctypes.c_bool
library.hasten_confine.restype = ctypes.c_bool


class Channel:
    """The run's request/reply channel to the owner; one reply per request."""

    def __init__(self, read=os.read, write=os.write, unpack=FRAME.unpack, pack=FRAME.pack):
        pending = None

        def read_exactly(n):
            parts = []
            while n:
                part = read(CHANNEL_FD, n if n < CHUNK else CHUNK)
                if not part:
                    return None
                parts.append(part)
                n -= len(part)
            return b"".join(parts)

        def receive():
            """The next request, or None when the owner has no more."""
            nonlocal pending
            header = read_exactly(FRAME.size)
            if header is None:
                return None
            magic, sequence, nonce, length = unpack(header)
            if magic != REQUEST:
                return None
            pending = sequence, nonce
            return read_exactly(length)

        def reply(payload):
            """Answers the request that receive() gave last."""
            nonlocal pending
            if pending is None:
                raise RuntimeError("no request is waiting for a reply")
            header = pack(REPLY, *pending, len(payload))
            pending = None
            data = memoryview(header + payload)
            while data:
                data = data[write(CHANNEL_FD, data):]

        self.receive = receive
        self.reply = reply


class Bundle:
    """Finds and loads the harness modules from memory."""

    def __init__(self, data):
        self.sources = {}
        while data:
            name_size, size = struct.unpack_from("<II", data)
            name = data[8:8 + name_size].decode()
            self.sources[name] = data[8 + name_size:8 + name_size + size]
            data = data[8 + name_size + size:]

    def find_spec(self, name, path=None, target=None):
        if name in self.sources:
            return importlib.util.spec_from_loader(name, self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        exec(compile(self.sources[name], f"<{name}>", "exec", dont_inherit=True), module.__dict__)


def read_file(fd):
    return os.pread(fd, os.lseek(fd, 0, os.SEEK_END), 0)


def preload(bundle, with_numpy):
    for name in PRELOAD:
        importlib.import_module(name)
    # Shared values would go to /dev/shm, which no run may write; the scratch directory serves.
    sys.modules["multiprocessing.heap"].Arena._dir_candidates = []
    if with_numpy:
        importlib.import_module("numpy")
    sys.meta_path.insert(0, bundle)
    for name in bundle.sources:
        importlib.import_module(name)
    sys.meta_path.remove(bundle)
    os.register_at_fork = register_at_fork


def readable_paths():
    """Where the interpreter and its packages live; never a directory that holds more than that."""
    too_wide = {"/", "/home", "/root", "/etc", "/var", "/run", "/proc", "/sys", "/dev", "/tmp",
                "/opt", "/mnt", "/srv"}
    paths = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sys.path}
    return sorted(p for p in map(os.path.realpath, filter(os.path.isdir, paths))
                  if p not in too_wide)


def prepare():
    global home, entries
    cap, layers, with_numpy = (int(a) for a in sys.argv[1:4])
    bundle = Bundle(read_file(MODULES_FD))
    os.close(MODULES_FD)  # the library needs that descriptor for children
    if not library.hasten_prepare(CONTROL_FD, cap, layers):
        sys.exit("the sandbox library could not be prepared")
    for path in readable_paths():
        library.hasten_allow_read(os.fsencode(path))
    preload(bundle, with_numpy)
    home = library.hasten_home().decode()
    entries = {b"": nothing}
    for name in bundle.sources:
        for function in filter(callable, vars(sys.modules[name]).values()):
            entries[f"{name}.{getattr(function, '__name__', '')}".encode()] = function
    for name in ("LD_PRELOAD", "LD_BIND_NOW", "PYTHONHASHSEED"):
        os.environ.pop(name, None)
    os.close(LIBRARY_FD)
    sys.argv[:] = [""]
    sys.orig_argv[:] = [sys.executable]
    rehearse()
    os.environ["HOME"] = os.environ["TMPDIR"] = home
    gc.collect()
    gc.freeze()
    has_numpy = importlib.util.find_spec("numpy") is not None
    library.hasten_ready(platform.python_version().encode(), has_numpy)


def nothing(channel, payload):
    """The entry of a probe."""


def settle():
    """Home is the scratch directory, as a rule where it was expected; the main module is nobody's."""
    directory = os.getcwd()
    if directory != home:
        os.environ["HOME"] = os.environ["TMPDIR"] = directory
    sys.modules["__main__"] = sys.modules["__mp_main__"] = types.ModuleType("__main__")


def rehearse():
    """Does often enough what every child will do once: the interpreter's caches fill and its code
    specialises here, instead of in each child in memory that has to be copied first."""
    program = os.memfd_create("rehearsal")
    os.write(program, b"x = 1")
    for _ in range(REHEARSALS):
        exec(compile(read_file(program), "<rehearsal>", "exec"), {})
        library.hasten_payload_fd(), entries[library.hasten_entry()]
        settle()
    os.close(program)


def run_child(_exit=os._exit, _print_exc=traceback.print_exc, _stdout=sys.stdout,
              _stderr=sys.stderr, _int=int, _type=type, _channel=Channel()):
    """Never returns. What is needed after user code has run is bound above."""
    try:
        payload = read_file(library.hasten_payload_fd())
        function = entries[library.hasten_entry()]
    except BaseException as error:
        library.hasten_fail(repr(error).encode())
    if library.hasten_confine():
        for handlers in fork_handlers:
            register_at_fork(**handlers)
    settle()
    status = 0
    try:
        result = function(_channel, payload)
        if _type(result) is _int:
            status = result
    except SystemExit as end:
        status = 0 if end.code is None else end.code if _type(end.code) is _int else 1
        if status == 1 and _type(end.code) is not _int:
            print(end.code, file=sys.stderr)
    except BaseException:
        _print_exc()
        status = 1
    for stream in (_stdout, _stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    _exit(status & 255)


def serve():
    # The child is a copy of the only thread, in the middle of a call that releases nothing: to the
    # interpreter nothing has happened, so that it need not be told (PyOS_AfterFork_Child).
    while library.hasten_receive():
        pid = library.hasten_fork()
        if pid == 0:
            run_child()
        if not library.hasten_forked(pid):
            break
    os._exit(0)


prepare()
serve()
