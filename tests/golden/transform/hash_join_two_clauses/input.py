def matches(left, right):
    return [(a, b) for a in left for b in right if b[0] == a[0]]


print(matches([(k % 7, k) for k in range(30)], [(k % 9, -k) for k in range(30)]))
