class Cell:
    def __init__(self):
        self.n = 0


def cells():
    c = Cell()
    cs = [c] * 9
    for i in range(9):
        cs[i].n = cs[i].n + i
    return c.n
