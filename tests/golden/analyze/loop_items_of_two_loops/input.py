def outer():
    d, e = {1: 2, 3: 4}, {}
    for k in d:
        for q in d:
            e[q] = k
    return e
