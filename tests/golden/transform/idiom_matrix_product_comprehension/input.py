def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))] for i in range(len(a))]


a = [[k * 7 % 5 - j for k in range(5)] for j in range(4)]
b = [[k + j for k in range(3)] for j in range(5)]
print(product(a, b), product([[True, 2]] * 4, [[1, 2]] * 4) if False else "")
