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
        self.text = start

    def add(self, name):
        self.text += name
        return len(self.text)


def fill(table, pieces):
    for piece in pieces:
        attempt(table.add, piece)
    print(vars(table) if hasattr(table, "__dict__") else table.text)


Table.text = property(lambda self: "x", lambda self, value: print("stored", value))
fill(Table("x"), ["a", "b"])
