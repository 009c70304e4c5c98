import numpy as np


def is_perfect(n):
    return sum(d for d in range(1, n) if n % d == 0) == n


print([n for n in range(-3, 500) if is_perfect(n)])
