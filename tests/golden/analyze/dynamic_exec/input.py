def run(code, n):
    exec(code)
    return [k * k for k in range(n)]


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
