def swap():
    m = [[0] * 3 for _ in range(9)]
    for i in range(8):
        row = m[i]
        m[i] = m[i + 1]
        m[i + 1] = row
        row[0] = i
    return m
