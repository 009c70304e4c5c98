class Box:
    def __init__(self, items):
        self.items = items

    def add(self, k):
        self.items.append(k)
        return len(self.items)


def main(n):
    shared = []
    boxes = [Box(shared) for _ in range(n)]
    out = []
    for b in boxes:
        out.append(b.add(7))
    return out


print(main(4))
