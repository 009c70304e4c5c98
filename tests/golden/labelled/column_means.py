SIZE = 20
def main(n):
    rows = [[(i * j) % 13 for j in range(n)] for i in range(n)]
    means = [0] * n
    for j in range(n):
        total = 0
        for i in range(n):
            total += rows[i][j]
        means[j] = total // n
    print(means)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
