def product(a, b):
    result = []
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
