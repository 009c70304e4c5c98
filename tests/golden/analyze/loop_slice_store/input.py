def slices():
    xs = [0] * 20
    for i in range(5):
        xs[i:i + 1] = [i, i]
    return xs
