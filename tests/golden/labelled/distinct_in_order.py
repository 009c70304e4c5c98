SIZE = 20
def main(n):
    words = ["w%d" % (k * 7 % 11) for k in range(n)]
    out = []
    for w in words:
        if w not in out:
            out.append(w)
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
