import sys

sys.setrecursionlimit(400)


def f(n):
    if n < 2:
        return n
    return (f(n - 1) + f(n - 2)) % 1000


print(f(25))
try:
    f(1000)
except RecursionError as error:
    print(type(error).__name__)
