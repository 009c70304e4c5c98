def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def f(items):
    queue = list(items)
    while queue[0] > 1:
        if queue:
            queue.pop(0)
    return 1


attempt(f, [3, 2])
