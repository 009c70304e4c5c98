from collections import Counter


def mode(values):
    return (
        max(set(values), key=Counter(values).__getitem__)
        if type(values) is list and len(values) > 8 and {int, str}.issuperset(map(type, values))
        else max(set(values), key=values.count)
    )


print(mode([k * k % 7 for k in range(40)]), mode(["b", "a", "b"] * 5), mode([1, 2, 2]), mode([1.5, 1.5, 2, 1, True] * 3), mode("banana"))
try:
    mode([])
except ValueError as e:
    print(e)
