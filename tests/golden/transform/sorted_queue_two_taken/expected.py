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


def code_lengths(frequencies):
    nodes = []
    nodes_order = (0, 0, None)
    for symbol, count in frequencies:
        nodes.append((count, symbol))
    depth = 0
    while len(nodes) > 1:
        nodes_order = _sorted_again(nodes, nodes_order, 2)
        left = nodes[0]
        right = nodes[1]
        nodes = nodes[2:]
        depth += left[0]
        nodes.append((left[0] + right[0], left[1] + right[1]))
    return depth, nodes[0][0], nodes[0][1][:30]


attempt(code_lengths, [("s%03d" % i, (i * 7919) % 1009) for i in range(500)])
attempt(code_lengths, [(["s%03d" % i], 1) for i in range(300)])
attempt(code_lengths, [])
