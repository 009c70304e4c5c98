class Meter:
    def __init__(self):
        self.reads = 0

    @property
    def value(self):
        self.reads += 1
        return self.reads


def main(n):
    m = Meter()
    out = []
    for _ in range(n):
        out.append(m.value)
    return out


print(main(5))
