LOG = []


class Temp:
    def __init__(self):
        self.raw = 0

    @property
    def degrees(self):
        return self.raw

    @degrees.setter
    def degrees(self, v):
        LOG.append(v)
        self.raw = v + len(LOG)


def main(n):
    out = []
    for k in range(n):
        t = Temp()
        t.degrees = k
        out.append(t.degrees)
    return out


print(main(4))
