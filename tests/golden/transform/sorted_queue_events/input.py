import random


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


class Odd:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        print("asked", self.value)
        return False

    def __repr__(self):
        return f"Odd({self.value})"


def simulate(first, more, until):
    """Handle events in the order of their times."""
    events = []
    for time in first:
        events.append((time, "start"))
    handled = []
    while len(events) > 0:
        events.sort()
        time, name = events.pop(0)
        if time == until:
            break
        handled.append((time, name, len(events)))
        if more:
            events.append(more.pop())
    return handled[-5:], events[:3], events[-3:]


rng = random.Random(3)
times = [rng.randint(0, 900) for _ in range(200)]
late = [(rng.randint(0, 900), rng.choice("abc")) for _ in range(400)]
attempt(simulate, times, late[:], 5000)
attempt(simulate, times, late[:], 870)
attempt(simulate, [float(t) if t % 3 else -0.0 for t in times], [(0, "b"), (0.0, "b"), (False, "b"), (-0.0, "b")] * 50, 870)
for odd in ((None, "x"), (float("nan"), "y"), ("late", "z"), (5, 7), (5,), 5, [5, "a"], (5, "start", 6), (Odd(5), "a"), (5, None)):
    attempt(simulate, times, late[:150] + [odd] + late[150:300], 880)
    attempt(simulate, times[:5], [odd] + late[:20], 880)
