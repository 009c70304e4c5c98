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
    return datetime.strptime(text, "%Y%m%d")


for day in ("20230501", "2023 501", "20231301", "20230232", "20230100", "2023051", "202305011", "0000 101"):
    attempt(read, day)
