def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


class Page(list):
    def __radd__(self, other):
        print("asked")
        return Page(other[:] + self[:])


def gather(parts, go):
    if go:
        rows = []
    for part in parts:
        rows = rows + part.pop()
    return rows


attempt(gather, [[[1]], [[2]]], True)
attempt(gather, [[[1]], [[2]]], False)
