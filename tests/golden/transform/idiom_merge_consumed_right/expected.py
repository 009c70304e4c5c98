from bisect import bisect_left, bisect_right


def merge(left, right):
    result = []
    if (left is not right and result is not left and result is not right and type(left) is list
            and type(right) is list and len(left) + len(right) > 64
            and ({int}.issuperset(map(type, left)) or {str}.issuperset(map(type, left)))
            and ({int}.issuperset(map(type, right)) or {str}.issuperset(map(type, right)))
            and left and right and type(left[0]) is type(right[0])
            and left == sorted(left) and right == sorted(right)):
        if left[-1] < right[-1]:
            end = bisect_right(right, left[-1])
            result.extend(sorted(right[:end] + left))
            left.clear()
            del right[:end]
        else:
            end = bisect_left(left, right[-1])
            result.extend(sorted(right + left[:end]))
            del left[:end]
            right.clear()
    else:
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
