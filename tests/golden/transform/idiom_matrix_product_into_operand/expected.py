from operator import mul


def product(a, b, result):
    if (type(result) is list and type(a) is list and type(b) is list and len(a) > 3 and len(b) > 3
            and len(result) >= len(a) and {list}.issuperset(map(type, result))
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in a)
            and all(type(row) is list and {int}.issuperset(map(type, row)) for row in b)
            and set(map(len, a)) == {len(b)} and len(set(map(len, b))) == 1
            and len(b[0]) <= min(map(len, result)) and len(result) == len(set(map(id, result)))
            and set(map(id, result)).isdisjoint(map(id, [result, a, b, *a, *b]))):
        columns = list(zip(*b))
        for out_row, row in zip(result, a):
            out_row[:len(columns)] = [sum(map(mul, row, column)) for column in columns]
    else:
        for i in range(len(a)):
            for j in range(len(b[0])):
                total = 0
                for k in range(len(b)):
                    total += a[i][k] * b[k][j]
                result[i][j] = total
    return result


a = [[k * 7 % 5 - j for k in range(4)] for j in range(4)]
b = [[k + j for k in range(4)] for j in range(4)]
print(product(a, b, [[0] * 4 for _ in range(4)]))
for position in range(4):
    for operand in ("a", "b", "result"):
        left, right, result = [row[:] for row in a], [row[:] for row in b], [[0] * 4 for _ in range(4)]
        result[position] = {"a": left, "b": right, "result": result}[operand]
        try:
            product(left, right, result)
        except TypeError as e:
            print(e)
        print(left, right, result)
