class _Row:
    """Stands for table[place], which is looked up each time."""

    def __init__(self, table, place):
        self.table, self.place = table, place

    def __getitem__(self, key):
        return self.table[self.place][key]

    def __setitem__(self, key, value):
        self.table[self.place][key] = value


def total(grid, places, i):
    s = 0
    if (
        type(grid) is list
        and type(i) is int
        and type(places) in (list, tuple)
        and 0 <= i < len(grid)
        and type(grid[i]) is list
    ):
        grid_i = grid[i]
    else:
        grid_i = _Row(grid, i)
    for j in places:
        s += grid_i[j]
    return s


given = [0, 1, 2]
table = [[1, 2, 3], [4, 5, 6]]


def step():
    table[0] = [9, 9, 9]
    return given.pop() if given else None


print(total([[1, 2], [3, 4]], [0, 1, 1], 1), total([[1, 2], [3, 4]], (), 7))
print(total(table, iter(step, None), 0))
