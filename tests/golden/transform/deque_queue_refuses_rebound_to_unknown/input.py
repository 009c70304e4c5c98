def f(xs):
    queue = []
    queue = xs
    while queue:
        print(queue.pop(0))


f([1, 2])
