def scaled(rows, limits):
    out = []
    for row in rows:
        out.append(row * max(limits))
    return out


limits = [3, 1, 2]
print(scaled(map(lambda k: (limits.append(k), k)[1], range(9)), limits))
print(scaled(range(4), limits))
