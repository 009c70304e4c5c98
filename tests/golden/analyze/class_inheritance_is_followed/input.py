class Shape:
    def __init__(self, name):
        self.name = name

    def scale(self):
        return 2


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side * self.side * self.scale()


def main(n):
    out = []
    for k in range(n):
        out.append(Square(k).area())
    return out


print(sum(main(30)))
