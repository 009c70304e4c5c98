def keys():
    d = {}
    for i in range(2):
        d[i] = d.get(True, 0) + 1
    return d
