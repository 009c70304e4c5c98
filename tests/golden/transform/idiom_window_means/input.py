def means(xs, width):
    result = []
    for i in range(len(xs) - width + 1):
        total = 0
        for j in range(width):
            total += xs[i + j]
        result.append(total / width)
    return result


xs = [3, -1, 4, 1, -5, 9, 2, 6]
print([means(xs, w) for w in (1, 2, 3, 8, 9)], means([0.1, 0.2, 0.3], 2), means([], 1), means([True, 2], 2))
try:
    means(xs, 0)
except ZeroDivisionError as error:
    print(error.args)
