def without(xs, x):
    while x in xs:
        xs.remove(x)
    return xs


print(without([1, 2, 1, 3, 1], 1), without([1, True, 1.0, 2], 1), without(["a", "b", "a"], "a"), without([], 1), without([2], "x"))
print(without({1, 2}, 1), without([[1], [2], [1]], [1]))
