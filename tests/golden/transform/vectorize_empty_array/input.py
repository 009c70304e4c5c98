import numpy as np


def evaluate(x):
    y = np.empty(len(x))
    y.fill(float("nan"))
    for i in range(len(x)):
        y[i] = 3.0 * x[i] * x[i] - 2.0 * x[i] + 0.5
    return y


def with_nan(n):
    x = np.linspace(-1.0, 1.0, n)
    x[3] = float("nan")
    return x


for x in (np.linspace(-1.0, 1.0, 600), np.arange(600), with_nan(600), [0.5] * 600, np.ones(3), np.full(600, 1e300)):
    y = evaluate(x)
    print(y.dtype, y[:5].tolist(), float(y[-1]))
