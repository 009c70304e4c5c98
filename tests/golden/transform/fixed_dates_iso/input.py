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


def read(texts):
    return [datetime.strptime(text, "%Y-%m-%d") for text in texts]


for one in ["2023-05-01", "2024-02-29", "2023-02-29", "2023-13-01", "2023-00-10", "0000-01-01", "9999-12-31", "2023-5-1", "2023-05-1 ",
            " 2023-05-01", "2023-05-01\n", "2023-W01-1", "20230501", "2023-05-0\u0661", "\u0662023-05-01", "", "2023-05", "2023-05-01 ", "-023-05-01",
            "2023-+5-01", "2023-1_-01", Text("2023-05-01"), b"2023-05-01", None, 20230501, ["2023-05-01"]]:
    attempt(read, [one])
