def f(xs):
    queue = list(xs)
    show = lambda: print(queue)
    while queue:
        show()
        queue.pop(0)


f([1, 2])
