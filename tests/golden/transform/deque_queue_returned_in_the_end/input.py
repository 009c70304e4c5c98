def f(xs):
    queue = list(xs)
    while queue:
        if queue.pop(0) == 2:
            break
    return queue


print(f([1, 2, 3]))
