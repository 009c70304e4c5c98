def grow(n):
    seen = [1]
    first = seen
    for x in range(n):
        seen = seen + [x]
    return first


print(grow(4))
