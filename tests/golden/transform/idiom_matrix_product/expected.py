from operator import mul


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(a, b, shared=False):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0] * p] * n if shared else [[0] * p for _ in range(n)]
    if (type(result) is list and type(a) is list and type(b) is list and n > 3 and m > 3 and p > 0
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in result)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
            and n <= min(len(a), len(result)) and m == len(b) and m <= min(map(len, a))
            and p <= min(min(map(len, b)), min(map(len, result)))
            and len(result) == len(set(map(id, result)))
            and set(map(id, result)).isdisjoint(map(id, a + b))):
        columns = list(zip(*b))[:p]
        for out_row, row in zip(result[:n], a):
            for j, column in enumerate(columns):
                out_row[j] += sum(map(mul, row, column))
    else:
        for i in range(n):
            for j in range(p):
                for k in range(m):
                    result[i][j] += a[i][k] * b[k][j]
    return result


attempt(f, [[1, 2], [3, 4]], [[5, 6, 7], [8, 9, 10]])
attempt(f, [[1, 2], [3, 4]], [[5, 6, 7], [8, 9, 10]], True)
attempt(f, [[1, 2], [3]], [[5, 6, 7], [8, 9, 10]])
attempt(f, [[1, 2], [3, 4]], [[5, 6, 7], [8, 9]])
attempt(f, [[1, 2, 9], [3, 4]], [[5, 6, 7], [8, 9, 10]])
attempt(f, [[0.1, 2], [3, 4]], [[5, 6], [8, 9]])
attempt(f, [], [[1]])
attempt(f, [[1]], [])
attempt(f, ["ab", "cd"], [[1, 2], [3, 4]])
square = [[(i * 3 + j) % 7 - 2 for j in range(5)] for i in range(5)]
attempt(f, square, square)
attempt(f, square, [row[:4] for row in square])
attempt(f, square, square, True)
attempt(f, square[:4], square)
attempt(f, square, square[:4])
attempt(f, square, square + [[1]])
attempt(f, square + [["a"] * 5], square)
