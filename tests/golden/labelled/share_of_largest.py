SIZE = 20
def main(n):
    xs = [k * 7 % 23 for k in range(1, n)]
    out = []
    for x in xs:
        out.append(x * 100 // max(xs))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
