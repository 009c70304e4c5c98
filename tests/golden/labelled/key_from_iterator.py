SIZE = 20
def main(n):
    it = iter([k * k % 5 for k in range(2 * n)])
    counts = [0] * 5
    for k in range(n):
        counts[next(it)] += next(it)
    print(counts)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
