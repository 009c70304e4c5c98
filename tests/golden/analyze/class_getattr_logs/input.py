LOG = []


class Lazy:
    def __init__(self, v):
        self.v = v

    def __getattr__(self, name):
        LOG.append(name)
        return len(LOG)


def main(n):
    obj = Lazy(3)
    out = []
    for k in range(n):
        out.append(obj.missing * k)
    return out


print(main(5), LOG)
