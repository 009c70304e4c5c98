def corners(n, k):
    found = []
    for x in range(-n, n):
        for y in (
            filter(range(-n, n).__contains__, [x * x - k + x - 2 * x])
            if type(k) is int
            else range(-n, n)
        ):
            if k - (x - y) + 2 * x == x * x:
                found.append((x, y))
    return found


print(corners(9, 4), corners(0, 4), corners(5, 10 ** 30))
print(corners(5, 4.0), corners(5, 0.5), corners(3, True))
