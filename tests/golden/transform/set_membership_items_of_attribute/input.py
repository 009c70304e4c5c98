class Queue:
    def __init__(self, items):
        self.items = items

    def pick(self, banned):
        out = []
        for x in self.items:
            if x not in banned:
                out.append(x)
        return out


def run(items, banned):
    return Queue(items).pick(banned)


L = list(range(20))
def gen():
    for i in range(18, 26):
        L.append(i)
        yield i
print(run(gen(), L))
