cache = known = key = _f_cached = 1


def f(n):
    if n < 2:
        return cache + known + key + _f_cached
    return f(n - 1) + f(n - 2)


print(f(9))
