from operator import mul


def product(a, b, result):
    if (type(result) is list and type(a) is list and type(b) is list and result is not a
            and result is not b and len(a) > 3 and len(b) > 3
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
            and set(map(len, a)) == {len(b)} and len(set(map(len, b))) == 1
            and id(result) not in map(id, a + b)):
        columns = list(zip(*b))
        for row_2 in a:
            result.append([sum(map(mul, row_2, column)) for column in columns])
    else:
        for i in range(len(a)):
            row = []
            for j in range(len(b[0])):
                total = 0
                for k in range(len(b)):
                    total += a[i][k] * b[k][j]
                row.append(total)
            result.append(row)
    return result


a = [[k * 7 % 5 - j for k in range(4)] for j in range(4)]
b = [[k + j for k in range(4)] for j in range(4)]
print(product(a, b, []))
for left, right, result in (a, b, b[0]), (a, a[::-1], a[0]), (a, a[::-1], a[3]):
    try:
        print(product(left, right, result))
    except (TypeError, IndexError) as e:
        print(type(e).__name__, e)
