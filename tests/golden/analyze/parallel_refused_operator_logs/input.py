log = []


class Number:
    def __init__(self, v):
        self.v = v

    def __mul__(self, other):
        log.append(self.v)
        return Number(self.v * other.v)


def power(x):
    p = x
    for _ in range(2000):
        p = p * x
    return p


def main(n):
    xs = [Number(k) for k in range(n)]
    return [power(x) for x in xs]
