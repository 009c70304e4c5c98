def product(a, b, result):
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
