def grow():
    d = {1: 2, 3: 4}
    for k in d:
        d[k] = d[k] + 1
    return d
