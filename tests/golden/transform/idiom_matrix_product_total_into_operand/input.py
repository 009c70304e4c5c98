def product(a, b, result, n):
    for i in range(n):
        for j in range(n):
            total = 0
            for k in range(n):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


a = [[k * 7 % 5 - j for k in range(4)] for j in range(4)]
b = [[k + j for k in range(4)] for j in range(4)]
print(product(a, b, [[0] * 4 for _ in range(4)], 4))
for position in range(4):
    for operand in ("a", "b", "result"):
        left, right, result = [row[:] for row in a], [row[:] for row in b], [[0] * 4 for _ in range(4)]
        result[position] = {"a": left, "b": right, "result": result}[operand]
        try:
            product(left, right, result, 4)
        except TypeError as e:
            print(e)
        print(left, right, result, 4)
