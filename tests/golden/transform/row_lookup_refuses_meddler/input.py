class Cell:
    def __init__(self, table, value):
        self.table, self.value = table, value

    def __radd__(self, other):
        self.table[0] = [7, 7, 7]
        return other + self.value


def total(grid, n):
    s = 0
    for i in range(len(grid)):
        for j in range(n):
            s += grid[i][j]
    return s


table = [[1, 2, 3], [4, 5, 6]]
table[0] = [Cell(table, 1), 2, 3]
print(total(table, 3))
