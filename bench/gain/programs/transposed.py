"""Turns rows into columns."""


def columns(rows):
    result = []
    for j in range(len(rows[0])):
        column = []
        for i in range(len(rows)):
            column.append(rows[i][j])
        result.append(column)
    return result


def main(n):
    rows = [[i * 31 + j for j in range(n)] for i in range(n)]
    result = columns(rows)
    print(result[1][:4], sum(result[-1]))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
