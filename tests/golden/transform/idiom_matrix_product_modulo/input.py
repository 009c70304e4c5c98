MODULUS = 1000007


def multiply(a, b):
    result = []
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
