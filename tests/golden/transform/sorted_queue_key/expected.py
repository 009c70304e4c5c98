import random


def _sorted_again(items, known, taken, key):
    """Sort a list that at most `taken` items have left at the front since it was sorted; give what to know next time.

    Known are: rounds with a long list, how many items were sorted, their common kind (None: not looked for, 0: none).
    """
    rounds, place, kind = known
    if kind == 0 or len(items) < 64:
        items.sort(key=key)
        return known if kind == 0 else (0, 0, None)

    def kind_of(value):
        if type(value) is tuple:
            kinds = tuple(map(kind_of, value))
            return 0 if 0 in kinds else kinds
        if type(value) in (int, float, bool):
            return 1 if value == value else 0
        return 2 if type(value) is str else 3 if value is None else 0

    def kind_of_item(item):
        return kind_of(key(item)) if type(item) is tuple else 0

    if kind is None:
        items.sort(key=key)
        kinds = set(map(kind_of_item, items)) if rounds == 64 else {None}
        return rounds + 1, len(items), kinds.pop() if len(kinds) == 1 else 0
    added = items[max(place - taken, 0):]
    alike = all(kind_of_item(item) == kind for item in added)
    if not alike or len(added) > 8 + len(items) // 64:
        items.sort(key=key)
        return rounds, len(items), kind if alike else 0
    del items[len(items) - len(added):]
    for item in added:
        low, high, value = 0, len(items), key(item)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if value < key(items[middle]) else (middle + 1, high)
        items.insert(low, item)
    return rounds, len(items), kind


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def shortest(graph, start):
    costs = {}
    queue = [("path " + start, start, 0)]
    queue_order = (0, 0, None)
    while queue:
        queue_order = _sorted_again(queue, queue_order, 1, lambda entry: entry[2])
        path, node, cost = queue[0]
        queue = queue[1:]
        if node in costs:
            continue
        costs[node] = cost, path
        for other, weight in graph.get(node, {}).items():
            queue.append((path + other, other, cost + weight))
        queue += [(["kept"], "end", cost + 1000)]
    return costs


rng = random.Random(4)
names = [str(i) for i in range(150)]
attempt(shortest, {name: {rng.choice(names): rng.randint(1, 9) for _ in range(12)} for name in names}, "7")
attempt(shortest, {"7": {"8": None}}, "7")
attempt(shortest, {name: {rng.choice(names): rng.choice([1, 2.5, -0.0, float("nan")]) for _ in range(12)} for name in names}, "7")
