def rounds():
    y, out = 0, []
    for a in range(3):
        out.append(y)
        for b in range(3):
            for c in range(3):
                y = a * b + c
    return out
