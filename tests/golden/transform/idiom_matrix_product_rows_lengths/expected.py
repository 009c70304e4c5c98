from operator import mul


def product(a, b):
    result = []
    if (type(a) is list and type(b) is list and len(a) > 3 and len(b) > 3
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


a = [[k * 7 % 5 - j for k in range(5)] for j in range(4)]
b = [[k + j for k in range(3)] for j in range(5)]
print(product(a, b), product([[0.1, 0.2], [0.3, 0.4]], [[1, 2], [3, 4]]))
