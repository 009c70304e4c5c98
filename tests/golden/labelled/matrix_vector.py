SIZE = 20
def main(n):
    m = [[(i * j) % 7 for j in range(n)] for i in range(n)]
    v = [k % 5 for k in range(n)]
    out = [0] * n
    for i in range(n):
        s = 0
        for j in range(n):
            s += m[i][j] * v[j]
        out[i] = s
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
