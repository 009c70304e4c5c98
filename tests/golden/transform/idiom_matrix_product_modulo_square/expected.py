from operator import mul

MODULUS = 1000007


def over(a, m):
    result = []
    if (type(a) is list and type(m) is int and m != 0 and len(a) > 7
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and set(map(len, a)) == {len(a)} and len(set(map(len, a))) == 1
            and id(result) not in map(id, a + a)):
        columns = list(zip(*a))
        for row_2 in a:
            result.append([sum(map(mul, row_2, column)) % m for column in columns])
    else:
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
