"""What an instrumented program did, loop by loop and call by call, held against what hasten said.

A location is a variable of one activation, an attribute of one object, an element of one object or
its whole contents. Each running loop remembers in which of its iterations a location was read and
written. A later iteration that reads what an earlier one wrote is a flow dependence; for objects,
writing what an earlier one read or wrote is one too (a variable can have a copy per iteration, an
object cannot). Objects seen inside a running loop are kept alive, so that identities stay unique.
"""
import collections
import io
import sys
import threading
import types

BUILTIN_CODE = (types.BuiltinFunctionType, types.MethodWrapperType, types.MethodDescriptorType,
                types.ClassMethodDescriptorType, types.WrapperDescriptorType)
CONTAINERS = (list, dict, set, bytearray, collections.deque)
EFFECT_MODULES = {"_io": "io", "io": "io", "posix": "io", "time": "clock", "_random": "random", "random": "random", "_socket": "io"}
HARMLESS = {"fspath", "strerror", "fsencode", "fsdecode", "strftime", "struct_time", "StringIO", "BytesIO",
            "getpid", "cpu_count", "WEXITSTATUS", "gmtime", "mktime", "localtime", "strptime"}
READERS = {"count", "index", "sum", "max", "min", "any", "all", "sorted", "join"}
COLLECTORS = {"append", "add"}
MAX_INSTANCES, MAX_ITERATIONS, MAX_EVENTS = 15, 100, 1_500_000
MAX_PURE_CALLS, MAX_REACHED = 15, 3000


def reachable(roots):
    """Identities of mutable objects that can be reached from the roots; bounded."""
    seen, todo = set(), list(roots)
    while todo and len(seen) < MAX_REACHED:
        o = todo.pop()
        if id(o) in seen or isinstance(o, (int, float, str, bytes, complex, type(None), type, types.ModuleType,
                                           types.FunctionType, types.BuiltinFunctionType)):
            continue
        seen.add(id(o))
        if isinstance(o, dict):
            todo.extend(o.values())
        elif isinstance(o, (list, tuple, set, frozenset, collections.deque)):
            todo.extend(o)
        elif type(getattr(o, "__dict__", None)) is dict:
            todo.extend(o.__dict__.values())
    return seen


class Loop:
    """One loop of the source: what was said about it and what was seen."""

    def __init__(self, path, said, fold_lines):
        self.path, self.line, self.kind = path, said["line"], said["kind"]
        self.verdict = said["verdict"]
        self.reductions = {r["name"] for r in said["reductions"]}
        self.fold_lines = {n: fold_lines.get(n, set()) for n in self.reductions}
        self.reduction_lines = {r["line"] for r in said["reductions"]}
        self.instances, self.longest = 0, 0
        self.dependences, self.effects = {}, {}


class Running:
    """One execution of a loop. Entries of `seen`: [first read, last read, first write, last write,
    line of the last write, line of the last read]. `frame` is the one that runs the rounds."""

    __slots__ = ("loop", "number", "seen", "folded", "depth", "frame")

    def __init__(self, loop, depth, frame):
        self.loop, self.number, self.seen, self.folded, self.depth = loop, -1, {}, set(), depth
        self.frame = frame


class Proxy:
    """The target of an item assignment, so that object and index are evaluated once."""

    __slots__ = ("recorder", "object", "index", "line", "augmented")

    def __init__(self, recorder, obj, index, line, augmented):
        self.recorder, self.object, self.index, self.line, self.augmented = recorder, obj, index, line, augmented

    def __getitem__(self, _):
        self.recorder.element(self.object, self.index, False, self.line)
        value = self.object[self.index]
        if self.augmented and isinstance(value, CONTAINERS):
            self.recorder.whole(value, True, self.line)
        return value

    def __setitem__(self, _, value):
        self.recorder.element(self.object, self.index, True, self.line)
        self.object[self.index] = value

    def __delitem__(self, _):
        self.recorder.whole(self.object, True, self.line)
        del self.object[self.index]


class Recorder:
    """The `_hz_` of one module; what is running is shared by all of them (`State`)."""

    def __init__(self, state, path, said, kinds, functions, fold_lines, namespace):
        self.state, self.path, self.namespace = state, path, namespace
        loops = [lo for lo in said["loops"] if lo["kind"] != "recursion"]
        self.usable = [(lo["line"], lo["kind"]) for lo in loops] == kinds
        self.loops = [Loop(path, lo, fold_lines) for lo in loops] if self.usable else []
        pure = {(f["line"], f["name"].split(".")[-1]): f for f in said["functions"] if f["pure"]}
        self.pure = {}
        for number, (line, name, lazy) in enumerate(functions, 1):
            f = pure.get((line, name))
            if f and not lazy:
                soft = any(e.startswith(("operator_on", "attribute_of")) for e in f["effects"])
                self.pure[number] = [f["name"], line, not soft, 0]

    # ---- functions

    def enter(self, number, arguments):
        s = self.state
        if threading.get_ident() != s.thread:
            return s.next_activation()
        activation = s.next_activation()
        explicit = s.explicit
        s.explicit = False
        if not explicit:
            s.implicit += 1
        frame = [activation, explicit, None, None, len(s.running)]
        pure = self.pure.get(number)
        if pure and pure[3] < MAX_PURE_CALLS:
            pure[3] += 1
            frame[2] = reachable(list(arguments) + list(self.namespace.values()))
            frame[3] = (self.path, pure[0], pure[1], pure[2], s.implicit)
            s.pure_calls += 1
        s.frames.append(frame)
        return activation

    def leave(self, activation):
        s = self.state
        if threading.get_ident() != s.thread:
            return
        while s.frames:
            frame = s.frames.pop()
            if not frame[1]:
                s.implicit -= 1
            if frame[0] == activation:
                return

    def lam(self, body):
        """The body of a lambda: what an iterator or a sort runs is not called by the program."""
        activation = self.enter(0, ())
        try:
            return body()
        finally:
            self.leave(activation)

    # ---- variables

    def rv(self, value, activation, name, line):
        if self.state.running:
            self.state.touch(("v", activation, name), False, line)
        return value

    def ag(self, value, activation, name, line):
        if self.state.running:
            self.state.touch(("v", activation, name), False, line)
        if isinstance(value, CONTAINERS):
            self.whole(value, True, line)

    def wv(self, activation, name, line):
        s = self.state
        if s.running:
            s.touch(("v", activation, name), True, line)
        if activation == 0 and s.frames:
            s.impure(("global " + name), None, line)

    def wx(self, value, activation, name, line):
        self.wv(activation, name, line)
        return value

    # ---- objects

    def ra(self, obj, name, line):
        if self.state.running and not isinstance(obj, (types.ModuleType, type)):
            self.state.keep(obj)
            self.state.touch(("a", id(obj), name), False, line)
        return obj

    def wa(self, obj, name, line):
        s = self.state
        if s.running:
            s.keep(obj)
            s.touch(("a", id(obj), name), True, line)
        if s.frames:
            s.impure(f"attribute {name}", obj, line)
        return obj

    def xa(self, obj, name, line):
        self.ra(obj, name, line)
        value = getattr(obj, "__dict__", {}).get(name) if not isinstance(obj, type) else None
        if isinstance(value, CONTAINERS):
            self.whole(value, True, line)
        return self.wa(obj, name, line)

    def element(self, obj, index, write, line):
        s = self.state
        if write and s.frames:
            s.impure("element", obj, line)
        if not s.running:
            return
        s.keep(obj)
        if isinstance(obj, (list, bytearray)) and type(index) is int:
            index = index + len(obj) if index < 0 else index
        elif isinstance(index, slice):
            self.whole(obj, write, line)
            return
        try:
            hash(index)
        except TypeError:
            self.whole(obj, write, line)
            return
        if write and isinstance(obj, dict) and index not in obj:
            self.whole(obj, True, line)
            return
        s.touch(("e", id(obj), index), write, line)
        if write:
            s.touch(("#any", id(obj)), True, line, weak=True)
        else:
            s.touch(("#whole", id(obj)), False, line)

    def whole(self, obj, write, line, how=""):
        s = self.state
        if write and s.frames:
            s.impure(how or "contents", obj, line)
        if s.running:
            s.keep(obj)
            s.touch(("#any", id(obj)), write, line, how=how)
            s.touch(("#whole", id(obj)), write, line, how=how)

    def gi(self, obj, index, line):
        if self.state.running and isinstance(obj, CONTAINERS):
            self.element(obj, index, False, line)
        elif self.state.running and type(obj).__module__ == "numpy":
            self.element(obj, index, False, line)
        return obj[index]

    def wi(self, obj, index, line):
        return Proxy(self, obj, index, line, False)

    def xi(self, obj, index, line):
        return Proxy(self, obj, index, line, True)

    def rw(self, value, line):
        if self.state.running and isinstance(value, CONTAINERS):
            self.whole(value, False, line)
        return value

    def rl(self, value, line):
        if self.state.running and isinstance(value, CONTAINERS):
            self.state.keep(value)
            self.state.touch(("#whole", id(value)), False, line)
        return value

    # ---- loops

    def lazy(self, number, iterable, unpacks):
        return iterable

    def loop(self, number, iterable, unpacks):
        s = self.state
        loop = self.loops[number] if self.usable else None
        if (loop is None or loop.instances >= MAX_INSTANCES or
                threading.get_ident() != s.thread):
            return iterable
        loop.instances += 1
        return self.rounds(loop, iterable, unpacks)

    def rounds(self, loop, iterable, unpacks):
        s = self.state
        running = Running(loop, s.implicit, sys._getframe(1))
        s.running.append(running)
        sequence = type(iterable) is list
        line = loop.line
        shared = isinstance(iterable, collections.abc.Iterator)
        try:
            for item in iterable:
                running.number += 1
                loop.longest = max(loop.longest, running.number + 1)
                if running.number >= MAX_ITERATIONS:
                    running.seen = {}
                    running.number = 0
                if sequence:
                    self.element(iterable, running.number, False, line)
                if shared:
                    for outer in s.running[:-1]:
                        s.touch_one(outer, ("#state", id(iterable)), True, line, False, "next")
                    s.keep(iterable)
                if unpacks and isinstance(item, CONTAINERS):
                    self.whole(item, False, line)
                yield item
        finally:
            if running in s.running:
                self.stop(s.running.index(running))

    def stop(self, first):
        """The running loops from this one on have ended."""
        s = self.state
        for running in s.running[first:]:
            running.frame = None
        del s.running[first:]
        if not s.running:
            s.kept.clear()

    def caught(self):
        """A handler begins: the traceback keeps comprehensions that the exception has left."""
        s = self.state
        if not s.running or threading.get_ident() != s.thread:
            return
        frame, frames = sys._getframe(1), set()
        while frame:
            frames.add(frame)
            frame = frame.f_back
        for i, running in enumerate(s.running):
            if running.frame not in frames:
                self.stop(i)
                return

    # ---- calls

    def c(self, f, line, /, *args, **kwargs):
        s = self.state
        if not isinstance(f, BUILTIN_CODE):
            if isinstance(f, type) and f.__module__ == "builtins":
                if s.running:
                    self.read_arguments(f, args, line)
                return f(*args, **kwargs)
            if isinstance(f, (types.FunctionType, types.MethodType)):
                s.explicit = True
            elif isinstance(f, type):
                s.explicit = True
            return f(*args, **kwargs)
        if not (s.running or s.frames):
            return f(*args, **kwargs)
        return self.builtin(f, line, args, kwargs)

    def builtin(self, f, line, args, kwargs):
        s = self.state
        owner = getattr(f, "__self__", None)
        name = getattr(f, "__name__", "")
        module = getattr(f, "__module__", None) or type(owner).__module__
        if name in ("print", "input", "open"):
            s.effect("io", name, line)
        elif module in EFFECT_MODULES and name not in HARMLESS and not isinstance(owner, (io.StringIO, io.BytesIO)):
            s.effect(EFFECT_MODULES[module], name, line)
        if name == "next" and args and isinstance(args[0], collections.abc.Iterator):
            s.keep(args[0])
            s.touch(("#state", id(args[0])), True, line)
        self.read_arguments(f, args, line)
        watched = [o for o in (owner,) + args if isinstance(o, CONTAINERS)]
        if isinstance(owner, (io.StringIO, io.BytesIO)):
            s.keep(owner)
            s.touch(("#state", id(owner)), True, line)
            s.impure("stream", owner, line)
        before, activations = [self.contents(o) for o in watched], s.activations
        result = f(*args, **kwargs)
        only_reads = name in READERS and s.activations != activations  # what it ran tells for itself
        for o, old in zip(watched, before):
            if self.contents(o) != old and not only_reads:
                self.whole(o, True, line, name)
            elif o is owner and name not in COLLECTORS and not name.startswith("__"):
                self.whole(o, False, line)
        return result

    @staticmethod
    def contents(o):
        if len(o) > 400:
            return len(o)
        if isinstance(o, dict):
            return [(id(k), id(v)) for k, v in o.items()]
        if isinstance(o, bytearray):
            return bytes(o)
        return [id(x) for x in o]

    def read_arguments(self, f, args, line):
        name = getattr(f, "__name__", "")
        for a in args:
            if not isinstance(a, CONTAINERS):
                continue
            if name in COLLECTORS or name in ("id", "isinstance", "type", "hash", "callable", "hasattr", "setdefault", "insert"):
                continue
            if name in ("len", "bool", "iter"):
                self.state.keep(a)
                self.state.touch(("#whole", id(a)), False, line)
            else:
                self.whole(a, False, line)


class State:
    """Everything that is running now. One thread is watched."""

    def __init__(self, enough):
        self.enough = enough  # called when there were so many events that nothing new is likely
        self.running, self.frames, self.kept = [], [], {}
        self.events, self.activations, self.implicit, self.pure_calls = 0, 0, 0, 0
        self.explicit = False
        self.thread = threading.get_ident()
        self.impurities = {}

    def next_activation(self):
        self.activations += 1
        return self.activations

    def keep(self, obj):
        self.kept[id(obj)] = obj

    def touch(self, place, write, line, weak=False, how=""):
        self.events += 1
        if threading.get_ident() != self.thread:
            return
        if self.events > MAX_EVENTS:
            self.enough()
        for running in self.running:
            self.touch_one(running, place, write, line, weak, how)

    def touch_one(self, running, place, write, line, weak, how):
        i = running.number
        entry = running.seen.get(place)
        if entry is None:
            entry = running.seen[place] = [None, None, None, None, 0, 0]
        first_read, _, first_write, last_write, write_line, read_line = entry
        variable = place[0] == "v"
        if not write:
            if last_write is not None and last_write != i:
                self.depends(running, place, "flow", write_line, line, how)
            entry[0] = i if first_read is None else first_read
            entry[1], entry[5] = i, line
            return
        if not variable:
            if first_write is not None and first_write != i and not weak:
                self.depends(running, place, "output", write_line, line, how)
            if first_read is not None and first_read != i:
                self.depends(running, place, "anti", read_line, line, how)
        entry[2] = i if first_write is None else first_write
        entry[3], entry[4] = i, line

    def depends(self, running, place, kind, from_line, line, how):
        loop = running.loop
        if place[0] == "v" and place[2] in loop.reductions:
            if from_line in loop.fold_lines[place[2]] and line in loop.fold_lines[place[2]]:
                return
        elif place[0] != "v" and loop.reductions:
            if line in loop.reduction_lines:
                running.folded.add(place[1])
            if from_line in loop.reduction_lines and line in loop.reduction_lines:
                return
            if place[1] in running.folded and how in COLLECTORS:
                return
        what = place[2] if place[0] in "va" else place[0] if len(place) < 3 else f"[{place[2]!r:.40}]"
        soft = self.implicit > running.depth
        loop.dependences.setdefault((kind, str(what), from_line, line, soft), 0)

    def effect(self, kind, name, line):
        for running in self.running:
            soft = self.implicit > running.depth
            running.loop.effects.setdefault((kind, name, line, soft), 0)
        self.impure(f"{kind} {name}", None, line)

    def impure(self, what, obj, line):
        for frame in self.frames:
            if frame[3] is None or (obj is not None and id(obj) not in frame[2]):
                continue
            path, name, at, surely, implicit = frame[3]
            if surely or self.implicit <= implicit:
                self.impurities.setdefault((path, name, at, what, line), 0)
