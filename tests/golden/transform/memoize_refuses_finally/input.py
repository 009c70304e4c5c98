def f(n):
    try:
        if n < 2:
            return n
        return f(n - 1) + f(n - 2)
    finally:
        n += 1


print(f(5))
