def keys():
    d = {}
    for i in range(9):
        x = 1e17 + i
        d[x] = i
    return d
