def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


class Page(list):
    def __radd__(self, other):
        print("asked")
        return Page(other[:] + self[:])


def fetch(pages, number):
    if number >= len(pages):
        raise LookupError(number)
    return pages[number]


def fetch_all(pages, count):
    rows = []
    for number in range(count):
        rows = rows + fetch(pages, number)["data"]  # of this page
    return rows


for data in ([[1, 2], [], [3]], [[1], (2,), [3]], [[1], Page([2]), [3]], [[1], "ab"], [[[]], [[1]]]):
    attempt(fetch_all, [{"data": part} for part in data], len(data))
attempt(fetch_all, [{"data": [1]}], 2)
attempt(fetch_all, [{"info": [1]}], 1)
