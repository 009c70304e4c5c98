def deque(xs):
    return xs[::-1]


def f(xs):
    queue = list(xs)
    while queue:
        print(queue.pop(0))


f([1, 2, 3])
print(deque("ab"))
