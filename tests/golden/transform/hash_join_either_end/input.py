def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def neighbours(nodes, edges):
    found = {}
    for node in nodes:
        near = []
        for a, b, weight in edges:
            if a == node:
                near.append((b, weight))
            elif b == node and weight:
                near.append((a, -weight))
        found[node] = near
    return found


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
attempt(neighbours, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1.0, True, "a", None], edges)
attempt(neighbours, list(range(9)), [(float("nan"), 3, 1), (2, 2, 2), (2, 2.0, 3), (True, 1, 4)] * 12)
attempt(neighbours, list(range(9)), edges + [(1, 2)])
attempt(neighbours, list(range(9)), edges + [([1], 2, 3)])
attempt(neighbours, list(range(9)), edges[:5])
attempt(neighbours, [[1]] + list(range(9)), edges)
