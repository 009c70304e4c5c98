def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(start, steps):
    visited = [start]
    visited_lookup = set(visited) if {int, str}.issuperset(map(type, visited)) else visited
    for step in steps:
        start = start + step
        if start in (visited_lookup if type(start) in (int, str) else visited):
            return start, visited
        visited.append(start)
        if type(start) in (int, str) and visited_lookup is not visited:
            visited_lookup.add(start)
        else:
            visited_lookup = visited
    return None


attempt(f, 0, [1, 2, -3, 5])
attempt(f, 0.5, [1, 2, -3, 5])
attempt(f, [1], [[1], []])
attempt(f, "a", ["b", ""])
attempt(f, True, [1, -1])
