LOG = []


class Loud(int):
    def __mul__(self, other):
        LOG.append(other)
        return len(LOG)


def weigh(x, k):
    if isinstance(x, int):
        return x * k
    return 0


def main(n):
    x = Loud(3)
    out = []
    for k in range(n):
        out.append(weigh(x, k))
    return out


print(main(4), LOG)
