def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def f(items):
    queue = list(items)
    while len(queue) > 1:
        queue.pop(0)
    try:
        return queue
    finally:
        queue.append(5)


attempt(f, [3, 2])
