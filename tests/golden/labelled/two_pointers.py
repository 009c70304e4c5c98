SIZE = 20
def main(n):
    xs = [k * 7 % n for k in range(n)]
    xs.sort()
    i, j, pairs = 0, n - 1, 0
    while i < j:
        s = xs[i] + xs[j]
        if s == n:
            pairs += 1
        if s < n:
            i += 1
        else:
            j -= 1
    print(pairs)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
