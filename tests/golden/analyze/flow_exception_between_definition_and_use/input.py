LOG = []


class Loud(int):
    def __mul__(self, other):
        LOG.append(other)
        return len(LOG)


def main(n, make):
    x = Loud(2)
    try:
        make()
        x = 3
    except ValueError:
        pass
    out = []
    for k in range(n):
        out.append(x * k)
    return out


def fail():
    raise ValueError


print(main(4, fail), LOG)
