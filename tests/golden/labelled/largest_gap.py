SIZE = 20
def main(n):
    xs = [k * k % 31 for k in range(n)]
    best = 0
    for i in range(1, n):
        best = max(best, abs(xs[i] - xs[i - 1]))
    print(best)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
