import sys


# The usual example.
def fib(n):
    """Doc: of
    fib."""
    return _fib_cached({}, n)


def _fib_cached(cache, n):
    # Exact types only: 1, 1.0 and True are equal keys.
    key = n if type(n) is int else None
    if key is not None and key in cache:
        return cache[key]
    # small ones
    if n < 2: return n
    cache[key] = (_fib_cached(cache, n - 1)
                  + _fib_cached(cache, n - 2))
    return cache[key]  # sum


def kinds(n):
    return [type(fib(x)).__name__ for x in (n, float(n), True, -0.0)]


if __name__ == "__main__":
    print([fib(k) for k in range(15)], fib(5.5), fib(True), fib(1.0), kinds(7))
    try:
        fib("x")
    except TypeError as error:
        print(error)
    try:
        fib([])
    except TypeError as error:
        print(error)
    print(fib.__name__, fib.__doc__, fib.__code__.co_varnames)
