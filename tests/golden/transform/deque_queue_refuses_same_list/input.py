def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def waits(arrivals):
    queue = other = list(arrivals)
    while queue:
        queue.pop(0)
    return other


attempt(waits, [1, 2, 3, 10])
