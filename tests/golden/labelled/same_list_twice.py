SIZE = 20
def shift(a, b, n):
    for i in range(1, n):
        a[i] = b[i - 1] + 1
    return a
def main(n):
    xs = list(range(n))
    print(shift(xs, xs, n))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
