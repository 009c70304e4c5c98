import numpy as np


def main(n):
    table = np.zeros((n, 4))
    first = table[0]
    out = []
    for k in range(n):
        first[0] += k
        out.append(float(table[0, 0]))
    return out


print(main(4))
