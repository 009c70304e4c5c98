"""Looks for inputs on which other texts of a program differ from it: the candidate, and those planted faults
that the inputs so far do not show.

Inputs are bred from ones that the program took: varied one by one, crossed with each other, and brought into
relation with each other (a slice of one in another, an integer that is the length of a list or one beside a
constant), because code branches on relations; some get parts that do not belong there. An input whose outcome is new is bred from in its turn. What is
found is a proposal: the owner runs it again, in processes of which none holds two programs.

Entry `hunt`: the payload holds the program, its function, milliseconds, a seed, the number of inputs, their
pickles, the texts. The one request is answered by cases (as in inputs.py) that tell some text from the
program; those of the first text, the candidate, come first, and end the hunt.
"""

import ast
import itertools
import pickle
import signal
import sys
import time
import types

import behave
import domain
import edges
import observe
import values
import virtual
from recording import TooSlow, alarm, bounded, disarm, quiet, readable
from session import start_program
from wire import pack, unpack

CALL_SECONDS = 0.2
MAX_PICKLE = 1 << 16
MAX_FOUND = 24
MAX_NAMED = 40   # constants of the candidate
SMALL = 1000
COUNTABLE = 4_000_000  # what a loop counts up to within CALL_SECONDS, at best
MOST_LOST = 0.8
PLAIN = (int, float, str, list, tuple, dict, set, bytes, bool)


class Text:
    """One text of the program, loaded."""

    def __init__(self, source, function):
        self.module = start_program("program", "program.py")
        self.function = function
        self.error = None  # that the last call raised
        with quiet(), bounded(2.0):
            exec(compile(source, "program.py", "exec", dont_inherit=True), self.module.__dict__)

    def outcome(self, data):
        """What a call does, as bytes; None when it is too slow or gives no answer."""
        sys.modules["program"] = self.module
        observe.forget_origins()
        self.error, self.slow = None, False
        try:
            args, kwargs = pickle.loads(data)
            target = behave.find(self.module, self.function)
            with quiet(), bounded(CALL_SECONDS):
                kind, value = behave.invoke(target, args, kwargs)
                self.slow = isinstance(value, TooSlow)
                if kind == behave.EXHAUSTED or self.slow:
                    return None
                if kind == behave.RAISED:
                    self.error = value.value if type(value) is behave.Awaited else value
                encoder = observe.Encoder(self.module)
                for part in (kind, value, args, kwargs):
                    encoder.encode(part)
                printed = sys.stdout.getvalue().encode("utf-8", "replace")
            return b"".join(encoder.out) + printed
        except BaseException:
            return None
        finally:
            disarm()


def constants_of(text):
    """(type, value) of the numbers and texts in it, sums of constants added up by the compiler."""
    found, codes = set(), [compile(text, "program.py", "exec", dont_inherit=True)]
    for code in codes:
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                codes.append(constant)
            elif type(constant) in (int, float, str):
                found.add((type(constant), constant))
    return found


class Breeder:
    """New inputs out of old ones. `candidate`: constants that only it names are worth a try."""

    def __init__(self, source, candidate, function, seed):
        named = {value for _, value in constants_of(candidate) - constants_of(source)}
        self.named = sorted(named, key=repr)[:MAX_NAMED]
        self.node = ast.parse(source)
        for part in function.split("."):
            found = [inner for inner in getattr(self.node, "body", ()) if getattr(inner, "name", None) == part]
            self.node = found[-1] if found else self.node
        self.maker = values.Maker(seed, self.node)
        self.draw = self.maker.draw
        self.ways = (self.varied, self.varied, self.varied, self.crossed, self.related, self.related,
                     self.repeated, self.shortened, self.mirrored, self.odd)
        if self.named:
            self.ways += (self.only_named_there,) * 3
        self.edges = edges.Edges(self.maker, source, candidate)
        self.ways += tuple(self.edges.ways) * 3

    def child(self, one, other):
        args, kwargs = pickle.loads(one)
        args = list(args)
        slots = [*((args, at) for at in range(len(args))), *((kwargs, word) for word in kwargs)]
        slots = [slot for slot in slots if isinstance(slot[0][slot[1]], PLAIN)] or slots
        for _ in range(self.draw.choice((1, 1, 1, 2, 3))):
            if slots:
                holder, at = self.draw.choice(slots)
                holder[at] = self.draw.choice(self.ways)(holder[at], args, at, other)
        return pickle.dumps((tuple(args), kwargs), 5)

    def varied(self, value, args, at, other):
        return self.maker.mutate(value)

    def crossed(self, value, args, at, other):
        theirs, _ = pickle.loads(other)
        return theirs[at] if isinstance(at, int) and at < len(theirs) else value

    def related(self, value, args, at, other):
        draw = self.draw
        neighbour = draw.choice(args) if args else value
        if type(value) is int:
            sizes = [len(arg) for arg in args if hasattr(type(arg), "__len__")]
            whole = [arg for arg in args if type(arg) is int]
            inner = [item for arg in args if type(arg) in (list, tuple) for item in arg[:20] if type(item) is int]
            return draw.choice([*sizes, *whole, *inner, *self.maker.integers, 0]) + draw.choice((-1, 0, 0, 1))
        if type(value) is float:
            reals = [arg for arg in args if type(arg) is float] + self.maker.reals + [0.0]
            return draw.choice(reals) + draw.choice((0.0, 1.0, -1.0)) * draw.choice(reals)
        if type(value) in (str, list, tuple, bytes) and type(neighbour) is type(value):
            first, size = draw.randrange(len(neighbour) + 1), draw.randint(1, 4)
            where = draw.randrange(len(value) + 1)
            return value[:where] + neighbour[first:first + size] + value[where + draw.choice((0, size)):]
        if type(value) in (list, tuple) and value:
            items = list(value)
            items[draw.randrange(len(items))] = neighbour if draw.random() < 0.3 else draw.choice(items)
            return type(value)(items)
        return self.maker.mutate(value)

    def only_named_there(self, value, args, at, other):
        """A constant of the candidate, or its neighbour, in place of a value or of a part of it."""
        constant = self.draw.choice(self.named)
        if type(constant) is int:
            constant += self.draw.choice((-1, 0, 0, 0, 1))
        if type(value) in (list, tuple) and value and self.draw.random() < 0.7:
            place = self.draw.randrange(len(value))
            return type(value)([*value[:place], constant, *value[place + 1:]])
        return constant

    def repeated(self, value, args, at, other):
        if type(value) in (list, str, tuple, bytes) and value:
            first = self.draw.randrange(len(value))
            return value[:first] + value[first:first + 2] * self.draw.choice((2, 2, 3, 8)) + value[first + 1:]
        return self.maker.mutate(value)

    def mirrored(self, value, args, at, other):
        """Symmetric, but for one place now and then; longer than the sizes that only the candidate names."""
        if type(value) not in (list, str, tuple, bytes) or not value:
            return self.maker.mutate(value)
        sizes = [size for size in self.named if type(size) is int and 0 < size < 200]
        least = self.draw.choice(sizes) + 1 if sizes and self.draw.random() < 0.7 else 1
        half = value * (least // len(value) + 1)
        made = half + half[::-1][self.draw.choice((0, 1)):]
        if self.draw.random() < 0.6:
            place = self.draw.randrange(len(made))
            made = made[:place] + value[-1:] + made[place + 1:]
        return made

    def shortened(self, value, args, at, other):
        if type(value) in (list, str, tuple, bytes):
            return value[: self.draw.randint(0, 3)]
        if type(value) is int:
            return self.draw.randint(-1, 3)
        return self.maker.mutate(value)


    def odd(self, value, args, at, other):
        """Something, or a part, that does not belong there: how it fails has to be the same."""
        strange = self.draw.choice((None, "x", 0.1, -2.5, 1e16, 3, True, (), b"x", [1]))
        if type(value) in (list, tuple) and value and self.draw.random() < 0.8:
            items = list(value)
            for _ in range(self.draw.choice((1, 1, 2, len(items)))):
                items[self.draw.randrange(len(items))] = strange
                strange = self.draw.choice((strange, 0.2, 0.7, "y"))
            return type(value)(items)
        if type(value) is dict and value:
            changed = dict(value)
            key = self.draw.choice(list(changed))
            if self.draw.random() < 0.4:
                changed.pop(key)
            else:
                changed[key] = strange
            return changed
        return strange


class Hunt:
    def __init__(self, source, function, seed, pickles, texts):
        self.original = Text(source, function)
        self.function = function
        self.breeder = Breeder(source, texts[0] if texts else source, function, seed)
        self.domain = domain.Domain(self.original.module, function, self.breeder.node)
        self.pool, self.outcomes, self.found = list(pickles), set(), []
        self.too_large = float("inf")  # integers from here on made the program too slow
        self.lost = 0.0                # seconds, in calls that were too slow
        self.targets = {}
        for number, text in enumerate(texts):
            try:
                self.targets[number] = Text(text, function)
            except BaseException:
                disarm()

    def try_input(self, data):
        """True when it tells the candidate from the program."""
        largest = max((abs(arg) for arg in pickle.loads(data)[0] if type(arg) is int), default=0)
        if largest >= self.too_large:
            return False
        start = time.process_time()
        expected = self.original.outcome(data)
        if self.original.slow:
            self._slow_down(largest, time.process_time() - start)
        if expected is None or not (self._is_inside(data) or domain.is_deliberate(self.original.error)):
            return False
        told = []
        for number, target in self.targets.items():
            actual = target.outcome(data)
            if actual is not None and actual != expected:
                told.append(number)
        if told and self.original.outcome(data) == expected:  # not by chance
            self._keep(data, told)
        if expected not in self.outcomes:
            self.outcomes.add(expected)
            self.pool.append(data)
        return 0 in told and bool(self.found)

    def _slow_down(self, largest, seconds):
        """A program that counts up to its argument gets smaller ones; the time is given back, in bounds."""
        self.lost = min(self.lost + seconds, MOST_LOST)
        if largest > SMALL:
            self.too_large = min(largest, COUNTABLE)
            self.breeder.edges.limit = self.too_large

    def _is_inside(self, data):
        sys.modules["program"] = self.original.module
        return self.domain.holds(*pickle.loads(data))

    def _keep(self, data, told):
        sys.modules["program"] = self.original.module
        args, kwargs = pickle.loads(data)
        case = (data, readable(self.function, args, kwargs).encode("utf-8", "replace"), b"aimed", b"0", b"")
        self.found.insert(0 if 0 in told else len(self.found), case)
        self.pool += [data] * 4
        for number in told:
            self.targets.pop(number, None)

    def run(self, end):
        draw = self.breeder.draw
        while self.targets and self.pool and time.process_time() < end + self.lost and len(self.found) < MAX_FOUND:
            # What came last led somewhere new.
            one = self.pool[-1 - int(len(self.pool) * draw.random() ** 2)]
            sys.modules["program"] = self.original.module
            try:
                data = self.breeder.child(one, draw.choice(self.pool))
            except Exception:
                continue
            if len(data) <= MAX_PICKLE and self.try_input(data):
                break
        return self.found


def hunt(channel, payload):
    source, function, milliseconds, seed, count, *rest = unpack(payload)
    pickles, texts = rest[:int(count)], rest[int(count):]
    channel.receive()
    end = time.process_time() + int(milliseconds) / 1000  # on a busy machine no less is tried
    signal.signal(signal.SIGALRM, alarm)
    observe.Encoder.wordless = True
    virtual.install_sleep()
    found = Hunt(source, function.decode(), int(seed), pickles, texts).run(end)
    channel.reply(pack(*itertools.chain.from_iterable(found)))
