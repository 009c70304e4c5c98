"""Makes inputs for a function out of the original program; runs in a process of its own.

Seeds come from running the program as a script with a recorder on the function (inner recursive calls
included), from doctests, from literal calls in source and docstrings and from the request; further
inputs from type hints, or from names and use with probing; then seeds are mutated, an input that
reaches a new line becoming a seed itself; then each seed meets values that break assumptions. Every
step is bounded in time and number; one seed value decides everything.

Entry `inputs`: the payload holds source, module name, function, argv (lines), stdin, literal argument
tuples, an entry expression, set-up statements. Requests (fields as in wire.py):

    generate count milliseconds seed   → cases
    ladder   target_ns cap_ns ms       → cases, ordered by time
    shrink   pickle                    → simpler cases, at most 24

A case is four fields: pickle of (args, kwargs), readable call, origin, nanoseconds it took here.
The candidate is never seen here; pickles are opened only in sandboxed processes.
"""

import ast
import asyncio
import collections
import doctest
import gc
import inspect
import io
import itertools
import pickle
import signal
import sys
import time
import types
import typing

import observe
import values
from recording import (MAX_GROWN, MAX_PICKLE, AsScript, Recorder, TooSlow, alarm, bounded, disarm, quiet,
                       readable, scaled, shape_of)
from session import start_program
from slicing import without_driver
from wire import pack, unpack

CALL_SECONDS = 0.25   # inputs on which the original takes longer are dropped
ONLY_CALL_SECONDS = 4
MAX_PROBES = 160
TOO_SLOW = "too slow"
TRACE_NS = 30_000_000
SPEND_NS = 300_000_000
ENOUGH = 40           # returning inputs; with fewer, generation takes up to four times as long

clock = time.perf_counter_ns


def awaited(value):
    """Runs a coroutine to its end."""
    return asyncio.run(value) if type(value) is types.CoroutineType else value


class Case:
    def __init__(self, data, text, origin, weight=0):
        self.data, self.text, self.origin, self.weight = data, text, origin, weight

    def fields(self):
        return (self.data, self.text.encode("utf-8", "replace"), self.origin.encode(),
                b"%d" % self.weight)


class Inputs:
    def __init__(self, source, name, function, argv, stdin, literals, entry, setup):
        self.source, self.name = source.decode("utf-8", "surrogateescape"), name.decode()
        self.raw, (self.definitions, _) = source, without_driver(source)
        self.function = function.decode()
        self.argv = argv.decode().split("\n") if argv else []
        self.stdin, self.literals = stdin.decode(), literals.decode()
        self.entry, self.setup = entry.decode(), setup.decode()
        self.tree = ast.parse(source)
        self.node = self._find_node()
        self.cases, self.known, self.seen_lines = [], set(), set()
        self.outcomes = {}
        self.tracing, self.taken = True, 0
        self.large = []                # a recorded call too large to be called often
        self.tracing, self.taken = True, 0
        self.patience = CALL_SECONDS   # shorter each time that it was in vain
        self.too_large = float("inf")  # integers from here on made the original too slow
        signal.signal(signal.SIGALRM, alarm)
        self.operations = {b"generate": self.generate, b"ladder": self.ladder, b"shrink": self.shrink}

    def _find_node(self):
        node = self.tree
        for part in self.function.split("."):
            found = [inner for inner in node.body if getattr(inner, "name", None) == part]
            if not found:
                return None
            node = found[-1]
        return node

    # ---- the program

    def load(self, record=None):
        """Runs the module; with a recorder also its script part."""
        module = start_program(self.name, "program.py")
        tree = ast.parse(self.raw if record is not None else self.definitions)
        if record is not None:
            module.__record__ = record.wrap
            tree = AsScript(self.function).visit(tree)
            sys.argv.extend(self.argv)
        sys.stdin = io.StringIO(self.stdin)
        self.module = module
        with quiet():
            exec(compile(tree, "program.py", "exec", dont_inherit=True), module.__dict__)
        return module

    def target(self):
        target = self.module
        for part in self.function.split("."):
            target = getattr(target, part)
        return target

    # ---- seeds

    def seeds(self, seconds):
        """(pickle, origin) pairs, the most telling first."""
        found = [(data, "request") for data in self._from_request()]
        recorder = Recorder()
        self._quietly(seconds, self.load, recorder)
        self._quietly(seconds, self._run_entry, recorder)
        found += [(data, "recorded") for data in recorder.outer]
        self.large = recorder.large
        tested = Recorder()
        self._quietly(seconds, self._run_doctests, tested)
        found += [(data, "doctest") for data in tested.outer]
        found += [(data, "literal") for data in self._from_literals()]
        found += [(data, "inner call") for data in recorder.inner + tested.inner]
        return found

    def _quietly(self, seconds, action, *arguments):
        try:
            with bounded(seconds), quiet():
                action(*arguments)
        except BaseException:
            disarm()  # what was recorded so far counts

    def _from_request(self):
        try:
            tuples = ast.literal_eval(self.literals) if self.literals else []
            return [pickle.dumps((tuple(args), {}), 5) for args in tuples]
        except (ValueError, SyntaxError, TypeError):
            return []

    def _run_entry(self, recorder):
        if not self.entry:
            return
        module = self.load(recorder)
        exec(self.setup, module.__dict__)
        eval(self.entry, module.__dict__)

    def _run_doctests(self, recorder):
        if ">>>" not in self.source:
            return
        self.load()
        owner, _, last = self.function.rpartition(".")
        holder = getattr(self.module, owner) if owner else self.module
        setattr(holder, last, recorder.wrap(getattr(holder, last)))
        runner = doctest.DocTestRunner(verbose=False)
        for test in doctest.DocTestFinder(exclude_empty=True).find(
                self.module, self.name, module=False, globs=dict(self.module.__dict__)):
            runner.run(test, out=lambda text: None)

    def _from_literals(self):
        last = self.function.rpartition(".")[2]
        trees = [self.tree]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and type(node.value) is str and last + "(" in node.value:
                for line in node.value.split("\n")[:200]:
                    try:
                        trees.append(ast.parse(line.strip().removeprefix(">>>").strip()))
                    except (SyntaxError, ValueError):
                        pass
        for node in itertools.chain.from_iterable(map(ast.walk, trees)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == self.function:
                try:
                    args = tuple(map(ast.literal_eval, node.args))
                    kwargs = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
                    yield pickle.dumps((args, kwargs), 5)
                except (ValueError, TypeError, SyntaxError):
                    pass

    # ---- trying an input

    def try_pickle(self, data, origin):
        """Calls the original; keeps the case when it ends in time. True when a line was new."""
        if data in self.known or len(data) > MAX_PICKLE:
            return False
        self.known.add(data)
        try:
            args, kwargs = pickle.loads(data)
            text = readable(self.function, args, kwargs)
        except Exception:
            return False
        lines = set()
        largest = max((abs(value) for value in args if type(value) is int), default=0)
        if largest >= self.too_large:
            return False
        traced = self.tracing
        outcome = self.outcome = self._call(args, kwargs, lines)
        if outcome == TOO_SLOW:
            self.patience = max(self.patience / 2, CALL_SECONDS / 10)
            if not traced:
                self.too_large = min(self.too_large, largest or self.too_large)
            return False
        if outcome is None:
            return False
        new = not lines <= self.seen_lines
        self.seen_lines |= lines
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        if outcome and self.outcomes[outcome] > 12 and not new:
            return False  # the same exception from the same lines has been seen often enough
        case = Case(data, text, origin, self.taken)
        case.returned = not outcome
        self.cases.append(case)
        return new

    def _try_seed(self, data, origin):
        """A real call that takes too long stands for smaller ones, and is a size to measure at."""
        self.outcome = None
        self.try_pickle(data, origin)
        if self.outcome != TOO_SLOW or origin not in ("recorded", "request") or self.large:
            return
        self.large.append(data)
        for fraction in (1 / 4, 1 / 16, 1 / 64):
            args, kwargs = pickle.loads(data)
            self.try_values([scaled(arg, fraction) for arg in args],
                            {word: scaled(arg, fraction) for word, arg in kwargs.items()}, origin)
            if self.outcome != TOO_SLOW:
                break

    def try_values(self, args, kwargs, origin):
        try:
            return self.try_pickle(pickle.dumps((tuple(args), kwargs), 5), origin)
        except Exception:
            return False

    def _call(self, args, kwargs, lines):
        """"" when it returned, the exception's name when it raised, TOO_SLOW, or None when the
        interpreter gave up."""
        def trace(frame, event, argument):
            if event == "line":
                lines.add(frame.f_lineno)
            return trace

        def start(frame, event, argument):
            return trace if frame.f_code.co_filename == "program.py" else None

        try:
            begin = clock()
            with quiet(), bounded(self.patience):
                if self.tracing:
                    sys.settrace(start)
                value = awaited(self.target()(*args, **kwargs))
                if observe.is_iterator(type(value)):
                    list(itertools.islice(value, 200))
                sys.settrace(None)
            return ""
        except TooSlow:
            return TOO_SLOW
        except (RecursionError, MemoryError):
            return None
        except BaseException as error:
            return type(error).__name__
        finally:
            disarm()  # the alarm may have hit the very code that disarms it
            sys.settrace(None)
            self.taken = clock() - begin
            if self.taken > TRACE_NS:
                self.tracing = False  # tracing costs more than it tells

    # ---- generate

    def generate(self, count, milliseconds, seed):
        start = clock()
        end = start + int(milliseconds) * 1_000_000
        count = int(count)
        span = (end - start) / 1e9
        self.maker = values.Maker(int(seed), self.node)
        if not self.cases:
            seeds = self.seeds(min(2.0, span * 0.5))
            self._quietly(span, self.load)
            for data, origin in seeds[:count // 2]:
                self._try_seed(data, origin)
            end = max(end, clock() + (end - start) // 2)
        first = len(self.cases)
        kept = first if int(seed) else 0
        self._step(self._from_parameters, end - (end - clock()) // 2, kept + count * 3 // 5)
        self._step(self._enlarge, end)
        self._step(self._adversarial, end)
        self._step(self._mutate, end, count + kept)
        if not int(seed):
            self._step(self._late, start + 4 * (end - start))
        return pack(*itertools.chain.from_iterable(
            case.fields() for case in self._chosen(self.cases[kept:], count)))

    def _late(self, end):
        """More time for a function on which few inputs return: slow ones, narrow domains."""
        missing = ENOUGH - sum(case.returned for case in self.cases)
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
        try:
            target = self.target()
            parameters = list(inspect.signature(target).parameters.values())
        except (AttributeError, TypeError, ValueError):
            return None, {}
        try:
            hints = typing.get_type_hints(target)
        except Exception:
            hints = {}
        return parameters, hints

    def _from_parameters(self, end, count):
        parameters, hints = self._parameters()
        if parameters is None:
            return
        wanted = values.required(parameters)
        if not wanted:
            self.patience = ONLY_CALL_SECONDS  # there is no cheaper call to look at
            self.try_values((), {}, "no arguments")
        optional = [p for p in parameters if p.default is not p.empty]
        ranked = [self._recipes(index, parameter, hints) for index, parameter in enumerate(wanted)]
        combinations = self._probe(ranked, clock() + (end - clock()) // 2)
        attempts = 0
        while combinations and clock() < end and len(self.cases) < count and attempts < 4 * count:
            attempts += 1
            # The likelier a combination, the more often.
            chosen = combinations[int(len(combinations) * self.maker.random.random() ** 2)]
            args = [recipe() for recipe in chosen]
            kwargs = {}
            if optional and self.maker.random.random() < 0.3:
                other = self.maker.random.choice(optional)
                kwargs = {other.name: self.maker.mutate(other.default)}
            self.try_values(args, kwargs, "generated")

    def _recipes(self, index, parameter, hints):
        """Candidate recipes for one parameter: its hint alone, or a ranked guess."""
        if index == 0 and parameter.name == "self" and "." in self.function:
            owner = getattr(self.module, self.function.split(".")[0])
            recipe = self.maker._instance(owner, 0)
            return [recipe] if recipe else []
        recipe = self.maker.from_hint(hints.get(parameter.name, inspect.Parameter.empty))
        if recipe is not None:
            return [recipe]
        return [self.maker.recipes[name] for name in self.maker.guess(parameter.name, self.node)[:8]]

    def _probe(self, ranked, end):
        """Combinations of recipes that do not end in a TypeError, best first."""
        order = sorted(itertools.product(*[range(len(recipes)) for recipes in ranked]),
                       key=lambda choice: (sum(choice), max(choice, default=0)))[:MAX_PROBES]
        good = {}
        for choice in order:
            if clock() > end:
                break
            recipes = [ranked[at][pick] for at, pick in enumerate(choice)]
            for _ in range(3):
                before = len(self.cases)
                try:
                    args = [recipe() for recipe in recipes]
                except Exception:
                    break
                new = self.try_values(args, {}, "generated")
                if len(self.cases) > before and self.cases[-1].returned:
                    good[choice] = good.get(choice, 0) + 1 + 2 * new - 0.2 * sum(choice)
        best = sorted(good, key=good.get, reverse=True)[:8]
        return [[ranked[at][pick] for at, pick in enumerate(choice)] for choice in best]

    def _mutate(self, end, count):
        pool = [case.data for case in self.cases if case.returned] or [c.data for c in self.cases]
        draw = self.maker.random
        attempts = 0
        while pool and clock() < end and len(self.cases) < count and attempts < 4 * count:
            attempts += 1
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
        for case in [case for case in self.cases if case.returned][:6]:
            for factor in (8, 40):
                if clock() > end:
                    return
                args, kwargs = pickle.loads(case.data)
                larger = [values.grown(arg, factor, numbers=False) for arg in args]
                if larger != list(args):
                    self.try_values(larger, kwargs, "enlarged")

    def _adversarial(self, end):
        seeds = [case for case in self.cases if case.returned][:4]
        for case in seeds:
            args, kwargs = pickle.loads(case.data)
            for at in range(len(args)):
                for strange in hostile_variants(args[at], args):
                    if clock() > end:
                        return
                    self.try_values([*args[:at], strange, *args[at + 1:]], kwargs, "adversarial")

    # ---- ladder

    def ladder(self, target_ns, cap_ns, milliseconds):
        """Growing inputs, until the original takes `target_ns`."""
        target, cap = int(target_ns), int(cap_ns)
        end = clock() + int(milliseconds) * 1_000_000
        self._quietly(2.0, self.load)
        found = []
        seeds = self._growable()
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
            args, kwargs = pickle.loads(data)
            if fraction < 1:
                args = tuple(scaled(arg, fraction) for arg in args)
                kwargs = {word: scaled(arg, fraction) for word, arg in kwargs.items()}
            case = self._timed(args, kwargs, max(end - clock(), 1_000_000_000))
            if case is not None:
                steps.append(case)
            if case is None or case.weight >= target or clock() > end:
                break
        return steps

    def _growable(self):
        """One seed of each shape, out of the most telling origin that has any."""
        cases = [case for case in self.cases if case.returned]
        for origins in (("request", "recorded"), ("doctest", "literal"),
                        ("generated", "mutated", "inner call", "no arguments")):
            shapes = collections.defaultdict(list)
            for case in cases:
                if case.origin in origins:
                    args, kwargs = pickle.loads(case.data)
                    shapes[tuple(map(shape_of, args)), *kwargs].append(case)
            if shapes:
                common = sorted(shapes.values(), key=len, reverse=True)[:4]
                return [max(alike, key=lambda case: case.weight) for alike in common]
        return []

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
            grow = lambda value: values.grown(value, factor, containers, numbers)
            args, kwargs = tuple(map(grow, args)), {key: grow(v) for key, v in kwargs.items()}

    def _timed(self, args, kwargs, cap):
        """The case with its time, None when it fails, is too slow or too large."""
        try:
            data = pickle.dumps((args, kwargs), 5)
            if len(data) > MAX_GROWN:
                return None
            text = readable(self.function, args, kwargs)
            gc.collect()
            with quiet(), bounded(cap / 1e9):
                start = clock()
                value = awaited(self.target()(*args, **kwargs))
                if observe.is_iterator(type(value)):
                    list(value)
                taken = clock() - start
        except BaseException:
            disarm()
            return None
        return Case(data, text, "grown", taken)

    # ---- shrink

    def shrink(self, data):
        args, kwargs = pickle.loads(data)
        found = []
        for at in range(len(args)):
            for simple in values.smaller(args[at]):
                try:
                    simpler = (*args[:at], simple, *args[at + 1:])
                    found.append(Case(pickle.dumps((simpler, kwargs), 5),
                                      readable(self.function, simpler, kwargs), "shrunk"))
                except Exception:
                    continue
        found.sort(key=lambda case: len(case.data))
        return pack(*itertools.chain.from_iterable(case.fields() for case in found[:24]))


class ListSubclass(list):
    """A list that is not exactly a list."""


class IntSubclass(int):
    """An int that is not exactly an int."""


class StrSubclass(str):
    """A str that is not exactly a str."""


def hostile_variants(value, args):
    """Values that break what code tends to assume about a value like this one."""
    kind = type(value)
    if kind in (int, float, bool):
        yield from (0, -1, True, False, 0.0, -0.0, 1.0, float("nan"), float("inf"), 10**20, -(10**6),
                    2**63, None, "1", [], IntSubclass(int(value) if value == value else 0))
    elif kind is str:
        yield from ("", " ", "ÀÉ𝔘", "\x00", "a" * 300, "\ud800", b"ab", None, 7, ["a", "b"],
                    StrSubclass(value))
    elif kind is list:
        yield from ([], value + value, value[::-1], tuple(value), iter(list(value)),
                    ListSubclass(value), None, "text", [None], [[]], [1, 1.0, True],
                    [float("nan"), -0.0, 0.0], [value, value])
        if value:
            yield value[:1] * 5
            yield [*value, "odd one"]
            yield [*value, []]
    elif kind is dict:
        yield from ({}, None, list(value), {None: value})
    else:
        yield from (None, 0, [], "")
    for other in args:  # the same object twice
        if other is not value and type(other) is kind is list:
            yield other


def inputs(channel, payload):
    running = Inputs(*unpack(payload))
    while (request := channel.receive()) is not None:
        operation, *fields = unpack(request)
        channel.reply(running.operations[operation](*fields))
