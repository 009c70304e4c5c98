def strided():
    out, j = [0] * 40, 0
    for i in range(9):
        j += 4
        out[j] = i
    return out
