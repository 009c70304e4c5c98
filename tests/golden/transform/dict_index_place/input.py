def places(names):
    order = list(names)
    found = []
    total = 0
    for name in names:
        total += 2 * order.index(name)
    found.append(total)
    return found


nan = float("nan")
print(places(["a", "b", "a", "c"]), places([]), places([nan, 2.5, nan]), places([(1, 2), [3], "x"]))
print(places(iter("abc")) if False else places("abca"))
try:
    places(iter(["a"]))
except ValueError as error:
    print(error)
