SIZE = 20
def main(n):
    a = [[(i + j) % 5 for j in range(n)] for i in range(n)]
    b = [[(i * j) % 7 for j in range(n)] for i in range(n)]
    c = [[0] * n for i in range(n)]
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i][j] += a[i][k] * b[k][j]
    print(c[1])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
