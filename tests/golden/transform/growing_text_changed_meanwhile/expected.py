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


class Table(object):
    text = ""

    def __init__(self, start):
        if start is not None:
            self.text = start

    def told(self, name):
        self.text = self.text.upper()
        if name == "b":
            raise ValueError(name)
        return name

    def add(self, name):
        text_so_far = self.text
        piece = self.told(name)
        if type(self) is Table and type(text_so_far) is type(piece) is str:
            self.text = None  # no second reference: the text grows in place
        text_so_far += piece
        self.text = text_so_far
        text = len(self.text)
        return text


def fill(table, pieces):
    for piece in pieces:
        attempt(table.add, piece)
    print(vars(table) if hasattr(table, "__dict__") else table.text)


for start in (None, "x"):
    fill(Table(start), ["a", "b", 1, "c"])
print(Table.text)
