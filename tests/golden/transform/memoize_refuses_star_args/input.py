def f(n, *rest):
    return n if n < 2 else f(n - 1, *rest) + f(n - 2, 1)


print(f(5))
