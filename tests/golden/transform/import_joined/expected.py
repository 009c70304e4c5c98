"""Doc."""
import numpy as np
from math import isqrt, sqrt, tau


def is_perfect(n):
    return (
        sum(
            {
                divisor
                for small in range(1, isqrt(n) + 1)
                if n % small == 0
                for divisor in (small, n // small)
            }
        ) - n
        if type(n) is int and n > 8
        else sum(d for d in range(1, n) if n % d == 0)
    ) == n


print([n for n in range(-3, 500) if is_perfect(n)])
