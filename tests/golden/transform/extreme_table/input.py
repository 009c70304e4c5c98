def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


def walk(table):
    for i in range(1, len(table)):
        for j in range(1, len(table[i])):
            table[i][j] += min(table[i - 1][j], table[i][j - 1])
            table[i - 1][j] = max(table[i - 1][j], table[i][j])
            table[i][j - 1] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1])
    return table


attempt(walk, [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
attempt(walk, [[1, 2, float("nan")], [4, "5", 6]])
attempt(walk, [[1, 2], [4, 5.0], [2, 5]])
