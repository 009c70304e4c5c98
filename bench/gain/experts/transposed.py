"""Turns rows into columns."""


def columns(rows):
    return [list(column) for column in zip(*rows)]


def main(n):
    rows = [[i * 31 + j for j in range(n)] for i in range(n)]
    result = columns(rows)
    print(result[1][:4], sum(result[-1]))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
