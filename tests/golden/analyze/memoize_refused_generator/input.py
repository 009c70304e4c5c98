def numbers(n):
    if n > 0:
        yield from numbers(n - 1)
        yield n
        yield from numbers(n - 1)
