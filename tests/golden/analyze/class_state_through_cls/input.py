class Ids:
    last = 0

    @classmethod
    def next_id(cls):
        cls.last += 1
        return cls.last


def main(n):
    out = []
    for _ in range(n):
        out.append(Ids.next_id())
    return out


print(main(5))
