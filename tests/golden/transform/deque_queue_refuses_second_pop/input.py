def f(xs):
    queue = list(xs)
    while queue:
        a = queue.pop(0)
        b = queue.pop(0)
        print(a, b)


try:
    f([1, 2, 3])
except IndexError as error:
    print(error)
