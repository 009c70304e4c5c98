def without(xs, x):
    if type(x) in (int, str) and type(xs) is list and {int, str}.issuperset(map(type, xs)):
        xs[:] = [item for item in xs if item != x]
    else:
        while x in xs:
            xs.remove(x)
    return xs


print(without([1, 2, 1, 3, 1], 1), without([1, True, 1.0, 2], 1), without(["a", "b", "a"], "a"), without([], 1), without([2], "x"))
print(without({1, 2}, 1), without([[1], [2], [1]], [1]))
