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
        text_so_far = self.__text
        piece = name
        if type(self) is Table and type(text_so_far) is type(piece) is str:
            self.__text = None  # no second reference: the text grows in place
        text_so_far += piece
        self.__text = text_so_far
        return len(self.__text)


def fill(table, pieces):
    for piece in pieces:
        attempt(table.add, piece)
    print(vars(table) if hasattr(table, "__dict__") else table.text)


fill(Table("x"), ["a", "b"])
