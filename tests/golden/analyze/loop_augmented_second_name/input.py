def grow():
    a = b = []
    out = [0] * 9
    for i in range(9):
        a += [i]
        out[i] = len(b)
    return out
