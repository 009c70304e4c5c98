class Loud:
    def count(self, x):
        print("count", x)
        return 1


def f(xs, n):
    return [xs.count(k) for k in range(n)]


print(f(Loud(), 2))
