LOG = []


class Loud(int):
    def __add__(self, other):
        LOG.append(other)
        return len(LOG)


class Box:
    def __init__(self, v):
        self.v = v


def change(b):
    b.v = Loud(3)


def main(n):
    b = Box(1)
    change(b)
    out = []
    for k in range(n):
        out.append(b.v + k)
    return out


print(main(4))
