def main(n):
    y = [0] * n
    for i in range(1, n):
        y[i] = (3 * y[i - 1] + i) % 997
    return y
