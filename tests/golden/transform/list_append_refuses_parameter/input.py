def grow(seen, n):
    for x in range(n):
        seen = seen + [x]
    return seen


mine = [0]
print(grow(mine, 4), mine)
