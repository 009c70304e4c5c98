def merge(a, b, i=0, j=0):
    out = []
    assert i == i, j
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
