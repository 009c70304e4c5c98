from collections import deque


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def left(items):
    queue = deque([item for item in items])
    for _ in range(len(queue)):
        item = queue.popleft()
        if item:
            queue.append(item - 1)
    if len(queue) > 2:
        return list(queue)
    return list(queue)[1:]


attempt(left, [0, 1, 2, 3])
attempt(left, [0, 1, 2])
attempt(left, [])
