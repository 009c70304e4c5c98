def common(a, b):
    while a != b:
        if a > b:
            a = a - b
        else:
            b = b - a
    return a


print([common(a, b) for a in range(1, 13) for b in range(1, 13)], common(0, 0), common(1.5, 0.5))
