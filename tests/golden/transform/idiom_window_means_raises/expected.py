from itertools import accumulate
from operator import sub


def moving_means(xs, w, out):
    if (type(w) is int and type(out) is list and out is not xs
            and type(xs) is list and {int}.issuperset(map(type, xs)) and w > 0):
        totals = list(accumulate(xs, initial=0))
        out.extend(total / w for total in map(sub, totals[w:], totals))
    else:
        for start in range(len(xs) - w + 1):
            out.append(sum(xs[start:start + w]) / w)
    return out


out = []
try: moving_means([1, 2, 3, 10**400, 5], 1, out)
except Exception as e: print(repr(e))
print(out)
