"""Shows that two texts of a function differ, by brute force: very many calls with values of its own.

Run as `python3 -I oracle.py`; stdin holds JSON {original, candidates[], function, seconds, seed, and calls, at most}; stdout a
JSON list with, for each candidate, a call on which it differs, or null. It shares nothing with the inputs
that verification makes. It runs code without a sandbox: feed it what is installed on the machine only.
"""
import copy
import io
import json
import random
import resource
import signal
import sys
import contextlib
import types
import ast


class TooSlow(BaseException):
    pass


def alarm(number, frame):
    raise TooSlow


def literals(text):
    found = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return ([v for v in found if type(v) is int], [v for v in found if type(v) is str and len(v) < 40])


class Draw:
    def __init__(self, seed, text):
        self.r = random.Random(seed)
        self.numbers, self.texts = literals(text)

    def integer(self):
        r = self.r
        if self.numbers and r.random() < 0.25:
            return r.choice(self.numbers) + r.choice((-1, 0, 0, 1))
        return r.choice((0, 1, 2, 3, r.randint(0, 10), r.randint(-10, 40), r.randint(-1000, 100000)))

    def text(self):
        r = self.r
        if self.texts and r.random() < 0.4:
            parts = [r.choice(self.texts) for _ in range(r.randint(1, 3))]
            return r.choice(("", " ", "a", ",", "1")).join(parts)
        alphabet = r.choice(("ab", "abcXYZ 019", "01", "+-*/(). 12", "a/b.c:d", "\n\t aB-_", "éß£a", "%<>&\"'"))
        return "".join(r.choice(alphabet) for _ in range(r.choice((0, 1, 2, 3, 5, 8, 20))))

    def plain(self):
        return self.r.choice((self.integer, self.text, self.real, lambda: None, lambda: self.r.random() < 0.5))()

    def real(self):
        return self.r.choice((0.0, 1.0, -1.5, 0.1, 3.25, self.r.uniform(-100, 100)))

    def sequence(self):
        item = self.r.choice((self.integer, self.text, self.real, self.plain, self.pair, self.shallow))
        return [item() for _ in range(self.r.choice((0, 1, 2, 3, 4, 6, 9, 15, 30)))]

    def shallow(self):
        item = self.r.choice((self.integer, self.text))
        return [item() for _ in range(self.r.randint(0, 4))]

    def pair(self):
        item = self.r.choice((self.integer, self.text, self.plain))
        return (item(), self.plain())

    def mapping(self):
        key = self.r.choice((self.text, self.integer))
        value = self.r.choice((self.integer, self.text, self.shallow, self.plain))
        return {key(): value() for _ in range(self.r.randint(0, 6))}

    KINDS = ("integer", "text", "sequence", "mapping", "real", "plain", "octets", "collection", "pair")

    def octets(self):
        return self.text().encode()

    def collection(self):
        return self.r.choice((tuple, set, frozenset, sorted))(self.shallow())

    def of(self, kind):
        return getattr(self, kind)()


def load(text):
    module = types.ModuleType("program")
    sys.modules["program"] = module
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, "program.py", "exec"), module.__dict__)
    return module


def show(value, depth=0):
    """A form in which different values are different texts; objects by their attributes."""
    kind = type(value)
    if kind in (list, tuple) and depth < 6:
        return f"{kind.__name__}[{', '.join(show(v, depth + 1) for v in value)}]"
    if kind is dict and depth < 6:
        return "{" + ", ".join(f"{show(k, depth + 1)}: {show(v, depth + 1)}" for k, v in value.items()) + "}"
    if kind in (set, frozenset):
        return f"{kind.__name__}({sorted(show(v, depth + 1) for v in value)})"
    if hasattr(value, "__next__"):
        return f"{kind.__name__}<{[show(v, depth + 1) for _, v in zip(range(50), value)]}>"
    if kind.__module__ == "program" and hasattr(value, "__dict__"):
        return f"{kind.__name__}{show(vars(value), depth + 1)}"
    text = repr(value)
    return kind.__name__ if " at 0x" in text else f"{kind.__name__} {text}"


def outcome(function, args):
    args = copy.deepcopy(args)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            seen = "returns " + show(function(*args))
    except TooSlow:
        return "slow"
    except RecursionError:
        return "deep"
    except BaseException as error:
        seen = f"raises {type(error).__name__} {error.args!r}"
        if " at 0x" in seen:
            seen = f"raises {type(error).__name__}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        return f"{seen}; {show(args)}; {printed.getvalue()!r}"
    except TooSlow:
        return "slow"


def search(job):
    """For each candidate a call that tells it from the original, or None."""
    import time
    draw = Draw(job["seed"], job["original"])
    original = getattr(load(job["original"]), job["function"])
    others = {}
    found = [None] * len(job["candidates"])
    for at, text in enumerate(job["candidates"]):
        try:
            others[at] = getattr(load(text), job["function"])
        except BaseException:
            pass
    least = original.__code__.co_argcount - len(original.__defaults__ or ())
    most = original.__code__.co_argcount
    good, weights = [], {}
    end = time.monotonic() + job["seconds"]
    calls = 0
    while time.monotonic() < end and others and calls < job.get("calls", 1 << 30):
        calls += 1
        count = draw.r.randint(least, most)
        if good and draw.r.random() < 0.75:
            kinds = draw.r.choice(good)
        else:
            kinds = tuple(draw.r.choice(draw.KINDS) for _ in range(count))
        args = [draw.of(kind) for kind in kinds]
        expected = outcome(original, args)
        if expected in ("slow", "deep"):
            continue
        if expected.startswith("returns") and weights.setdefault(kinds, 0) < 40:
            weights[kinds] += 1
            good.append(kinds)
        if expected.startswith("raises TypeError") and draw.r.random() < 0.9:
            continue
        if outcome(original, args) != expected:
            return [None] * len(found)  # not deterministic: of no use here
        for at in list(others):
            actual = outcome(others[at], args)
            if actual != expected and actual not in ("slow", "deep"):
                found[at] = f"{job['function']}({', '.join(map(repr, args))}): {expected[:200]} / {actual[:200]}"
                del others[at]
    return found


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    signal.signal(signal.SIGALRM, alarm)
    sys.setrecursionlimit(500)
    request = json.load(sys.stdin)
    answer = sys.stdout
    sys.stdout = io.StringIO()
    answer.write(json.dumps(search(request)))
    answer.flush()
