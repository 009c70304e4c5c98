def shift(a, b):
    for i in range(1, len(b)):
        a[i] = b[i - 1]
