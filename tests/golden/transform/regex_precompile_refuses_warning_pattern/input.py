import re


def main(n):
    return [re.findall("[[a]|(?<=ab)c", "[abc" * k) for k in range(n)]


print(main(0))
