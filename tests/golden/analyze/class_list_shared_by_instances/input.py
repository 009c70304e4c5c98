class Bag:
    items = []

    def __init__(self, v):
        self.v = v

    def put(self):
        self.items.append(self.v)
        return len(self.items)


def main(n):
    out = []
    for k in range(n):
        out.append(Bag(k).put())
    return out


print(main(5))
