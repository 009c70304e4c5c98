import random
from bisect import insort


def _sorted_again(items, known, taken):
    """Sort a list that at most `taken` items have left at the front since it was sorted; give what to know next time.

    Known are: rounds with a long list, how many items were sorted, their common kind (None: not looked for, 0: none).
    """
    rounds, place, kind = known
    if kind == 0 or len(items) < 160 or len(items) < 640 and type(items[0]) is not tuple:
        items.sort()
        return known if kind == 0 else (0, 0, None)

    def kind_of(value):
        if type(value) is tuple:
            kinds = tuple(map(kind_of, value))
            return 0 if 0 in kinds else kinds
        if type(value) in (int, float, bool):
            return 1 if value == value else 0
        return 2 if type(value) is str else 3 if value is None else 0

    if kind is None:
        items.sort()
        kinds = set(map(kind_of, items)) if rounds == 64 else {None}
        return rounds + 1, len(items), kinds.pop() if len(kinds) == 1 else 0
    added = items[max(place - taken, 0):]
    alike = all(kind_of(item) == kind for item in added)
    if not alike or len(added) > 8 + len(items) // 64:
        items.sort()
        return rounds, len(items), kind if alike else 0
    del items[len(items) - len(added):]
    for item in added:
        insort(items, item)
    return rounds, len(items), kind


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
    events_order = (0, 0, None)
    for time in first:
        events.append((time, "start"))
    handled = []
    while len(events) > 0:
        events_order = _sorted_again(events, events_order, 1)
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
