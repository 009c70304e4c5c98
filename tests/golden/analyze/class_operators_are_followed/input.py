class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def norm(self):
        return self.x * self.x + self.y * self.y


def main(n):
    a = [Vector(k, k + 1) for k in range(n)]
    out = []
    for v in a:
        out.append(((v + v) * 3).norm())
    return sum(out)


print(main(20))
