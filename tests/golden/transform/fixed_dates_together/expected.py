from datetime import datetime


def _read_ymd8(text, form, moment):
    """Give moment.strptime(text, form), of a text with its digits in the usual places directly."""
    if type(text) is str and len(text) == 8 and text.isascii():
        digits = year, month, day = text[0:4], text[4:6], text[6:8]
        if "".join(digits).isdigit():
            try:
                return moment(int(year), int(month), int(day))
            except ValueError:
                pass
    return moment.strptime(text, form)


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
    return _read_ymd8(text, "%Y%m%d", datetime)


for day in ("20230501", "2023 501", "20231301", "20230232", "20230100", "2023051", "202305011", "0000 101"):
    attempt(read, day)
