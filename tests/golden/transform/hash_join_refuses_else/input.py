def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def near(nodes, edges):
    found = []
    for node in nodes:
        for a, b, weight in edges:
            if a == node:
                found.append(b)
            elif b == node:
                found.append(a)
            else:
                found.append(None)
    return len(found)


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
attempt(near, [1, 2, 3, 4, 5], edges)
