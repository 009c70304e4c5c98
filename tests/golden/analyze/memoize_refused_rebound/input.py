def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


slow = fib


def fib(n):
    return slow(n) + 1
