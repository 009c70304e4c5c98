import math

LOG = []
real = math.sqrt


def logged(x):
    LOG.append(x)
    return real(x) + len(LOG)


math.sqrt = logged


def main(n):
    out = []
    for k in range(n):
        out.append(math.sqrt(k))
    return out


print(main(4))
