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
    return datetime.strptime(text, "%d/%m/%Y %H:%M")


for day in ("01/02/2023 10:20", "31/02/2023 10:20", "29/02/2024 23:59", "1/2/2023 10:20", "01/02/2023  10:20", "01/02/2023\t10:20", "01/02/2023 1:020",
            "01/02/2023 24:00", "00/01/2023 00:00", "01/02/0000 00:00", "0\u0661/02/2023 10:20", "\u00b2\u00b2/02/2023 10:20", "+1/02/2023 10:20", "1_/02/2023 10:20", " 1/02/2023 10:20",
            "01.02.2023 10:20", Text("01/02/2023 10:20"), None, 5):
    attempt(read, day)
