SIZE = 20
def main(n):
    out = [0] * (3 * n)
    at = 0
    for k in range(n):
        out[at] = k * k
        at += 3
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
