def high(xs):
    return (max(xs) if type(xs) is list and (
        {int}.issuperset(map(type, xs)) or {str}.issuperset(map(type, xs))
    )
        and len(xs) > 8 else sorted(xs)[-1])


print(high([3, 1, 2] * 4), high(list("hello world")), high((3, 1)), high([2.5, -1, True]))
try:
    high([])
except IndexError as error:
    print(error)
