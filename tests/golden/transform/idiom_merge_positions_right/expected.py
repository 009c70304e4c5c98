from bisect import bisect_left, bisect_right


def merge(a, b, i=0, j=0):
    out = []
    assert i == i, j
    if (type(i) is int and type(j) is int and out is not a and out is not b and type(a) is list
            and type(b) is list and len(a) + len(b) > 64
            and ({int}.issuperset(map(type, a)) or {str}.issuperset(map(type, a)))
            and ({int}.issuperset(map(type, b)) or {str}.issuperset(map(type, b)))
            and 0 <= i < len(a) and 0 <= j < len(b) and type(a[0]) is type(b[0])
            and a == sorted(a) and b == sorted(b)):
        if a[-1] < b[-1]:
            end = bisect_right(b, a[-1], j)
            out.extend(sorted(b[j:end] + a[i:]))
            i, j = len(a), end
        else:
            end = bisect_left(a, b[-1], i)
            out.extend(sorted(b[j:] + a[i:end]))
            i, j = end, len(b)
    else:
        while i < len(a) and j < len(b):
            if a[i] < b[j]:
                out.append(a[i])
                i += 1
            else:
                out.append(b[j])
                j += 1
    print(i, j, len(out))
    out += a[i:]
    out += b[j:]
    return out


def attempt(*arguments):
    try:
        print(merge(*arguments)[:80])
    except Exception as error:
        print(type(error).__name__, error)


evens, odds = list(range(0, 90, 2)), list(range(1, 70, 2))
attempt(evens, odds)
attempt(odds, evens)
attempt(evens, evens)
attempt(evens, odds, 7, 30)
attempt(evens, odds, -3, 2)
attempt(evens, odds, 45, 0)
attempt(evens, odds, 0.0, 1)
attempt(list(map(str, range(10, 60))), list(map(str, range(20, 40))))
attempt(evens, list(map(str, range(10, 60))))
attempt(evens[::-1], odds)
attempt([x / 2 for x in evens], odds)
attempt(tuple(evens), odds)
attempt(evens, None)
attempt([5] * 50, [5] * 50)
