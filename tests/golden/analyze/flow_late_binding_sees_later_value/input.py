LOG = []


class Loud(int):
    def __mul__(self, other):
        LOG.append(other)
        return len(LOG)


def main(n):
    x = 1
    times = lambda k: x * k
    x = Loud(2)
    out = []
    for k in range(n):
        out.append(times(k))
    return out


print(main(4), LOG)
