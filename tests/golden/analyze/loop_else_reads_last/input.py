def last():
    for i in range(9):
        y = i * 2
    else:
        z = y
    return z
