SIZE = 20
def main(n):
    rows = [[(i * j) % 9 + 1 for j in range(n)] for i in range(n)]
    for row in rows:
        top = max(row)
        for j in range(len(row)):
            row[j] = row[j] * 100 // top
    print(rows[1])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
