def fib(n, seen=[]):
    seen.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)
