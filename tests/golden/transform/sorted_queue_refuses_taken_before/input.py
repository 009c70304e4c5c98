import random


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def run(items):
    queue = list(items)
    seen = []
    while queue:
        first = queue.pop(0)
        if first == 5:
            continue
        queue.sort()
        seen.append(first)
        if first % 7 == 0 and len(seen) < 900:
            queue.append(first + 3)
    return seen[-9:], len(seen)


attempt(run, [(i * 37) % 101 for i in range(300)])
