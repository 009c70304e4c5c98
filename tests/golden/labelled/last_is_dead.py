SIZE = 20
def main(n):
    xs = [k * 5 % 13 for k in range(n)]
    out = [0] * n
    for i in range(n):
        t = xs[i] * 3
        u = t - 1
        out[i] = u * u
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
