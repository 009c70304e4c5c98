class _Row:
    """Stands for table[place], which is looked up each time."""

    def __init__(self, table, place):
        self.table, self.place = table, place

    def __getitem__(self, key):
        return self.table[self.place][key]

    def __setitem__(self, key, value):
        self.table[self.place][key] = value


def sums(grid, n):
    total = 0
    if type(grid) is list and type(n) is int and 0 < len(grid) and type(grid[0]) is list:
        grid_row = grid[0]
    else:
        grid_row = _Row(grid, 0)
    for j in range(n):
        total += grid_row[j] * grid[-1][j]
    return total


print(sums([[1, 2, 3], [4, 5, 6]], 3), sums([], 0), sums([[1]], 1))
try:
    sums([], 1)
except IndexError as error:
    print(error)
