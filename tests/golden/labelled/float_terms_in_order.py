SIZE = 1000
def term(k):
    return 1.0 / (3 * k + 1)
def main(n):
    total = 0.0
    for k in range(n):
        total += term(k)
    print(repr(total))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
