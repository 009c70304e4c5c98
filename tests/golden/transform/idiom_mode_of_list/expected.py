from collections import Counter


def mode(values):
    return (
        max(values, key=Counter(values).__getitem__)
        if type(values) is list and len(values) > 8 and {int, str}.issuperset(map(type, values))
        else max(values, key=values.count)
    )


print(mode([k * k % 7 for k in range(40)]), mode(["b", "a", "b", "a"] * 5), mode([2, 1, 1, 2]))
