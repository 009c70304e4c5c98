def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def waits(arrivals):
    queue, total = (*[arrivals], [0])
    while queue:
        queue.pop(0)
    return total


attempt(waits, [1, 2, 3, 10])
