"""Right triangles with whole sides."""
from math import isqrt


def triangles(limit):
    found = []
    for a in range(1, limit):
        for b in range(a, limit):
            square = a * a + b * b
            c = isqrt(square)
            if c >= limit:
                break
            if c * c == square:
                found.append((a, b, c))
    return found


def main(n):
    found = triangles(n)
    print(len(found), found[:3], found[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 260)
