SIZE = 20
def value(cs, x):
    total = 0
    for c in cs:
        total = total * x + c
    return total
def main(n):
    cs = [k % 3 for k in range(n)]
    out = [value(cs, x) for x in range(n)]
    print(sum(out) % 1000007)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
