class _Row:
    """Stands for table[place], which is looked up each time."""

    def __init__(self, table, place):
        self.table, self.place = table, place

    def __getitem__(self, key):
        return self.table[self.place][key]

    def __setitem__(self, key, value):
        self.table[self.place][key] = value


def spread(grid, totals, n):
    size = len(grid)
    for i in range(size):
        if (
            type(grid) is list
            and totals is not grid
            and type(n) is int
            and 0 <= i < len(grid)
            and type(grid[i]) is list
        ):
            grid_i = grid[i]
        else:
            grid_i = _Row(grid, i)
        for j in range(n):
            totals[j] = totals[j] + grid_i[j % 2] if j else grid_i[0]
    return totals


def attempt(grid, totals, n):
    try:
        print(spread(grid, totals, n), grid)
    except Exception as error:
        print(type(error).__name__, error, grid, totals)


attempt([[1, 2], [3, 4]], [0, 0, 0], 3)
grid = [[1, 2], [3, 4]]
attempt(grid, grid[1], 2)
grid = [[1, 2], [3, 4], [5, 6]]
attempt(grid, grid, 3)
attempt([[1, 2]], [0], 0)
