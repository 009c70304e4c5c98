import re
from collections import Counter

WORD = re.compile(r"[a-z]+")


def most(text):
    words = Counter(WORD.findall(text))
    return words.most_common(1)[0][1]


def main(n):
    out = []
    for k in range(n):
        out.append(most("a b a c " * (k + 1)))
    return out


print(main(5))
