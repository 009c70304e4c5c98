"""Areas."""
from __future__ import annotations

import math


# One slice.
def area(k: int, width) -> float:
    return sum(math.sqrt(i * k) for i in range(width))


def total(n):
    s = 0.0
    for k in range(n):
        s += area(k, 300)
    return s


if __name__ == "__main__":
    print(total(90), total(3), total(0))
    try:
        total("x")
    except TypeError as error:
        print(error)
