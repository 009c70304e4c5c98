from itertools import accumulate
from operator import sub


def greatest(xs, width):
    best = float("-inf")
    if (type(width) is int and type(best) in (int, float)
            and type(xs) is list and {int}.issuperset(map(type, xs)) and width > 0):
        totals = list(accumulate(xs, initial=0))
        for total_2 in map(sub, totals[width:], totals):
            if total_2 > best:
                best = total_2
    else:
        for i in range(len(xs) - width + 1):
            total = sum(xs[i:i + width])
            if total > best:
                best = total
    return best


xs = [3, -1, 4, 1, -5, 9, 2, 6]
print([greatest(xs, w) for w in (0, 1, 2, 3, 8, 9)], greatest([0.1, 0.2, 0.3], 2), greatest([], 1))
