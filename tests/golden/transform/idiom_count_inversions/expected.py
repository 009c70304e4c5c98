from bisect import bisect_right, insort


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(items):
    count = 0
    if type(items) is list and {int}.issuperset(map(type, items)) and len(items) > 8:
        seen_sorted = []
        for item in items:
            count += len(seen_sorted) - bisect_right(seen_sorted, item)
            insort(seen_sorted, item)
    else:
        for i in range(len(items)):
            for j in range(i + 1, len(items)):
                if items[j] < items[i]:
                    count += 1
    return count


for items in ([], [3], [3, 1, 2], [2, 2, 1, 1], [True, 1, 0], [1.0, 1, 0], ["b", "a", "B"], [[2], [1]], (2, 1), [1, "a"], [0.0, -0.0], [float("nan"), 1], None):
    attempt(f, items)
attempt(f, [k * 7 % 11 for k in range(40)])
attempt(f, list("hello world and more"))
