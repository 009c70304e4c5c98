from itertools import accumulate
from operator import sub


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items, width):
    sums = []
    if (
        type(width) is int
        and type(items) is list
        and {int}.issuperset(map(type, items))
        and width > 0
    ):
        totals = list(accumulate(items, initial=0))
        sums.extend(map(sub, totals[width:], totals))
    else:
        for end in range(width, len(items) + 1):
            sums.append(sum(items[end - width:end]))
    return sums


for items in ([], [5], [1, 2, 3, 4], [1, -2, 3], [0.1, 0.2, 0.3], (1, 2, 3), [True, 2], ["a"]):
    for width in (-2, 0, 1, 2, 4, 9, 2.0, True):
        attempt(f, items, width)
