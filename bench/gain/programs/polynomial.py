"""Evaluates a polynomial at every point of an array."""
import numpy as np


def evaluate(x):
    y = np.empty(len(x))
    for i in range(len(x)):
        y[i] = 3.0 * x[i] * x[i] - 2.0 * x[i] + 0.5
    return y


def main(n):
    x = np.linspace(-1.0, 1.0, n)
    y = evaluate(x)
    print(repr(float(y[0])), repr(float(y[n // 3])), repr(float(y.max())))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600000)
