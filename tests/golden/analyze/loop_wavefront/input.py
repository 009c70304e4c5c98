def wave():
    m = [[1] * 9 for _ in range(9)]
    for i in range(1, 9):
        for j in range(1, 9):
            m[i][j] = m[i - 1][j] + m[i][j - 1]
    return m
