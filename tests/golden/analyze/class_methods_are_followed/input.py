class Poly:
    def __init__(self, coefficients):
        self.coefficients = coefficients

    def at(self, x):
        value = 0
        for c in self.coefficients:
            value = value * x + c
        return value


def main(n):
    p = Poly([3, 1, 4, 1, 5])
    out = []
    for x in range(n):
        out.append(p.at(x))
    return out


print(sum(main(50)))
