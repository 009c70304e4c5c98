def scatter(places):
    out = [0] * 9
    for i in range(9):
        out[places[i]] = i
    return out
