def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def near(nodes, edges, last):
    found = []
    for node in nodes:
        for a, b, weight in edges:
            if a == node:
                found.append(b)
            elif b == last:
                found.append(a)
    return found


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
attempt(near, [1, 2, 3, 4, 5], edges, 3)
