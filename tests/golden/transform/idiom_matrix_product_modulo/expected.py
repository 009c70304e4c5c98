from operator import mul

MODULUS = 1000007


def multiply(a, b):
    result = []
    if (type(a) is list and type(b) is list and MODULUS != 0 and len(a) > 7 and len(b) > 7
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
            and set(map(len, a)) == {len(b)} and len(set(map(len, b))) == 1
            and id(result) not in map(id, a + b)):
        columns = list(zip(*b))
        for row_2 in a:
            result.append([sum(map(mul, row_2, column)) % MODULUS for column in columns])
    else:
        for i in range(len(a)):
            row = []
            for j in range(len(b[0])):
                total = 0
                for k in range(len(b)):
                    total += a[i][k] * b[k][j]
                row.append(total % MODULUS)
            result.append(row)
    return result


square = [[(i * 7 + j * 3) % 11 - 4 for j in range(9)] for i in range(9)]
wide = [[i * j for j in range(7)] for i in range(9)]
print(multiply(square, wide), multiply(square, square), multiply([[1]], [[2]]), multiply([], []))
for arguments in ((square, [[1]] * 8), (square + [[1]], square)):
    try:
        print(multiply(*arguments))
    except IndexError as e:
        print(e)
