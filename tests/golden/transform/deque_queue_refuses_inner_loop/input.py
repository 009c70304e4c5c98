def f(xs):
    queue = list(xs)
    while queue:
        for _ in range(2):
            print(queue.pop(0))


try:
    f([1, 2, 3])
except IndexError as error:
    print(error)
