def branches():
    out = [0] * 9
    for i in range(9):
        if i % 2:
            t = i
        out[i] = t if i else 0
    return out
