def f(n):
    if n > 0:
        yield n
        yield from f(n - 1)
        yield from f(n - 2)


print(list(f(4)))
