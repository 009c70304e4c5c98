def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(size):
    cells = []
    row = column = 0
    while (row, column) not in cells:
        cells.append((row, column))
        row, column = (row + 2) % size, (column + 3) % size
    return cells


attempt(f, 7)
attempt(f, 2.5)
attempt(f, 0)
