import copy


def step(grid):
    following = copy.deepcopy(grid)
    following[0][0] += 1
    return following


class Cell:
    def __deepcopy__(self, memo):
        print("copied")
        return self

    def __add__(self, other):
        return self


row = [1, 2]
for grid in ([[1, 2], [3, 4]], [row, row], ([1], [2]), [[Cell(), 1]], [[[1]], [[2]]] if False else [[1.5, None, "a"]], {0: {0: 5}}, [{0: 1}, {0: 2}]):
    new = step(grid)
    print(type(new).__name__, new if not isinstance(grid[0], list) or type(grid[0][0]) is not Cell else "cells",
          [new[0] is grid[0], len(new) > 1 and new[0] is new[1]], grid if type(grid[0]) is not list else len(grid))
loop = [[1]]
loop.append(loop)
new = step(loop)
print(new[1] is new, new[0])
