from itertools import accumulate
from operator import sub


def sums(xs, width):
    result = []
    if type(width) is int and type(xs) is list and {int}.issuperset(map(type, xs)) and width > 0:
        totals = list(accumulate(xs, initial=0))
        result.extend(map(sub, totals[width:], totals))
    else:
        for i in range(len(xs) - width + 1):
            total = 0
            for j in range(i, i + width):
                total += xs[j]
            result.append(total)
    return result


xs = [3, -1, 4, 1, -5, 9, 2, 6]
print([sums(xs, w) for w in (0, 1, 2, 3, 8, 9)], sums([0.1, 0.2, 0.3], 2), sums([], 1))
