import re


def main(n):
    return [bool(re.match("A+", "a" * k, re.DEBUG)) for k in range(n)]


print(main(2))
