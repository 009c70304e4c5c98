def main(n):
    t = [[1] * 20 for _ in range(20)]
    for i in range(1, 20):
        for j in range(1, 20):
            t[i][j] = t[i - 1][j] + t[i][j - 1]
    return t
