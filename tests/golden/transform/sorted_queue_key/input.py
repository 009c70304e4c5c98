import random


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def shortest(graph, start):
    costs = {}
    queue = [("path " + start, start, 0)]
    while queue:
        queue = sorted(queue, key=lambda entry: entry[2])
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
