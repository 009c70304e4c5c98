def grow(n):
    seen = [1]
    pairs = zip(seen, range(9))
    for x in range(n):
        seen = seen + [x]
    return list(pairs)


print(grow(4))
