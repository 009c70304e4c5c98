import re


def main(n):
    hits = [re.findall("a+", "a" * k) for k in range(n)]
    return hits


class re:
    findall = staticmethod(lambda pattern, text: (pattern, text))


print(main(3))
