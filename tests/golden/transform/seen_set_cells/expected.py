def _is_plain(value):
    """Whether == and hash() of the value agree and run no code of the program's."""
    plain = {int, str, float, bool, type(None)}
    return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(size):
    cells = []
    cells_lookup = set()
    row = column = 0
    while (row, column) not in (
        cells_lookup if type(row) in (int, str) and type(column) in (int, str) else cells
    ):
        cells.append((row, column))
        if type(row) in (int, str) and type(column) in (int, str) and cells_lookup is not cells:
            cells_lookup.add((row, column))
        else:
            cells_lookup = cells
        row, column = (row + 2) % size, (column + 3) % size
    return cells


attempt(f, 7)
attempt(f, 2.5)
attempt(f, 0)
