def other(type, len):
    return type + len


class Thing:
    list = 5

    def count(self, xs, ys):
        hits = 0
        for x in xs:
            if x in ys:
                hits += 1
        return hits


print(Thing().count(range(30), tuple(range(9, 40))), other(1, 2))
