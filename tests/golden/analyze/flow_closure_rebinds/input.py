LOG = []


class Loud(int):
    def __mul__(self, other):
        LOG.append(other)
        return len(LOG)


def main(n):
    x = 1

    def louder():
        nonlocal x
        x = Loud(2)

    louder()
    out = []
    for k in range(n):
        out.append(x * k)
    return out


print(main(4), LOG)
