def f(xs):
    queue = list(xs)
    size = len(queue)
    queue.clear()
    for _ in range(size):
        queue.pop(0)


try:
    f([1, 2, 3])
except IndexError as error:
    print(error)
