def type(x):
    return int


def f(n):
    return n if n < 2 else f(n - 1) + f(n - 2)


print(f(5), f(5.5))
