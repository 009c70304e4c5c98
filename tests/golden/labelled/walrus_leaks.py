SIZE = 20
def main(n):
    last = None
    out = [last := (k * 3 % 7) for k in range(n)]
    print(out, last)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
