"""Heat spreads along a rod; explicit steps on an array."""
import numpy as np


def step(u, factor):
    new = u.copy()
    new[1:-1] = u[1:-1] + factor * (u[:-2] - 2 * u[1:-1] + u[2:])
    return new


def main(n):
    u = np.zeros(800)
    u[400] = 100.0
    for _ in range(n):
        u = step(u, 0.2)
    print(repr(float(u[400])), repr(float(u[390])))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 800)
