def low(xs):
    return (min(xs) if type(xs) is list and (
        {int}.issuperset(map(type, xs)) or {str}.issuperset(map(type, xs))
    )
        and len(xs) > 8 else sorted(xs)[0])


print(low([3, 1, 2] * 4), low(list("hello world")), low((3, 1)), low([2.5, -1]), low({4, 3}))
try:
    low([])
except IndexError as error:
    print(error)
try:
    low(None)
except TypeError as error:
    print(error)
