# A file without blank lines after its head.
import re as regex
FIELDS = ["a=1", "b = 2", "c", "", "d==4"]
_DATE_PATTERN = None
def check(x):
    return x
class Reader:
    @staticmethod
    def field(text):
        date = regex.fullmatch(r"""
            (?P<key> \w+ )  \s* = \s*   # the name
            (?P<value> [^=]* )""", text, regex.VERBOSE)
        return date and date.groupdict()
print([Reader.field(text) for text in FIELDS])
try:
    [Reader.field(text) for text in [5]]
except TypeError as error:
    print(error)
