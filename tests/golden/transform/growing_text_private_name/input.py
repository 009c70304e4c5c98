def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


class Text(str):
    def __add__(self, other):
        print("added", other)
        return Text(str.__add__(self, other))

    def __radd__(self, other):
        print("added to", other)
        return Text(other)


class Table:
    """Collects text."""

    def __init__(self, start):
        self.__text = start

    def add(self, name):
        self.__text += name
        return len(self.__text)


def fill(table, pieces):
    for piece in pieces:
        attempt(table.add, piece)
    print(vars(table) if hasattr(table, "__dict__") else table.text)


fill(Table("x"), ["a", "b"])
