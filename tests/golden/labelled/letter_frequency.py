SIZE = 20
def main(n):
    text = "the quick brown fox " * n
    out = {}
    for c in sorted(set(text)):
        out[c] = text.count(c)
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
