def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(start, steps):
    visited = [start]
    visited_lookup = set(visited) if all(map(_is_plain, visited)) else visited
    for step in steps:
        start = start + step
        if start in (
            visited_lookup if (type(start) in (int, str) or _is_plain(start)) else visited
        ):
            return start, visited
        visited.append(start)
        if (type(start) in (int, str) or _is_plain(start)) and visited_lookup is not visited:
            visited_lookup.add(start)
        else:
            visited_lookup = visited
    return None


attempt(f, 0, [1, 2, -3, 5])
attempt(f, 0.5, [1, 2, -3, 5])
attempt(f, [1], [[1], []])
attempt(f, "a", ["b", ""])
attempt(f, True, [1, -1])
