def f(xs):
    queue = list(xs)
    while queue:
        print(queue.pop(0), queue[1:])


f([1, 2, 3])
