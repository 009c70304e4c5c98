"""Normalises names as they come out of a form."""
import re


def clean(name):
    name = re.sub(r"[^A-Za-z ]", "", name)
    name = re.sub(r" +", " ", name)
    return name.strip().title()


def main(n):
    names = ["  o'NEILL%d   mary " % (k % 50) for k in range(n)]
    cleaned = []
    for name in names:
        cleaned.append(clean(name))
    print(len(set(cleaned)), cleaned[0], cleaned[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150000)
