def f(n, *, k=1):
    return n if n < 2 else f(n - 1, k=k) + f(n - 2, k=k)


print(f(5))
