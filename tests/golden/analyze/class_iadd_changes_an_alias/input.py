class Acc:
    def __init__(self):
        self.parts = []

    def __iadd__(self, k):
        self.parts.append(k)
        return self


def main(n):
    total = Acc()
    alias = total
    out = []
    for k in range(n):
        alias += k
        out.append(len(total.parts))
    return out


print(main(5))
