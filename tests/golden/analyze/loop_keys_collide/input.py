def last_wins():
    d = {}
    for i in range(9):
        d[i % 3] = i
    return d
