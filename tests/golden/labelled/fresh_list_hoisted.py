SIZE = 20
def empty(n):
    return [0] * n
def main(n):
    rows = []
    for k in range(n):
        row = empty(3)
        row[k % 3] = k
        rows.append(row)
    print(rows[:4])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
