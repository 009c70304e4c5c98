def fill():
    g = [0] * 80
    for y in range(10):
        for x in range(8):
            g[7 * y + x] = g[7 * y + x] + x
    return g
