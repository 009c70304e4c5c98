import re


def main(n, re):
    return [re.match("a+", "a" * k) for k in range(n)]


class Fake:
    def match(self, pattern, text):
        return pattern, text


print(main(3, Fake()))
