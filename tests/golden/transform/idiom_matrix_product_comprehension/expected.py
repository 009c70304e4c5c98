from operator import mul


def product(a, b):
    return ([
        [sum(map(mul, row, column)) for column in columns] for columns in [list(zip(*b))] for row in a
    ] if type(a) is list and type(b) is list and len(a) > 3 and len(b) > 3
        and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
        and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
        and set(map(len, a)) == {len(b)} and len(set(map(len, b))) == 1
        else [
            [sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))]
            for i in range(len(a))
        ])


a = [[k * 7 % 5 - j for k in range(5)] for j in range(4)]
b = [[k + j for k in range(3)] for j in range(5)]
print(product(a, b), product([[True, 2]] * 4, [[1, 2]] * 4) if False else "")
