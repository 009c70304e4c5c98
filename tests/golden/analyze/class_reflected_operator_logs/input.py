LOG = []


class Scale:
    def __init__(self, k):
        self.k = k

    def __rmul__(self, other):
        LOG.append(other)
        return other * self.k + len(LOG)


def main(n):
    s = Scale(3)
    out = []
    for k in range(n):
        out.append(k * s)
    return out


print(main(4), LOG)
