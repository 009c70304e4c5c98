SIZE = 20
def encode(text):
    out = []
    for c in text:
        out.append(ord(c) * 3 % 7)
    out.sort()
    return tuple(out)
def main(n):
    words = ["word%d" % k for k in range(n)]
    codes = [encode(w) for w in words]
    print(codes[-1])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
