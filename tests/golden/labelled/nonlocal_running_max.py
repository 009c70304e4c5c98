SIZE = 20
def main(n):
    top = -1
    def rank(k):
        nonlocal top
        top = max(top, k * 7 % 13)
        return top
    out = []
    for k in range(n):
        out.append(rank(k))
    print(out)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
