def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def f(items):
    queue = list(items)
    while queue:
        queue.pop(0)
        print(queue[0])


attempt(f, [1, 2])
