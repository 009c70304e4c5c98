from operator import mul


def product(a, b):
    n, m = len(a), len(b[0])
    result = [[0] * m for _ in range(n)]
    if (type(a) is list and type(b) is list and type(result) is list and len(a) > 3 and len(b) > 3
            and len(result) >= len(a) and {list}.issuperset(map(type, result))
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
            and set(map(len, a)) == {len(b)} and len(set(map(len, b))) == 1
            and len(b[0]) <= min(map(len, result)) and len(result) == len(set(map(id, result)))
            and set(map(id, result)).isdisjoint(map(id, [result, a, b, *a, *b]))):
        columns = list(zip(*b))
        for out_row, row in zip(result, a):
            out_row[:len(columns)] = [sum(map(mul, row, column)) for column in columns]
    else:
        for i in range(len(a)):
            for j in range(len(b[0])):
                total = 0
                for k in range(len(b)):
                    total += a[i][k] * b[k][j]
                result[i][j] = total
    return result


a = [[k * 7 % 5 - j for k in range(5)] for j in range(4)]
b = [[k + j for k in range(3)] for j in range(5)]
print(product(a, b), product([[0.1, 0.2], [0.3, 0.4]], [[1, 2], [3, 4]]))
try:
    product([[1, 2]] * 4, [[1], [2], [3], [4], [5]])
except IndexError as e:
    print(e)
