class Counting:
    def __init__(self):
        self.n = 0

    def __get__(self, obj, kind):
        self.n += 1
        return self.n


class A:
    value = Counting()


def main(n):
    a = A()
    out = []
    for _ in range(n):
        out.append(a.value)
    return out


print(main(4))
