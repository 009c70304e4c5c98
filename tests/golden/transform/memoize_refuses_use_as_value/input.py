def f(n):
    return n if n < 2 else sum(map(f, [n - 1, n - 2])) + f(n - 2)


print(f(8))
