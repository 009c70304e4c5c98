CALLS = []


class A:
    def __init__(self):
        self.f = self.traced

    def f(self, k):
        return k

    def traced(self, k):
        CALLS.append(k)
        return len(CALLS)


def main(n):
    a = A()
    out = []
    for k in range(n):
        out.append(a.f(k))
    return out


print(main(4), CALLS)
