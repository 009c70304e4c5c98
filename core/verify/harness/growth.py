"""Growing an input for timing, and shrinking a counterexample."""

import itertools

import arrays

MAX_SIZE = 4_000_000  # elements of a grown container


def grown_list(items, factor):
    """About `factor` times as many elements, new ones like the old ones but different."""
    wanted = min(int(len(items) * factor) + 1, MAX_SIZE)
    if not items:
        return items
    if all(type(item) is list for item in items):  # a matrix grows in both directions
        side = max(1.0, factor ** 0.5)
        rows = [grown_list(row, side) for row in items]
        return rows + [list(row) for row in itertools.islice(
            itertools.cycle(rows), max(1, int(len(rows) * side) - len(rows)))]
    numbers = [item for item in items if type(item) is int]
    span = max(numbers) - min(numbers) + 1 if numbers else 1
    grown = list(items)
    for turn in range(1, wanted // len(items) + 2):
        grown.extend(shifted(item, turn, span) for item in items)
    return grown[:wanted]


def shifted(item, turn, span):
    """Another element of the same kind, different from those of earlier turns."""
    kind = type(item)
    if kind is int:
        return item + turn * span
    if kind is float:
        return item + turn * 0.37
    if kind is str:
        return item + str(turn)
    if kind is tuple:
        return tuple(shifted(inner, turn, span) for inner in item)
    if kind is dict:
        return {key: shifted(inner, turn, span) for key, inner in item.items()}
    return item


def grown(value, factor, containers=True, numbers=True):
    kind = type(value)
    if numbers and kind is int:
        return max(value + 1, int(value * factor))
    if not containers:
        return value
    if kind is list:
        return grown_list(value, factor)
    if kind is str:
        wanted = min(int(len(value) * factor) + 1, MAX_SIZE)
        return (value * (wanted // max(1, len(value)) + 1))[:wanted] or value
    if kind is dict:
        keys = grown_list(list(value), factor)
        items = list(value.values())
        return dict(zip(keys, itertools.cycle(items))) if items else value
    if kind in (set, frozenset):
        return kind(grown_list(sorted(value, key=repr), factor))
    if kind is tuple and value and len(value) > 3:
        return tuple(grown_list(list(value), factor))
    if arrays.is_array(kind) and value.size * factor <= MAX_SIZE:
        return arrays.grown(value, factor)
    return value


# ---- shrinking a counterexample

def smaller(value):
    """Simpler variants, simplest first."""
    kind = type(value)
    if kind is int and value:
        yield from {0, value // 2, value - (1 if value > 0 else -1)} - {value}
    elif kind is float and value:
        yield from (0.0, float(int(value)) if abs(value) < 1e15 else 1.0)
    elif kind in (list, str, tuple, bytes) and value:
        half = len(value) // 2
        yield value[:half]
        yield value[half:]
        for at in range(min(len(value), 12)):
            yield value[:at] + value[at + 1:]
        if kind in (list, tuple):
            for at in range(min(len(value), 12)):
                for simple in itertools.islice(smaller(value[at]), 4):
                    yield value[:at] + kind([simple]) + value[at + 1:]
    elif kind is dict and value:
        for key in list(value)[:12]:
            yield {other: item for other, item in value.items() if other is not key}
    elif kind in (set, frozenset) and value:
        for item in sorted(value, key=repr)[:12]:
            yield value - {item}
