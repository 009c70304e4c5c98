def merge(left, right):
    result = []
    while left and right:
        if left[0] < right[0]:
            result.append(left.pop(0))
        else:
            result.append(right.pop(0))
    result += left
    result += right
    return result


def attempt(left, right):
    try:
        print(merge(left, right)[:80], left, right)
    except Exception as error:
        print(type(error).__name__, error, left, right)


evens, odds = list(range(0, 90, 2)), list(range(1, 70, 2))
attempt(evens[:], odds[:])
attempt(odds[:], evens[:])
attempt(evens[:], evens[:])
attempt(list(map(str, range(10, 60))), list(map(str, range(20, 40))))
attempt(evens[:], list(map(str, range(10, 60))))
attempt(evens[::-1], odds[:])
attempt([x / 2 for x in evens], odds[:])
attempt([True, False] * 40, odds[:])
same = evens[:]
attempt(same, same)
attempt(evens[:], None)
attempt(None, odds[:])
attempt([], None)
attempt([5] * 50, [5] * 50)
attempt((1, 2), [])
