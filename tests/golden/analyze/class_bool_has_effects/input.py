ASKED = []


class Flag:
    def __init__(self, k):
        self.k = k

    def __bool__(self):
        ASKED.append(self.k)
        return len(ASKED) % 2 == 0


def main(n):
    flags = [Flag(k) for k in range(n)]
    out = []
    for f in flags:
        out.append(1 if f else 0)
    return out


print(main(5))
