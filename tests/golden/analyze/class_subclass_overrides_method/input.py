class Base:
    def __init__(self, v):
        self.v = v

    def step(self):
        return self.v


class Loud(Base):
    def step(self):
        print("step", self.v)
        return self.v


def main(n):
    objects = [Base(k) if k % 2 else Loud(k) for k in range(n)]
    total = 0
    for o in objects:
        total += o.step()
    return total


print(main(4))
