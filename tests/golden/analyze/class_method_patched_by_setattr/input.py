CALLS = []


class A:
    def f(self, k):
        return k


def traced(self, k):
    CALLS.append(k)
    return len(CALLS)


setattr(A, "f", traced)


def main(n):
    a = A()
    out = []
    for k in range(n):
        out.append(a.f(k))
    return out


print(main(4), CALLS)
