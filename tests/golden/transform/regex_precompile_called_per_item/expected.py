# A file without blank lines after its head.
import re as regex
_DATE_PATTERN_2 = regex.compile(r"""
            (?P<key> \w+ )  \s* = \s*   # the name
            (?P<value> [^=]* )""", regex.VERBOSE)
FIELDS = ["a=1", "b = 2", "c", "", "d==4"]
_DATE_PATTERN = None
def check(x):
    return x
class Reader:
    @staticmethod
    def field(text):
        date = _DATE_PATTERN_2.fullmatch(text)
        return date and date.groupdict()
print([Reader.field(text) for text in FIELDS])
try:
    [Reader.field(text) for text in [5]]
except TypeError as error:
    print(error)
