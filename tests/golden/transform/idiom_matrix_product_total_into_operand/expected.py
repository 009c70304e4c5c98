from operator import mul


def product(a, b, result, n):
    if (type(result) is list and type(a) is list and type(b) is list and type(n) is int and n > 3
            and n > 0 and {list}.issuperset(map(type, result))
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
            and n <= min(len(a), len(result)) and n == len(b) and n <= min(map(len, a))
            and n <= min(min(map(len, b)), min(map(len, result)))
            and len(result) == len(set(map(id, result)))
            and set(map(id, result)).isdisjoint(map(id, [result, a, b, *a, *b]))):
        columns = list(zip(*b))[:n]
        for out_row, row in zip(result[:n], a):
            out_row[:n] = [sum(map(mul, row, column)) for column in columns]
    else:
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
