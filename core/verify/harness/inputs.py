"""Makes inputs for a function out of the original program; runs in a process of its own.

Seeds come from the request, from running the program as a script and its tests with a recorder on the
function (inner recursive calls included), from doctests and from literal calls in source and
docstrings. Further inputs come from type hints or, for untyped code, from what the body does with its
parameters (shapes.py, making.py); then seeds are mutated, an input that reaches a new line becoming a
seed itself; then each seed meets values that break assumptions (hostile.py). Every step is bounded in
time and number; one seed value decides everything.

Entry `inputs`: the payload holds source, module name, function, argv (lines), stdin, literal argument
tuples, an entry expression, set-up statements, test source. Requests (fields as in wire.py):

    generate count milliseconds seed   → cases
    ladder   target_ns cap_ns ms       → cases, ordered by time
    shrink   pickle                    → simpler cases, at most 24
    reach                              → lines, those reached, inputs that return, that raise, remark
    trouble                            → what the program raised when it was loaded, "" when it was not

A case is five fields: pickle of (args, kwargs), readable call, origin, nanoseconds it took here, and
"outside" for a made-up call that breaks the annotations (domain.py), else "". Those come last.
The candidate is never seen here; pickles are opened only in sandboxed processes.
"""

import ast
import collections
import gc
import inspect
import io
import itertools
import keyword
import pickle
import signal
import sys
import time
import types

import behave
import domain
import growth
import hostile
import making
import observe
import shapes
import virtual
from recording import (MAX_GROWN, MAX_PICKLE, AsScript, Stopwatch, TooSlow, alarm, bounded, disarm,
                       quiet, readable, shape_of, smaller_calls)
from seeds import Seeds
from session import start_program
from slicing import without_driver
from values import required
from wire import pack, unpack

CALL_SECONDS = 0.25   # inputs on which the original takes longer are dropped
TRIED_SECONDS = 0.06  # the same for made-up inputs, of which there are plenty
ONLY_CALL_SECONDS = 4
TOO_SLOW = "too slow"
TRACE_NS = 30_000_000
SPEND_NS = 300_000_000
MAX_ATTEMPTS = 6000   # calls of the original for one draw
MAX_STALE = 60        # of them one after the other that add nothing, when every line was reached
HANDY_NS = 2_000_000   # what a call may take that others are made from: hundreds of them have to be
ENOUGH = 40           # returning inputs; with fewer, generation takes up to four times as long
MOST_ENTANGLED = 6    # of one input, whose arguments share an object or change each other
SAME_OUTCOME = 12     # inputs kept that raise the same exception from lines that were seen
MADE_UP = frozenset(("generated", "mutated", "enlarged", "adversarial"))
DEFAULT_STDIN = "5\n1 2 3 4 5\nabc\n3\n1,2,3\n7\n2.5\nhello world\n10\ny\n" * 20

cpu = time.process_time_ns


class Clock:
    """What budgets are measured in: processor time, so that a busy machine does not mean fewer inputs.
    Once the program has waited for something, a third of the time that passes, if that is more."""

    def restart(self):
        self.begin, self.watch = cpu(), Stopwatch()

    def __call__(self):
        return max(cpu(), self.begin + self.watch.elapsed_ns() // 3)


clock = Clock()


def has_order_of_addresses(value, depth=4):
    """Somewhere is a set of objects whose hash is their address: its order is another in each process."""
    kind = type(value)
    if kind in (set, frozenset):
        return len(value) > 1 and any(type(item).__hash__ is object.__hash__ for item in value)
    items = value.values() if kind is dict else value if kind in (list, tuple) else ()
    return depth > 0 and any(has_order_of_addresses(item, depth - 1) for item in itertools.islice(items, 200))


class Case:
    def __init__(self, data, text, origin, weight=0, outside=False):
        self.data, self.text, self.origin, self.weight = data, text, origin, weight
        self.outside = outside  # of what the annotations say

    def fields(self):
        return (self.data, self.text.encode("utf-8", "replace"), self.origin.encode(),
                b"%d" % self.weight, b"outside" if self.outside else b"")


class Inputs:
    def __init__(self, source, name, function, argv, stdin, literals, entry, setup, tests=b""):
        self.source, self.name = source.decode("utf-8", "surrogateescape"), name.decode()
        self.raw, (self.definitions, _) = source, without_driver(source)
        self.function = function.decode()
        self.argv = argv.decode().split("\n") if argv else []
        self.stdin = stdin.decode() or DEFAULT_STDIN
        self.tree = ast.parse(source)
        self.program = shapes.Program(self.tree)
        self.node = self._find_node()
        self.seeds = Seeds(self, literals.decode(), entry.decode(), setup.decode(), tests.decode())
        self.cases, self.known, self.seen_lines = [], set(), set()
        self.outcomes = collections.Counter()
        self.own_lines = set()         # of the function
        self.trouble = ""              # what loading it raised
        self.enough = False            # only inputs that reach new lines are kept
        self.large = []                # a recorded call too large to be called often
        self.smaller = False           # there are smaller calls like one that takes its time
        self.tracing, self.taken = True, 0
        self.domain = None             # known when the program was loaded
        self.lines = set()             # that the last call ran
        self.patience = CALL_SECONDS   # shorter each time that it was in vain
        self.too_large = float("inf")  # integers from here on made the original too slow
        signal.signal(signal.SIGALRM, alarm)
        virtual.install_sleep()
        self.operations = {b"generate": self.generate, b"ladder": self.ladder, b"shrink": self.shrink,
                           b"reach": self.reach, b"trouble": lambda: self.trouble.encode("utf-8", "replace")}

    def _find_node(self):
        node = self.tree
        for part in self.function.split("."):
            found = [inner for inner in node.body if getattr(inner, "name", None) == part]
            if not found:
                return None
            node = found[-1]
        return node

    def owner(self):
        """Name of the class whose method the target is, "" for a function."""
        return self.function.rpartition(".")[0]

    # ---- the program

    def load(self, record=None):
        """Runs the module; with a recorder also its script part."""
        module = start_program(self.name, "program.py")
        tree = ast.parse(self.raw if record is not None else self.definitions)
        if record is not None:
            module.__record__ = lambda: record.install(module, self.function)
            tree = AsScript(self.function).visit(tree)
            sys.argv.extend(self.argv)
        sys.stdin = io.StringIO(self.stdin)
        self.module = module
        code = compile(tree, "program.py", "exec", dont_inherit=True)
        if record is None:
            self.own_lines = self._lines_of(code)
        with quiet():
            exec(code, module.__dict__)
        return module

    def _load_if_possible(self):
        try:
            self.load()
        except Exception as error:
            self.trouble = f"{type(error).__name__}: {error}"
            raise

    def _lines_of(self, code):
        """Lines of the function that can run, without those of its own header."""
        if self.node is None:
            return set()
        lines, waiting = set(), [code]
        while waiting:
            code = waiting.pop()
            inside = self.node.lineno <= code.co_firstlineno <= self.node.end_lineno
            if code.co_name != "<module>" and inside:
                lines |= {line for _, _, line in code.co_lines() if line} - {code.co_firstlineno}
            waiting += [inner for inner in code.co_consts if isinstance(inner, types.CodeType)]
        return lines

    def target(self):
        return behave.find(self.module, self.function)

    def quietly(self, action, *arguments, seconds, soon=None, is_enough=None):
        """Lets the program run for a while; how it ends does not matter."""
        try:
            with bounded(seconds, soon, is_enough), quiet():
                action(*arguments)
        except BaseException:
            disarm()  # what was recorded so far counts

    # ---- trying an input

    def try_pickle(self, data, origin):
        """Calls the original; keeps the case when it ends in time. True when a line was new."""
        self.outcome = self.error = None
        if data in self.known or len(data) > MAX_PICKLE:
            return False
        self.known.add(data)
        try:
            args, kwargs = pickle.loads(data)
            if has_order_of_addresses([args, kwargs]):
                return False
            text = readable(self.function, args, kwargs)
            inside = self.domain is None or self.domain.holds(args, kwargs)
        except Exception:
            return False
        lines = set()
        largest = max((abs(value) for value in args if type(value) is int), default=0)
        if largest >= self.too_large:
            return False
        traced = self.tracing
        outcome = self.outcome = self._call(args, kwargs, data, lines)
        self.outcomes[outcome] += 1
        if outcome == TOO_SLOW:
            self.patience = max(self.patience / 2, CALL_SECONDS / 12)
            if not traced:
                self.too_large = min(self.too_large, largest or self.too_large)
            return False
        if outcome is None:
            return False
        self.lines = lines
        new = not lines <= self.seen_lines
        self.seen_lines |= lines
        if not new and (self.enough or outcome and self.outcomes[outcome] > SAME_OUTCOME):
            return False  # the same exception from the same lines has been seen often enough
        outside = origin in MADE_UP and not inside and not domain.is_deliberate(self.error)
        case = Case(data, text, origin, self.taken, outside)
        case.returned = not outcome
        self.cases.append(case)
        return new

    def _try_seed(self, data, origin):
        """A real call that takes too long stands for smaller ones, and is a size to measure at."""
        self.try_pickle(data, origin)
        slow = self.outcome == TOO_SLOW
        if origin not in ("recorded", "request") or self.large or self.smaller or \
                not (slow or self.outcome == "" and self.taken > HANDY_NS):
            return
        if slow:
            self.large.append(data)
        self.smaller = True
        for fraction in (1 / 4, 1 / 16, 1 / 64):
            for args, kwargs in smaller_calls(data, fraction):
                self.try_values(args, kwargs, origin)
                if self.outcome in ("", TOO_SLOW):
                    break
            if self.outcome != TOO_SLOW and self.taken < HANDY_NS:
                break

    def try_values(self, args, kwargs, origin):
        try:
            return self.try_pickle(pickle.dumps((tuple(args), kwargs), 5), origin)
        except Exception:
            self.outcome = self.error = None
            return False

    def _call(self, args, kwargs, data, lines):
        """"" when it returned, the exception's name when it raised, TOO_SLOW, or None when the
        interpreter gave up."""
        add = lines.add

        def trace(frame, event, argument):
            if event == "line":
                add(frame.f_lineno)
            return trace

        def start(frame, event, argument):
            return trace if frame.f_code.co_filename == "program.py" else None

        observe.forget_origins()
        try:
            watch, slept = Stopwatch(), virtual.ticks[2]
            target = self.target()
            with quiet(), bounded(self.patience):
                if self.tracing:
                    sys.settrace(start)
                kind, value = behave.invoke(target, args, kwargs)
                if kind == behave.RETURNED:
                    behave.exercise(value, data)
                sys.settrace(None)
        except TooSlow:
            return TOO_SLOW
        except BaseException as error:  # from the use of what was returned
            kind, value = behave.RAISED, error
        finally:
            disarm()  # the alarm may have hit the very code that disarms it
            sys.settrace(None)
            self.taken = watch.elapsed_ns()
            if self.taken > TRACE_NS:
                self.tracing = False  # tracing costs more than it tells
            self.taken += virtual.ticks[2] - slept  # a candidate's threads will wait in earnest
        if self.taken > self.patience * 1e9:
            return TOO_SLOW
        return self._outcome(kind, value)

    def _outcome(self, kind, value):
        if kind == behave.RETURNED:
            return ""
        self.error = value.value if type(value) is behave.Awaited else value
        if type(self.error) is TooSlow:
            return TOO_SLOW
        if kind == behave.EXHAUSTED:
            return None
        return type(self.error).__name__

    # ---- generate

    def generate(self, count, milliseconds, seed):
        start = clock()
        virtual.hurrying = True
        end = start + int(milliseconds) * 1_000_000
        count = int(count)
        span = (end - start) / 1e9
        self.maker = making.Builder(int(seed), self.node, self.program)
        if not self.cases:
            found = self.seeds.find(span)
            self.large = self.seeds.large
            self.quietly(self._load_if_possible, seconds=span)
            for data, origin in found[:count // 2]:
                self._try_seed(data, origin)
            end = max(end, clock() + (end - start) // 2)
        self.maker.module = self.program.module = self.module
        self.domain = domain.Domain(self.module, self.function, self.node)
        self.maker.texts = self.program.texts(self.node)
        first = len(self.cases)
        kept = first if int(seed) else 0
        self.attempts = self.stale = self.had = 0
        self._step(self._from_parameters, end - (end - clock()) // 2, kept + count * 3 // 5)
        self.enough = False
        self._step(self._enlarge, end)
        self._step(self._adversarial, end, count // 4)
        self._step(self._mutate, end, count + kept)
        self.enough = False
        if not int(seed):
            self._step(self._late, start + 4 * (end - start))
        chosen = sorted(self._chosen(self.cases[kept:], count), key=lambda case: case.outside)
        return pack(*itertools.chain.from_iterable(case.fields() for case in chosen))

    def _late(self, end):
        """More time for a function on which few inputs return: slow ones, narrow domains."""
        missing = ENOUGH - sum(case.returned and not case.outside for case in self.cases)
        if missing > 0:
            wanted = len(self.cases) + missing
            self._from_parameters(end - (end - clock()) // 2, wanted)
            self._mutate(end, wanted)

    def _step(self, action, *arguments):
        """What a program does to this process (memory used up, odd classes) ends one step only."""
        try:
            action(*arguments)
        except BaseException:
            disarm()
            sys.settrace(None)

    def _chosen(self, cases, count):
        """At most `count`, of which at most a third raise, and that take at most SPEND_NS together:
        every one of them runs many times."""
        chosen, raising, spent = [], 0, 0
        for case in cases:
            wanted = case.origin in ("recorded", "request", "no arguments") and not chosen
            cheap = case.weight < SPEND_NS // 4 and spent + case.weight < SPEND_NS
            if not (wanted or cheap) or (not case.returned and raising >= max(12, count // 3)):
                continue
            chosen.append(case)
            raising += not case.returned
            spent += case.weight
        return chosen[:count]

    def _parameters(self):
        """[(parameter, function that makes a value for it)], self first for a method."""
        target = self.target()
        parameters = list(inspect.signature(target).parameters.values())
        node = self.node if isinstance(self.node, (ast.FunctionDef, ast.AsyncFunctionDef)) else (
            self.program.method(self.function, "__init__"))
        found = self.program.infer(node, self.owner()) if node is not None else {}
        made = []
        for at, parameter in enumerate(parameters):
            recipe = self.maker.from_hint(self.maker.hint(target, parameter.name))
            shape = found.get(parameter.name) or shapes.Shape(parameter.name)
            if at == 0 and parameter.name == "self" and self.owner() in self.program.classes:
                recipe = lambda: self.maker.used(self.owner())
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                shape = shape.item()  # `make` makes one of them
            made.append((parameter, recipe or (lambda shape=shape: self.maker.make(shape))))
        return made

    def _keywords(self, parameters):
        """What `**kwargs` may hold: texts of the code that are names, and a few words."""
        taken = {parameter.name for parameter, _ in parameters}
        names = [text for text in self.maker.texts if text.isidentifier() and not keyword.iskeyword(text)]
        return [name for name in dict.fromkeys((*names[:12], "b", "a", "name", "size", "key")) if name not in taken]

    def _from_parameters(self, end, count):
        made = self._parameters()
        self.words = self._keywords(made)
        if not required(parameter for parameter, _ in made):
            self.patience = ONLY_CALL_SECONDS  # there is no cheaper call to look at
            if not self.cases:
                self.known.clear()  # as a seed it was too slow
            self.try_values((), {}, "no arguments")
        if not made:
            for case in self.cases:  # however it was found, it is the only call there is
                case.origin = "no arguments"
        self.patience = min(self.patience, TRIED_SECONDS)
        while made and self._goes_on(count, end):
            self.maker.start()
            try:
                args, kwargs = self._arguments(made)
            except Exception:
                continue
            related = making.relate(args, self.maker.draw)
            new = self.try_values(related, kwargs, "generated")
            self._learn(new, related is args)

    def _goes_on(self, count, end):
        """Until there are `count` inputs and, while there is time, until every line was reached."""
        self.attempts += 1
        self.stale = 0 if len(self.cases) > self.had else self.stale + 1
        self.had = len(self.cases)
        self.enough = self.had >= count
        return clock() < end and self.attempts < MAX_ATTEMPTS and not (
            (self.enough or self.stale > MAX_STALE) and self.own_lines <= self.seen_lines)

    def _arguments(self, made):
        """Positional and keyword arguments; defaults are left alone more often than not."""
        draw, args, kwargs, skipped = self.maker.draw, [], {}, False
        for parameter, make in made:
            if parameter.kind is parameter.VAR_POSITIONAL:
                args += [make() for _ in range(0 if skipped else draw.choice((0, 1, 2, 3)))]
            elif parameter.kind is parameter.VAR_KEYWORD:
                names = draw.sample(self.words, min(len(self.words), draw.choice((0, 1, 2, 3))))
                kwargs.update((name, make()) for name in names)
            elif parameter.default is not parameter.empty and draw.random() < 0.65:
                skipped = True
            else:
                value = make() if parameter.default in (None, parameter.empty) or (
                    draw.random() < 0.5) else self.maker.mutate(parameter.default)
                if skipped or parameter.kind is parameter.KEYWORD_ONLY:
                    kwargs[parameter.name] = value
                else:
                    args.append(value)
        return args, kwargs

    def _learn(self, new, as_made):
        if self.outcome == "":
            share = len(self.lines & self.own_lines) / (len(self.own_lines) or 1)
            self.maker.learn(1 + 0.12 * share + 0.2 * new)
        elif self.outcome in ("TypeError", "AttributeError"):
            self.maker.learn(0.92)
        if self.error is not None and as_made:
            making.listen(self.error, self.maker.choices)

    def _mutate(self, end, count):
        pool = [case.data for case in self._handy() or self.cases]
        draw, self.stale = self.maker.draw, 0
        while pool and self._goes_on(count, end):
            args, kwargs = pickle.loads(draw.choice(pool))
            args = list(args)
            for _ in range(draw.choice((1, 1, 2, 3))):
                if args and (not kwargs or draw.random() < 0.7):
                    at = draw.randrange(len(args))
                    args[at] = self.maker.mutate(args[at])
                elif kwargs:
                    word = draw.choice(list(kwargs))
                    kwargs[word] = self.maker.mutate(kwargs[word])
            if self.try_values(args, kwargs, "mutated"):
                pool.append(self.cases[-1].data)

    def _enlarge(self, end):
        """Some code changes its ways when there is much: containers many times as long."""
        for case in self._unlike(6):
            for factor, relation in ((8, None), (8, making.overlapping), (40, making.overlapping)):
                if clock() > end:
                    return
                args, kwargs = pickle.loads(case.data)
                larger = [growth.grown(arg, factor, numbers=False) for arg in args]
                if relation is not None:
                    larger = relation(larger, self.maker.draw)
                if any(new is not old for new, old in zip(larger, args)):
                    self.try_values(larger, kwargs, "enlarged")

    def _handy(self):
        """Inputs that return, to make others from: the quick ones, if there are any."""
        returned = [case for case in self.cases if case.returned and not case.outside]
        return [case for case in returned if case.weight < HANDY_NS] or returned

    def _unlike(self, most):
        """Inputs that return, one of each shape, those with the most lists first."""
        shapes_seen = {}
        for case in self._handy():
            args, _ = pickle.loads(case.data)
            lists = sum(type(arg) is list and len(arg) > 1 for arg in args)
            shapes_seen.setdefault(tuple(map(shape_of, args)), (lists, case))
        ranked = sorted(shapes_seen.values(), key=lambda found: -found[0])
        return [case for _, case in ranked[:most]]

    def _adversarial(self, end, most):
        trials, draw = [], self.maker.draw
        for case in self._handy()[:4]:
            args, kwargs = pickle.loads(case.data)
            for at in range(self.domain.owner is not None, len(args)):
                trials += [([*args[:at], strange, *args[at + 1:]], kwargs)
                           for strange in hostile.variants(args[at], args)]
        for case in self._unlike(4):
            args, kwargs = pickle.loads(case.data)
            nested = [at for at, arg in enumerate(args) if type(arg) in (list, tuple, dict) and arg]
            for leaf in hostile.LEAVES if nested else ():
                at = draw.choice(nested)
                trials.append(([*args[:at], hostile.planted(args[at], leaf, draw), *args[at + 1:]], kwargs))
        draw.shuffle(trials)
        trials.sort(key=lambda trial: not self.domain.holds(*trial))
        first_outside = sum(self.domain.holds(*trial) for trial in trials)
        for case in self._unlike(4):
            args, kwargs = pickle.loads(case.data)
            if (same := hostile.one_nan_throughout(args)) is not None:
                trials.insert(0, (same, kwargs))
                first_outside += 1
            meant = [same for same in hostile.entangled(args) if self.domain.holds(same, kwargs)
                     and self.domain.asks_for(hostile.Meddler, same, kwargs)]
            trials[:0] = [(same, kwargs) for same in meant[:MOST_ENTANGLED]]
            first_outside += len(meant[:MOST_ENTANGLED])
        kept_free = most // 3 if first_outside < len(trials) else 0
        self._try_all(trials[:first_outside], end, most - kept_free)
        self._try_all(trials[first_outside:], end, kept_free)

    def _try_all(self, trials, end, most):
        full = len(self.cases) + most
        for args, kwargs in trials:
            if clock() > end or len(self.cases) >= full:
                break
            self.try_values(args, kwargs, "adversarial")

    # ---- reach

    def reach(self):
        """How much of the function the calls so far have run."""
        returning = sum(case.returned for case in self.cases)
        remark = ", ".join(f"{name or 'returned' if name is not None else 'gave up'} {times}"
                           for name, times in self.outcomes.most_common(5))
        missed = sorted(self.own_lines - self.seen_lines)[:12]
        numbers = (len(self.own_lines), len(self.own_lines & self.seen_lines), returning,
                   len(self.cases) - returning)
        return pack(*(b"%d" % number for number in numbers),
                    f"{remark}; not reached: {missed}".encode("utf-8", "replace"))

    # ---- ladder

    def ladder(self, target_ns, cap_ns, milliseconds):
        """Growing inputs, until the original takes `target_ns`."""
        virtual.hurrying = False
        target, cap = int(target_ns), int(cap_ns)
        end = clock() + int(milliseconds) * 1_000_000
        self.quietly(self.load, seconds=2.0)
        found = []
        seeds = self._growable(target)
        if self.large:
            seeds, found = [], [self._descend(self.large[0], target, end)]
        for turn, seed in enumerate(seeds):
            share = clock() + (end - clock()) // (len(seeds) - turn)
            for containers, numbers in ((True, True), (True, False), (False, True)):
                steps = []
                self._step(self._grow, steps, seed, containers, numbers, target, cap, share)
                if steps:
                    found.append(steps)
                if steps and steps[-1].weight >= target or clock() > share:
                    break
        # Of those that are slow enough, the one that needs the smallest input to be slow.
        best = max(filter(None, found), default=[], key=lambda steps: (
            min(steps[-1].weight, target), steps[-1].weight / len(steps[-1].data)))
        return pack(*itertools.chain.from_iterable(case.fields() for case in best))

    def _descend(self, data, target, end):
        """A real call and smaller ones like it, up to the first that takes `target`."""
        steps = []
        for fraction in (1 / 64, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1):
            calls = smaller_calls(data, fraction) if fraction < 1 else [pickle.loads(data)]
            timed = (self._timed(*call, max(end - clock(), 1_000_000_000)) for call in calls)
            case = next(filter(None, timed), None)
            if case is not None:
                steps.append(case)
            if case is None or case.weight >= target or clock() > end:
                break
        return steps

    def _growable(self, target):
        """One seed of each shape, out of the most telling origin that has any."""
        cases = [case for case in self.cases if case.returned and not case.outside]
        for origins in (("request", "recorded"), ("test", "doctest", "literal"),
                        ("generated", "mutated", "inner call", "no arguments")):
            shapes = collections.defaultdict(list)
            for case in cases:
                if case.origin in origins:
                    args, kwargs = pickle.loads(case.data)
                    shapes[tuple(map(shape_of, args)), *kwargs].append(case)
            if shapes:
                common = sorted(shapes.values(), key=len, reverse=True)[:4]
                return [self._start_of(alike, target) for alike in common]
        return []

    @staticmethod
    def _start_of(alike, target):
        """The slowest input that leaves room to grow, else the fastest."""
        small = [case for case in alike if case.weight < target // 32]
        return max(small, key=lambda case: case.weight) if small else min(
            alike, key=lambda case: case.weight)

    def _grow(self, steps, seed, containers, numbers, target, cap, end):
        factor = 2.0
        args, kwargs = pickle.loads(seed.data)
        while clock() < end and len(steps) < 48:
            case = self._timed(args, kwargs, cap)
            if case is None:  # too far: go on from the last good one in smaller strides
                factor = 1 + (factor - 1) / 2
                if not steps or factor < 1.05:
                    break
                args, kwargs = pickle.loads(steps[-1].data)
            elif steps and case.data == steps[-1].data:
                break
            else:
                steps.append(case)
                if case.weight >= target:
                    break
                args, kwargs = pickle.loads(case.data)
                if len(steps) > 12 and case.weight < 1.5 * steps[0].weight:
                    break  # more input does not mean more work
            grow = lambda value: growth.grown(value, factor, containers, numbers)
            args, kwargs = tuple(map(grow, args)), {key: grow(v) for key, v in kwargs.items()}

    def _timed(self, args, kwargs, cap):
        """The case with its time, None when it fails, is too slow or too large."""
        try:
            data = pickle.dumps((args, kwargs), 5)
            if len(data) > MAX_GROWN:
                return None
            text = readable(self.function, args, kwargs)
            target = self.target()
            gc.collect()
            with quiet(), bounded(cap / 1e9):
                watch = Stopwatch()
                kind, value = behave.invoke(target, args, kwargs)
                if observe.is_iterator(type(value)):
                    list(value)
                taken = watch.elapsed_ns()
        except BaseException:
            disarm()
            return None
        return Case(data, text, "grown", taken) if kind == behave.RETURNED else None

    # ---- shrink

    def shrink(self, data):
        args, kwargs = pickle.loads(data)
        found = []
        for at in range(len(args)):
            for simple in growth.smaller(args[at]):
                try:
                    simpler = (*args[:at], simple, *args[at + 1:])
                    if not self.domain.holds(simpler, kwargs):
                        continue
                    found.append(Case(pickle.dumps((simpler, kwargs), 5),
                                      readable(self.function, simpler, kwargs), "shrunk"))
                except Exception:
                    continue
        found.sort(key=lambda case: len(case.data))
        return pack(*itertools.chain.from_iterable(case.fields() for case in found[:24]))


def inputs(channel, payload):
    running = Inputs(*unpack(payload))
    while (request := channel.receive()) is not None:
        clock.restart()
        operation, *fields = unpack(request)
        channel.reply(running.operations[operation](*fields))
