from itertools import accumulate
from operator import sub


def means(xs, width):
    result = []
    if type(width) is int and type(xs) is list and {int}.issuperset(map(type, xs)) and width > 0:
        totals = list(accumulate(xs, initial=0))
        result.extend(total_2 / width for total_2 in map(sub, totals[width:], totals))
    else:
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
