import re


def main(n):
    return [bool(re.match("a+",  # letters
                          "a" * k)) for k in range(n)]


print(main(3))
