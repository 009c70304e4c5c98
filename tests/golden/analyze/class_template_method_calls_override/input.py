SEEN = []


class Base:
    def run(self, k):
        return self.hook(k) + 1

    def hook(self, k):
        return k


class Recorder(Base):
    def hook(self, k):
        SEEN.append(k)
        return len(SEEN)


def main(n):
    r = Recorder()
    out = []
    for k in range(n):
        out.append(r.run(k))
    return out


print(main(4), SEEN)
