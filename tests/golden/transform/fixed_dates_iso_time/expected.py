import datetime as dt


def _read_ymdhis19_t(text, form, moment):
    """Give moment.strptime(text, form), of a text with its digits in the usual places directly."""
    if (
        type(text) is str
        and len(text) == 19
        and text[4] == "-"
        and text[7] == "-"
        and text[10] == "T"
        and text[13] == ":"
        and text[16] == ":"
        and text[11:13] != "24"
    ):
        try:
            return moment.fromisoformat(text)
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


def read(row):
    when = _read_ymdhis19_t(row["when"], "%Y-%m-%dT%H:%M:%S", dt.datetime)  # local time
    return when


for one in ("2023-05-01T10:20:30", "2023-05-01 10:20:30", "2023-05-01t10:20:30", "2023-05-01T24:00:00", "2023-05-01T23:59:60", "2023-05-01T23:59:61",
            "2023-05-01T10:20:+5", "2023-05-01T10:20:3Z", "2023-05-01T10:2Z:30", "2023-05-01T10+20:30", "2023-05-01T1:02:03", "2023-05-01T10:20:30Z", "2023-05-01T10:20:\u0663\u0663"):
    attempt(read, {"when": one})
attempt(read, {})
