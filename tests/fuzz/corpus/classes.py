import math
from dataclasses import dataclass

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def norm(self):
        return math.sqrt(self.x ** 2 + self.y ** 2)
    def scaled(self, k):
        return Point(self.x * k, self.y * k)
    def __add__(self, o):
        return Point(self.x + o.x, self.y + o.y)

@dataclass
class Item:
    name: str
    price: int
    qty: int = 1
    def total(self):
        return self.price * self.qty

class Counter:
    def __init__(self):
        self.n = 0
    def inc(self):
        self.n += 1
    @property
    def twice(self):
        return self.n * 2

class Shape:
    def __init__(self, name):
        self.name = name
    def area(self):
        return 0
class Circle(Shape):
    def __init__(self, r):
        super().__init__("circle")
        self.r = r
    def area(self):
        return 3 * self.r * self.r

def main(n):
    pts = [Point(i, i + 1) for i in range(n)]
    total = 0.0
    for p in pts:
        total += p.norm()
    items = [Item("a", i, 2) for i in range(n)]
    out = []
    for it in items:
        out.append(it.total())
    s = Point(0, 0)
    for p in pts:
        s = s + p
    c = Counter()
    for p in pts:
        c.inc()
    res = []
    for p in pts:
        res.append(p.scaled(3))
    areas = []
    for i in range(n):
        areas.append(Circle(i).area())
    return total, out, s.x, c.twice, res, areas
class Solver:
    def __init__(self, n):
        self.n = n
        self.data = list(range(n))
    def cost(self, i):
        return sum(self.data[:i]) * self.n
    def run(self):
        best = []
        for i in range(self.n):
            best.append(self.cost(i))
        return best
print(main(10), Solver(5).run())
