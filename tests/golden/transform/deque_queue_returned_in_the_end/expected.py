from collections import deque


def f(xs):
    queue = deque(list(xs))
    while queue:
        if queue.popleft() == 2:
            break
    return list(queue)


print(f([1, 2, 3]))
