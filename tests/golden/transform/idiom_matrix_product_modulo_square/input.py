MODULUS = 1000007


def over(a, m):
    result = []
    for i in range(len(a)):
        row = []
        for j in range(len(a[0])):
            total = 0
            for k in range(len(a)):
                total += a[i][k] * a[k][j]
            row.append(total % m)
        result.append(row)
    return result


square = [[(i * 7 + j * 3) % 11 - 4 for j in range(9)] for i in range(9)]
wide = [[i * j for j in range(7)] for i in range(9)]
print(over(square, 7), over(square, -7), over(square, 2.5), over([[0.5] * 9] * 9, 3))
try:
    over(square, 0)
except ZeroDivisionError as e:
    print(e)
