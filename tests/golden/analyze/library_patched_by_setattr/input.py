import math

LOG = []


def logged(x):
    LOG.append(x)
    return len(LOG)


setattr(math, "floor", logged)


def main(n):
    out = []
    for k in range(n):
        out.append(math.floor(k))
    return out


print(main(3))
