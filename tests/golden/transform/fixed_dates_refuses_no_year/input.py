from datetime import datetime


class Text(str):
    def __getitem__(self, place):
        print("item")
        return str.__getitem__(self, place)


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem, repr(problem.__context__), repr(problem.__cause__))


def read(text):
    return datetime.strptime(text, "%d/%m")


attempt(read, "2023-05-01")
