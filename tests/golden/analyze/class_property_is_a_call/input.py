class Circle:
    def __init__(self, r):
        self.r = r

    @property
    def area(self):
        return 3 * self.r * self.r


def main(n):
    circles = [Circle(k) for k in range(n)]
    total = 0
    for c in circles:
        total += c.area
    return total


print(main(20))
