import re


def main(n, flags):
    return [bool(re.match("A+", "a" * k, flags)) for k in range(n)]


print(main(3, re.I))
