SIZE = 20
def row(y, n):
    out = []
    for x in range(n):
        c, z, k = complex(3 * x / n - 2, 2 * y / n - 1), 0j, 0
        while k < 20 and abs(z) <= 2:
            z = z * z + c
            k += 1
        out.append(k)
    return out
def main(n):
    rows = []
    for y in range(n):
        rows.append(row(y, n))
    print(sum(map(sum, rows)))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
