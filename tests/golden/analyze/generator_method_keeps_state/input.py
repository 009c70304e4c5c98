class Source:
    def __init__(self):
        self.k = 0

    def pull(self):
        while True:
            self.k += 1
            yield self.k


def main(n):
    s = Source()
    out = []
    for k in range(n):
        out.append(next(s.pull()) * k)
    return out


print(main(4))
