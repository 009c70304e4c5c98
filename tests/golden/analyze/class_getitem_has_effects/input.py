class Tape:
    def __init__(self, data):
        self.data = data
        self.moves = 0

    def __getitem__(self, i):
        self.moves += 1
        return self.data[i] + self.moves


def main(n):
    t = Tape(list(range(n)))
    out = []
    for k in range(n):
        out.append(t[k])
    return out


print(main(5))
