def high(xs):
    return sorted(xs)[-1]


print(high([3, 1, 2] * 4), high(list("hello world")), high((3, 1)), high([2.5, -1, True]))
try:
    high([])
except IndexError as error:
    print(error)
