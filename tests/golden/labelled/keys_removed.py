SIZE = 20
def main(n):
    d = {k: k for k in range(n)}
    hits = 0
    for k in range(n):
        if k in d:
            hits += 1
            d.pop(2 * k + 1, None)
    print(hits, len(d))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
