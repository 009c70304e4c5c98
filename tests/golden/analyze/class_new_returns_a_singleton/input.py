class Single:
    only = None

    def __new__(cls):
        if cls.only is None:
            cls.only = object.__new__(cls)
            cls.only.n = 0
        return cls.only


def main(n):
    out = []
    for _ in range(n):
        s = Single()
        s.n += 1
        out.append(s.n)
    return out


print(main(4))
