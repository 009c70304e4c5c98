def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def near(nodes, edges):
    found = []
    for node in nodes:
        for edge in edges:
            if edge[0] == node:
                found.append(edge[1])
                edge[1] = 5
            elif edge[1] == node:
                found.append(edge[0])
    return found


edges = [(k % 7, k * 3 % 11, k) for k in range(60)]
attempt(near, [1, 2, 3, 4, 5, 5], [list(edge) for edge in edges])
