def chain():
    d = {0: 1, 1: 1, 2: 1}
    for k in sorted(d):
        d[k] = d.get(k - 1, 0) + 1
    return d
