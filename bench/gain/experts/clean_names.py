"""Normalises names as they come out of a form."""
import re
from functools import lru_cache

strange = re.compile(r"[^A-Za-z ]").sub
spaces = re.compile(r" +").sub


@lru_cache(maxsize=4096)
def clean(name):
    return spaces(" ", strange("", name)).strip().title()


def main(n):
    cleaned = [clean("  o'NEILL%d   mary " % (k % 50)) for k in range(n)]
    print(len(set(cleaned)), cleaned[0], cleaned[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150000)
