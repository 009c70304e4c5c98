def even(n):
    return 1 if n == 0 else odd(n - 1) + even(n - 2 if n > 1 else 0)


def odd(n):
    return 0 if n == 0 else even(n - 1)


print(even(8))
